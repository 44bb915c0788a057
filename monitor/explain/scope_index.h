// Finds, among many scopes, the few that an item may be in, with a few look-ups for each
// item however many scopes there are.
//
// What it finds is exactly what held_by() would (scope_match.h), and what covered_by()
// would of scopes of one kind of condition; of a scope of several kinds it looks at one,
// and covered_by() must be asked about what it finds.
//
// Owner:   an Evidence. Threads: any, once it is sorted. Failure: none.

#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "explain/policy.h"
#include "explain/recorded_ranges.h"
#include "explain/scope_match.h"
#include "model/scope.h"

namespace muniment {

// By text, and asked for without a copy of it.
struct TextHash {
  // NOLINTNEXTLINE(readability-identifier-naming): the library asks for this name
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

class ScopeIndex {
 public:
  // Of covered_by(): every kind of condition must hold, one of them is looked for. Is
  // that all there is to ask?
  bool add_covering(const Scope& scope, std::string_view reference, std::size_t number);
  // Of held_by(): any condition may hold.
  void add_holding(const Scope& scope, std::string_view reference, std::size_t number);

  // After the last add and before the first find().
  void sort();

  // Ascending, each once. `listed_by` are the references that list the path.
  std::vector<ScopeMatch> find(std::string_view path, const Classification& facts,
                               const std::vector<std::string>& listed_by) const;

 private:
  using Numbers = std::vector<std::size_t>;

  void add_prefixes_and_collections(const Scope& scope, std::size_t number);
  void add_cases(const Scope& scope, std::size_t number);
  void add_classes_and_dates(const Scope& scope, std::size_t number);
  void find_prefixes(std::string_view path, std::vector<ScopeMatch>& found) const;
  Numbers numbers_by_facts(const Classification& facts) const;

  TextMap<Numbers> references_;
  TextMap<Numbers> prefixes_;
  TextMap<Numbers> collections_;
  TextMap<Numbers> cases_;
  TextMap<RecordedRanges> classes_;
  RecordedRanges any_class_;
};

}  // namespace muniment
