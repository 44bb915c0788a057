#include "agent/policy_record.h"

#include "reconcile/retention_review.h"

namespace muniment {

Status declare_policy(Recorder& recorder, Reader& reader,
                      const PolicyDeclared& policy) {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(policy.store));
  PolicyDeclared before;
  before.store = policy.store;
  if (record) {
    MUNIMENT_ASSIGN(const std::vector<PolicyRecord> known, reader.policies(record->id));
    if (!known.empty()) {
      before = known.back().declared;
    }
  }
  return before == policy ? ok() : recorder.record({policy});
}

Status record_review(Recorder& recorder, Reader& reader, const PolicyDeclared& policy) {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(policy.store));
  if (!record) {
    return ok();
  }
  MUNIMENT_ASSIGN(const Policy now, policy_from(policy, Time()));
  MUNIMENT_ASSIGN(
      const RetentionReviewed review,
      review_retention(reader, *record, policy.store, now, wall_clock_now()));
  MUNIMENT_ASSIGN(const RetentionReviewed before, reader.last_review(record->id));
  return review == before ? ok() : recorder.record({review});
}

}  // namespace muniment
