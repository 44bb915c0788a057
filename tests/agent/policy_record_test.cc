#include "agent/policy_record.h"

#include <gtest/gtest.h>

#include "temp_state.h"

namespace muniment {
namespace {

using Types = std::vector<std::string>;

PolicyDeclared policy() {
  PolicyDeclared policy;
  policy.store = "bwv";
  policy.default_class = "short";
  policy.recorded_at = "{1}";
  policy.rule = "rule";
  policy.classes = {{"short", {RetentionPeriod::Unit::kDays, 31}}};
  return policy;
}

class PolicyRecordTest : public testing::Test {
 protected:
  void declare(const PolicyDeclared& policy) {
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    EXPECT_EQ(reason(declare_policy(recorder, reader, policy)), "");
  }
  void review(const PolicyDeclared& policy) {
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    EXPECT_EQ(reason(record_review(recorder, reader, policy)), "");
  }
  // Types of what is in the ledger beyond its beginning.
  Types recorded() const {
    Types types = state.event_types();
    types.erase(types.begin());
    return types;
  }

  TempState state;
};

TEST_F(PolicyRecordTest, IsRecordedWhenItIsAnotherThanBefore) {
  declare(policy());
  declare(policy());
  EXPECT_EQ(recorded(), Types{"policy"});
  PolicyDeclared shorter = policy();
  shorter.classes["short"].count = 30;
  declare(shorter);
  declare(policy());
  EXPECT_EQ(recorded(), (Types{"policy", "policy", "policy"})) << "and back";
}

TEST_F(PolicyRecordTest, IsNotRecordedOfAStoreOfWhichNothingIsConfigured) {
  PolicyDeclared nothing;
  nothing.store = "bwv";
  declare(nothing);
  EXPECT_EQ(recorded(), Types{});
  declare(policy());
  declare(nothing);
  EXPECT_EQ(recorded(), (Types{"policy", "policy"})) << "it says no more";
}

TEST_F(PolicyRecordTest, OfOneStoreDoesNotHideAnothers) {
  declare(policy());
  PolicyDeclared other = policy();
  other.store = "nas";
  declare(other);
  EXPECT_EQ(recorded(), (Types{"policy", "policy"}));
}

TEST_F(PolicyRecordTest, AReviewIsRecordedWhenItsNumbersChange) {
  review(policy());
  EXPECT_EQ(recorded(), Types{}) << "nobody knows this store";
  state.record({added("2020-01-01/a")});
  review(policy());
  review(policy());
  EXPECT_EQ(recorded(), (Types{"added", "retention_reviewed"}));
  Reader reader = state.reader();
  EXPECT_EQ(
      value_of(reader.last_review(value_of(reader.store("bwv"))->id)).overdue_items,
      1U);
  PolicyDeclared none;
  none.store = "bwv";
  review(none);
  EXPECT_EQ(recorded().size(), 3U) << "nothing is overdue any more";
}

TEST_F(PolicyRecordTest, AReviewThatFindsNothingIsNotRecorded) {
  state.record({added("a")});
  PolicyDeclared none;
  none.store = "bwv";
  review(none);
  EXPECT_EQ(recorded(), Types{"added"});
}

}  // namespace
}  // namespace muniment
