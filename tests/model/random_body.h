// What the generators of random events share: puts random values into a body, member
// after member.
//
// Owner: plain values. Threads: as rapidcheck. Failure: none.

#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"

namespace muniment {

rc::Gen<std::uint64_t> any_count();
// As an event lists them: those that are UTF-8 first.
rc::Gen<std::vector<std::string>> any_list();
rc::Gen<Explanation> any_explanation();

// What explains removals, and where that comes from.
rc::Gen<EventBody> any_disposal_event();
rc::Gen<EventBody> any_register_event();
rc::Gen<EventBody> any_verdict_event();

template <typename T>
rc::Gen<std::optional<T>> maybe(const rc::Gen<T>& gen) {
  return rc::gen::oneOf(
      rc::gen::just(std::optional<T>()),
      rc::gen::map(gen, [](T value) { return std::optional<T>(std::move(value)); }));
}

template <typename Body, typename... Members>
rc::Gen<EventBody> made(Members... members) {
  return rc::gen::map(rc::gen::build<Body>(std::move(members)...),
                      [](Body body) { return EventBody(std::move(body)); });
}

template <typename Body, typename Member, typename Value>
auto with(Member Body::*member, rc::Gen<Value> gen) {
  return rc::gen::set(member, std::move(gen));
}

}  // namespace muniment
