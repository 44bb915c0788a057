// Is an item in a scope?
//
// When in doubt, an authority covers less and a hold holds more. So an authority or a
// transfer covers what every kind of condition allows: one of its places (prefix,
// collection, list; they are alternatives), and one of its classes, and one of its cases,
// and its recorded dates, as far as each is given. A hold holds what any of them names:
// a place, or a case, or a class within the recorded dates. What is not known is in no
// class and within no dates.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/policy.h"
#include "model/scope.h"

namespace muniment {

struct ScopedItem {
  std::string_view path;
  const Classification& facts;
  bool is_listed = false;  // in the list of paths of this very scope
};

// One of many scopes that an item is in.
struct ScopeMatch {
  std::size_t number = 0;     // index
  std::size_t closeness = 0;  // as of covered_by()
  bool operator==(const ScopeMatch&) const = default;
};

// Is the scope of this reference among those that list a path?
bool is_listed_by(std::string_view reference,
                  const std::vector<std::string>& listed_by);

// How closely it fits, more is closer: the list, then the length of the longest prefix;
// 0 for the rest, and for the prefix of everything; nullopt when it is not covered. An
// empty scope covers nothing here; a transfer of everything asks `is_everything()` first.
// A list counts only where the scope says that it has one.
std::optional<std::size_t> covered_by(const Scope& scope, const ScopedItem& item);

// A list counts always: paths are added to it when held items move.
bool held_by(const Scope& scope, const ScopedItem& item);

}  // namespace muniment
