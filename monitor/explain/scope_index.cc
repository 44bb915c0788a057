#include "explain/scope_index.h"

#include <algorithm>

namespace muniment {
namespace {

using Numbers = std::vector<std::size_t>;
using Found = std::vector<ScopeMatch>;

const Numbers& numbers_of(const TextMap<Numbers>& map, std::string_view key) {
  static const Numbers kNone;
  const auto found = map.find(key);
  return found == map.end() ? kNone : found->second;
}

void append(Numbers& all, const Numbers& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void append(Found& all, const Numbers& numbers, std::size_t closeness) {
  if (all.empty()) {
    all.reserve(numbers.size());
  }
  for (const std::size_t number : numbers) {
    all.push_back({number, closeness});
  }
}

// Ascending, and of several for one number the closest.
void sort_out(Found& all) {
  const auto before = [](const ScopeMatch& a, const ScopeMatch& b) {
    return a.number != b.number ? a.number < b.number : a.closeness > b.closeness;
  };
  if (!std::is_sorted(all.begin(), all.end(), before)) {
    std::sort(all.begin(), all.end(), before);
  }
  const auto same = [](const ScopeMatch& a, const ScopeMatch& b) {
    return a.number == b.number;
  };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
}

bool names_the_root(const Scope& scope) {
  return std::any_of(scope.prefixes.begin(), scope.prefixes.end(),
                     [](const StorePath& prefix) { return prefix.empty(); });
}

}  // namespace

bool ScopeIndex::add_covering(const Scope& scope, std::string_view reference,
                              std::size_t number) {
  const bool by_facts = !scope.classes.empty() || scope.is_dated();
  const int kinds = (scope.names_places() ? 1 : 0) + (scope.cases.empty() ? 0 : 1) +
                    (by_facts ? 1 : 0);
  if (!scope.cases.empty()) {
    add_cases(scope, number);  // few items have the same: the shortest way
  } else if (scope.names_places() && !(by_facts && names_the_root(scope))) {
    add_prefixes_and_collections(scope, number);
    if (scope.listed_paths > 0) {
      references_[std::string(reference)].push_back(number);
    }
  } else {
    add_classes_and_dates(scope, number);
  }
  return kinds <= 1;
}

void ScopeIndex::add_holding(const Scope& scope, std::string_view reference,
                             std::size_t number) {
  references_[std::string(reference)].push_back(number);
  add_prefixes_and_collections(scope, number);
  add_cases(scope, number);
  add_classes_and_dates(scope, number);
}

void ScopeIndex::add_prefixes_and_collections(const Scope& scope, std::size_t number) {
  for (const StorePath& prefix : scope.prefixes) {
    prefixes_[prefix].push_back(number);
  }
  for (const std::string& collection : scope.collections) {
    collections_[collection].push_back(number);
  }
}

void ScopeIndex::add_cases(const Scope& scope, std::size_t number) {
  for (const std::string& one : scope.cases) {
    cases_[one].push_back(number);
  }
}

void ScopeIndex::add_classes_and_dates(const Scope& scope, std::size_t number) {
  for (const std::string& name : scope.classes) {
    if (name.empty()) {
      continue;  // what is not known is in no class
    }
    classes_[name].add(scope.recorded_from, scope.recorded_to, number);
  }
  if (scope.classes.empty() && scope.is_dated()) {
    any_class_.add(scope.recorded_from, scope.recorded_to, number);
  }
}

void ScopeIndex::sort() {
  for (auto& [name, ranges] : classes_) {
    ranges.sort();
  }
  any_class_.sort();
}

// is_under() is true of the path itself, of each of its parents, and of the root.
void ScopeIndex::find_prefixes(std::string_view path, Found& found) const {
  if (prefixes_.empty()) {
    return;
  }
  for (; !path.empty(); path = parent_of(path)) {
    append(found, numbers_of(prefixes_, path), path.size());
  }
  append(found, numbers_of(prefixes_, ""), 0);
}

std::vector<std::size_t> ScopeIndex::numbers_by_facts(
    const Classification& facts) const {
  Numbers numbers = numbers_of(collections_, facts.collection);
  for (const std::string& one : facts.cases) {
    append(numbers, numbers_of(cases_, one));
  }
  if (const auto found = classes_.find(facts.class_name); found != classes_.end()) {
    found->second.find(facts.recorded, numbers);
  }
  any_class_.find(facts.recorded, numbers);
  return numbers;
}

std::vector<ScopeMatch> ScopeIndex::find(
    std::string_view path, const Classification& facts,
    const std::vector<std::string>& listed_by) const {
  Found found;
  for (const std::string& reference : listed_by) {
    append(found, numbers_of(references_, reference), std::string::npos);
  }
  find_prefixes(path, found);
  append(found, numbers_by_facts(facts), 0);
  sort_out(found);
  return found;
}

}  // namespace muniment
