// What a hold keeps must not go, whoever allows it.

#include <gtest/gtest.h>

#include "removals.h"

namespace muniment {
namespace {

Evidence::Input held(HoldInForce hold) {
  Evidence::Input input;
  input.holds.push_back(std::move(hold));
  return input;
}

TEST(Hold, MakesARemovalUnexplainedAndABreach) {
  const Verdict verdict = verdict_on(item("a/b"), held(AHold("H-1").over("a")));
  EXPECT_EQ(verdict.explanation, Explanation::kUnexplained);
  EXPECT_TRUE(verdict.is_breach());
  EXPECT_EQ(verdict.hold, "H-1");
  EXPECT_EQ(verdict.reference, "");
  EXPECT_EQ(verdict.detail, "breaches hold H-1 (appeal)");
  EXPECT_EQ(verdict_on(item("a"), held(AHold("H-1", "").over("a"))).detail,
            "breaches hold H-1");
}

TEST(Hold, HoldsNothingElse) {
  const Verdict verdict = verdict_on(item("b"), held(AHold("H-1").over("a")));
  EXPECT_FALSE(verdict.is_breach());
  EXPECT_EQ(verdict.hold, "");
}

TEST(Hold, HoldsByCaseAndByList) {
  ItemRegistered row;
  row.cases = {"C/7"};
  RemovedItem removed = item("a");
  removed.registered = &row;
  EXPECT_EQ(verdict_on(removed, held(AHold("H").of_case("C/7"))).hold, "H");
  EXPECT_EQ(verdict_on(removed, held(AHold("H").of_case("C/8"))).hold, "");
  RemovedItem listed = item("a");
  listed.held_by = {"H"};
  EXPECT_EQ(verdict_on(listed, held(AHold("H"))).hold, "H");
  EXPECT_EQ(verdict_on(listed, held(AHold("I"))).hold, "");
}

TEST(Hold, IsBreachedWhenItWasInForceAtSomeMomentOfTheLoss) {
  const auto is_breach = [](const AHold& hold) {
    return verdict_on(item("a"), held(hold)).is_breach();
  };
  EXPECT_TRUE(is_breach(AHold("H").over("").placed(200)));
  EXPECT_FALSE(is_breach(AHold("H").over("").placed(201)));
  EXPECT_TRUE(is_breach(AHold("H").over("").placed(0).released(100)));
  EXPECT_FALSE(is_breach(AHold("H").over("").placed(0).released(99)));
  EXPECT_TRUE(is_breach(AHold("H").over("").placed(140).released(150)));
}

TEST(Hold, IsNamedByTheOldestOfSeveral) {
  Evidence::Input input;
  input.holds = {AHold("released").over("").placed(0).released(10),
                 AHold("elsewhere").over("b").placed(20),
                 AHold("older").over("").placed(30),
                 AHold("newer").over("").placed(40)};
  EXPECT_EQ(verdict_on(item("a"), input).hold, "older");
}

TEST(Hold, IsStrongerThanAnAuthorityAndUsesNothingUp) {
  Evidence::Input input = held(AHold("H").over("a"));
  input.authorities = {AnAuthority("A").over("").items(1)};
  Evidence evidence(std::move(input));
  const Verdict verdict = explain_removal(item("a"), evidence);
  EXPECT_EQ(verdict.explanation, Explanation::kUnexplained);
  EXPECT_EQ(verdict.reference, "");
  EXPECT_EQ(verdict.detail,
            "breaches hold H (appeal); although authority A covers it (approved by A. "
            "Lee)");
  EXPECT_EQ(evidence.authorities()[0].used_items, 0U);
  EXPECT_EQ(evidence.authorities()[0].used_bytes, 0U);
  EXPECT_EQ(explain_removal(item("b"), evidence).reference, "A");
}

TEST(Hold, IsStrongerThanATransferAndSaysThatACopyIsThere) {
  Evidence::Input input = held(AHold("H").over("a"));
  input.transfers = {ATransfer("T")};
  RemovedItem removed = item("a");
  removed.copies = {{"T", at(150)}};
  EXPECT_EQ(
      verdict_on(removed, input).detail,
      "breaches hold H (appeal); although transfer T took it (verified at archive "
      "on 1970-01-01T00:02:30Z)");
}

TEST(Hold, IsStrongerThanTheEndOfRetention) {
  PolicyDeclared declared;
  declared.rule = "bwv";
  declared.default_class = "routine";
  declared.recorded_at = "{1}";
  declared.classes = {{"routine", {RetentionPeriod::Unit::kDays, 1}}};
  Evidence::Input input = held(AHold("H").over(""));
  input.policies = {policy_from(declared, at(0)).value()};
  RemovedItem removed = item("1969-12-01/a");
  const Verdict verdict = verdict_on(removed, input);
  EXPECT_EQ(verdict.explanation, Explanation::kUnexplained);
  EXPECT_EQ(verdict.kept_until, day("1969-12-02"));
  EXPECT_EQ(verdict.detail,
            "breaches hold H (appeal); although rule bwv allows it (class routine is "
            "kept 1d from the recorded date: until 1969-12-02T00:00:00Z)");
}

TEST(Hold, IsBreachedBySomebodyWhereALogSaysWho) {
  RemovedItem removed = item("a");
  removed.logged = {{"bwv", "a", at(150), "root", "SDEL"}};
  EXPECT_EQ(verdict_on(removed, held(AHold("H").over(""))).detail,
            "breaches hold H (appeal); the storage's log says that root did it on "
            "1970-01-01T00:02:30Z (SDEL); nobody authorised it");
}

}  // namespace
}  // namespace muniment
