#include "app/policy_settings.h"

namespace muniment {

PolicyDeclared policy_of(const Config& config, const StoreConfig& store) {
  PolicyDeclared policy;
  policy.store = store.name;
  policy.collection = store.collection.text();
  policy.recorded_at = store.recorded_at;
  policy.default_class = store.class_name;
  policy.rule = store.retention;
  for (const RetentionConfig& rule : config.retention) {
    if (rule.name == store.retention) {
      policy.classes = rule.classes;
    }
  }
  return policy;
}

}  // namespace muniment
