#include "explain/policy.h"

#include <algorithm>
#include <utility>

#include "model/printable.h"

namespace muniment {
namespace {

Result<CollectionTemplate> template_from(const PolicyDeclared& declared,
                                         const char* name, std::string_view text) {
  auto parsed = CollectionTemplate::parse(text);
  if (!parsed) {
    return Error{ErrorCode::kCorrupt, 0,
                 "policy of store " + printable(declared.store) + ": " + name + ": " +
                     parsed.error().what};
  }
  return parsed;
}

std::optional<Time> recorded_date(const Policy& policy, std::string_view path) {
  const std::string text = policy.recorded_at.apply(path);
  if (text.empty()) {
    return std::
        nullopt;  // the path is not as deep as the template asks: quick and usual
  }
  const Result<Time> time = parse_time(text);
  return time ? std::optional(time.value()) : std::nullopt;
}

}  // namespace

Result<Policy> policy_from(const PolicyDeclared& declared, Time since) {
  Policy policy;
  policy.since = since;
  MUNIMENT_ASSIGN(policy.collection,
                  template_from(declared, "collection", declared.collection));
  MUNIMENT_ASSIGN(policy.recorded_at,
                  template_from(declared, "recorded_at", declared.recorded_at));
  policy.default_class = declared.default_class;
  policy.rule = declared.rule;
  policy.classes = declared.classes;
  return policy;
}

const Policy* policy_at(const std::vector<Policy>& policies, Time time) {
  const auto later =
      std::upper_bound(policies.begin(), policies.end(), time,
                       [](Time at, const Policy& policy) { return at < policy.since; });
  return later == policies.begin() ? nullptr : &*std::prev(later);
}

Classification classify(const Policy* policy, std::string_view path,
                        const ItemRegistered* registered) {
  Classification item;
  if (registered != nullptr) {
    item.class_name = registered->class_name;
    item.recorded = registered->recorded;
    item.cases = registered->cases;
  }
  if (policy == nullptr) {
    return item;
  }
  item.collection = policy->collection.apply(path);
  if (item.class_name.empty()) {
    item.class_name = policy->default_class;
  }
  if (!item.recorded) {
    item.recorded = recorded_date(*policy, path);
  }
  return item;
}

Retention retention_of(const Policy* policy, const Classification& item) {
  if (policy == nullptr || policy->rule.empty() || item.class_name.empty()) {
    return {};
  }
  const auto found = policy->classes.find(item.class_name);
  if (found == policy->classes.end()) {
    return {};
  }
  const RetentionPeriod& period = found->second;
  if (period.unit == RetentionPeriod::Unit::kForever) {
    return {Retention::State::kForever, {}, period};
  }
  if (!item.recorded) {
    return {};
  }
  const std::optional<Time> until = end_of_period(*item.recorded, period);
  return until ? Retention{Retention::State::kUntil, *until, period}
               : Retention{Retention::State::kForever, {}, period};
}

}  // namespace muniment
