#include "explain/scope_match.h"

#include <algorithm>
#include <string>
#include <vector>

namespace muniment {
namespace {

bool names(const std::vector<std::string>& conditions, std::string_view value) {
  return std::find(conditions.begin(), conditions.end(), value) != conditions.end();
}

// What is not known is in no class, not even in one that somebody named "".
bool is_in_class(const Scope& scope, const Classification& facts) {
  return !facts.class_name.empty() && names(scope.classes, facts.class_name);
}

bool is_in_case(const Scope& scope, const Classification& facts) {
  return std::any_of(facts.cases.begin(), facts.cases.end(),
                     [&](const std::string& one) { return names(scope.cases, one); });
}

bool is_within_dates(const Scope& scope, const Classification& facts) {
  return facts.recorded &&
         (!scope.recorded_from || *facts.recorded >= *scope.recorded_from) &&
         (!scope.recorded_to || *facts.recorded <= *scope.recorded_to);
}

bool is_below_a_prefix(const Scope& scope, std::string_view path) {
  return std::any_of(scope.prefixes.begin(), scope.prefixes.end(),
                     [&](const StorePath& prefix) { return is_under(path, prefix); });
}

std::optional<std::size_t> closeness_of_place(const Scope& scope,
                                              const ScopedItem& item) {
  if (item.is_listed && scope.listed_paths > 0) {
    return std::string::npos;
  }
  std::optional<std::size_t> best;
  for (const StorePath& prefix : scope.prefixes) {
    if (is_under(item.path, prefix)) {
      best = std::max(best.value_or(0), prefix.size());
    }
  }
  if (!best && names(scope.collections, item.facts.collection)) {
    best = 0;
  }
  return best;
}

}  // namespace

bool is_listed_by(std::string_view reference,
                  const std::vector<std::string>& listed_by) {
  return names(listed_by, reference);
}

std::optional<std::size_t> covered_by(const Scope& scope, const ScopedItem& item) {
  if (scope.is_everything() ||
      (!scope.classes.empty() && !is_in_class(scope, item.facts)) ||
      (!scope.cases.empty() && !is_in_case(scope, item.facts)) ||
      (scope.is_dated() && !is_within_dates(scope, item.facts))) {
    return std::nullopt;
  }
  return scope.names_places() ? closeness_of_place(scope, item)
                              : std::optional<std::size_t>(0);
}

bool held_by(const Scope& scope, const ScopedItem& item) {
  if (item.is_listed || is_below_a_prefix(scope, item.path) ||
      names(scope.collections, item.facts.collection) ||
      is_in_case(scope, item.facts)) {
    return true;
  }
  if (scope.classes.empty()) {
    return scope.is_dated() && is_within_dates(scope, item.facts);
  }
  return is_in_class(scope, item.facts) &&
         (!scope.is_dated() || is_within_dates(scope, item.facts));
}

}  // namespace muniment
