#include "explain/policy.h"

#include <gtest/gtest.h>

#include "removals.h"

namespace muniment {
namespace {

PolicyDeclared declared() {
  PolicyDeclared policy;
  policy.store = "bwv";
  policy.collection = "{1}/{2}";
  policy.recorded_at = "{1}-{2}-{3}";
  policy.default_class = "evidential";
  policy.rule = "bwv";
  policy.classes = {{"evidential", {}},
                    {"non-evidential", {RetentionPeriod::Unit::kDays, 31}},
                    {"traffic", {RetentionPeriod::Unit::kMonths, 1}},
                    {"custody", {RetentionPeriod::Unit::kYears, 7}},
                    {"endless", {RetentionPeriod::Unit::kYears, 900}}};
  return policy;
}

Policy policy() {
  return policy_from(declared(), at(0)).value();
}

TEST(Policy, IsWhatWasDeclared) {
  const Policy made = policy_from(declared(), at(7)).value();
  EXPECT_EQ(made.since, at(7));
  EXPECT_EQ(made.collection.text(), "{1}/{2}");
  EXPECT_EQ(made.recorded_at.text(), "{1}-{2}-{3}");
  EXPECT_EQ(made.default_class, "evidential");
  EXPECT_EQ(made.rule, "bwv");
  EXPECT_EQ(made.classes, declared().classes);
}

TEST(Policy, IsRefusedWithATemplateThatIsNone) {
  PolicyDeclared wrong = declared();
  wrong.recorded_at = "{1";
  const auto refused = policy_from(wrong, at(0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(refused.error().what,
            "policy of store bwv: recorded_at: \"{1\" is not a path template: a brace "
            "without its partner");
  wrong = declared();
  wrong.collection = "{0}";
  EXPECT_FALSE(policy_from(wrong, at(0)));
}

TEST(Policy, IsTheNewestThatWasInForce) {
  const std::vector<Policy> policies = {policy_from(declared(), at(10)).value(),
                                        policy_from(declared(), at(20)).value()};
  EXPECT_EQ(policy_at(policies, Time{at(10).ns - 1}), nullptr);
  EXPECT_EQ(policy_at(policies, at(10)), &policies[0]);
  EXPECT_EQ(policy_at(policies, Time{at(20).ns - 1}), &policies[0]);
  EXPECT_EQ(policy_at(policies, at(20)), &policies[1]);
  EXPECT_EQ(policy_at(policies, at(1000)), &policies[1]);
  EXPECT_EQ(policy_at({}, at(10)), nullptr);
}

TEST(Classification, HearsTheRegisterFirst) {
  ItemRegistered row;
  row.class_name = "non-evidential";
  row.recorded = day("2023-02-03T10:00:00Z");
  row.cases = {"C/1", "C/2"};
  const Policy in_force = policy();
  const Classification item = classify(&in_force, "2023/07/04/a", &row);
  EXPECT_EQ(item.collection, "2023/07");
  EXPECT_EQ(item.class_name, "non-evidential");
  EXPECT_EQ(item.recorded, day("2023-02-03T10:00:00Z"));
  EXPECT_EQ(item.cases, row.cases);
}

TEST(Classification, FallsBackOnThePathAndTheDefault) {
  const Policy in_force = policy();
  const ItemRegistered silent;
  for (const ItemRegistered* row :
       {static_cast<const ItemRegistered*>(nullptr), &silent}) {
    const Classification item = classify(&in_force, "2023/07/04/a", row);
    EXPECT_EQ(item.collection, "2023/07");
    EXPECT_EQ(item.class_name, "evidential");
    EXPECT_EQ(item.recorded, day("2023-07-04"));
    EXPECT_TRUE(item.cases.empty());
  }
}

TEST(Classification, KnowsNoDateWhereThePathHasNone) {
  const Policy in_force = policy();
  for (const char* path : {"a", "2023/07/a", "2023/02/30/a", "2023/7/4/a", "x/y/z/a",
                           "2023/07/04x/a", "2300/01/01/a", "/2023/07/04/a"}) {
    EXPECT_FALSE(classify(&in_force, path, nullptr).recorded) << path;
  }
}

TEST(Classification, TakesATimeFromThePath) {
  PolicyDeclared timed = declared();
  timed.recorded_at = "{1}T{2}:00:00Z";
  const Policy in_force = policy_from(timed, at(0)).value();
  EXPECT_EQ(classify(&in_force, "2023-07-04/13/a", nullptr).recorded,
            day("2023-07-04T13:00:00Z"));
}

TEST(Classification, HearsTheRegisterAloneWhereNothingWasDeclared) {
  ItemRegistered row;
  row.recorded = at(5);
  const Classification item = classify(nullptr, "2023/07/04/a", &row);
  EXPECT_EQ(item.recorded, at(5));
  EXPECT_EQ(item.collection, "");
  EXPECT_EQ(item.class_name, "");
  EXPECT_FALSE(classify(nullptr, "2023/07/04/a", nullptr).recorded);
}

Retention retention(std::string class_name, std::optional<Time> recorded) {
  const Policy in_force = policy();
  return retention_of(&in_force, {"", std::move(class_name), recorded, {}});
}

TEST(Retention, EndsByTheCalendar) {
  const auto until = [](const char* class_name, const char* recorded) {
    const Retention found = retention(class_name, day(recorded));
    EXPECT_EQ(found.state, Retention::State::kUntil);
    return found.until;
  };
  EXPECT_EQ(until("non-evidential", "2023-07-04T10:00:00Z"),
            day("2023-08-04T10:00:00Z"));
  EXPECT_EQ(until("traffic", "2023-01-31"), day("2023-02-28"));
  EXPECT_EQ(until("custody", "2020-02-29"), day("2027-02-28"));
}

TEST(Retention, IsUnknownWhereClassOrDateOrRuleIs) {
  EXPECT_EQ(retention("", day("2023-07-04")).state, Retention::State::kUnknown);
  EXPECT_EQ(retention("non-evidential", {}).state, Retention::State::kUnknown);
  EXPECT_EQ(retention("no such", day("2023-07-04")).state, Retention::State::kUnknown);
  const Classification known{"", "non-evidential", day("2023-07-04"), {}};
  EXPECT_EQ(retention_of(nullptr, known).state, Retention::State::kUnknown);
  Policy without_rule = policy();
  without_rule.rule = "";
  EXPECT_EQ(retention_of(&without_rule, known).state, Retention::State::kUnknown);
}

TEST(Retention, OfAClassNamedNothingIsUnknown) {
  Policy odd = policy();
  odd.classes[""] = {RetentionPeriod::Unit::kDays, 1};
  EXPECT_EQ(retention_of(&odd, {"", "", day("2023-07-04"), {}}).state,
            Retention::State::kUnknown);
}

TEST(Retention, IsForEverWithAndWithoutADate) {
  EXPECT_EQ(retention("evidential", day("2023-07-04")).state,
            Retention::State::kForever);
  EXPECT_EQ(retention("evidential", {}).state, Retention::State::kForever);
  EXPECT_EQ(retention("endless", day("2023-07-04")).state, Retention::State::kForever);
}

}  // namespace
}  // namespace muniment
