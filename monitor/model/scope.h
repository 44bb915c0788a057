// Which items an authority, a hold or a transfer is about.
//
// Owner:   plain values. Threads: any. Failure: none.
//
// In explain/scope_match.h is what it means: an authority covers what every kind of
// condition allows, a hold holds what any of them names.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/item.h"
#include "model/time.h"

namespace muniment {

struct Scope {
  std::vector<StorePath> prefixes;       // an item, or a directory with all below it
  std::vector<std::string> collections;  // bytes, as the store's template makes them
  std::vector<std::string> classes;
  std::vector<std::string> cases;
  std::optional<Time> recorded_from;  // both ends belong to it
  std::optional<Time> recorded_to;
  std::uint64_t listed_paths = 0;  // how many are listed; the list is kept apart

  bool operator==(const Scope&) const = default;

  bool names_places() const {
    return !prefixes.empty() || !collections.empty() || listed_paths > 0;
  }
  bool is_dated() const { return recorded_from || recorded_to; }
  bool is_everything() const {
    return !names_places() && classes.empty() && cases.empty() && !is_dated();
  }
};

}  // namespace muniment
