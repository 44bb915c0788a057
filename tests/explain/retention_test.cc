// The end of its retention explains a removal exactly from its first moment on.

#include <gtest/gtest.h>

#include "removals.h"

namespace muniment {
namespace {

Evidence::Input rule(std::string default_class = "non-evidential") {
  PolicyDeclared declared;
  declared.store = "bwv";
  declared.recorded_at = "{1}";
  declared.default_class = std::move(default_class);
  declared.rule = "bwv";
  declared.classes = {{"evidential", {}},
                      {"non-evidential", {RetentionPeriod::Unit::kDays, 31}},
                      {"traffic", {RetentionPeriod::Unit::kMonths, 1}},
                      {"custody", {RetentionPeriod::Unit::kYears, 7}}};
  Evidence::Input input;
  input.policies = {policy_from(declared, day("2023-01-01")).value()};
  return input;
}

RemovedItem missed(std::string path, Time first_missed) {
  RemovedItem removed = item(std::move(path));
  removed.last_seen = Time{first_missed.ns - kNsPerSecond};
  removed.first_missed = first_missed;
  return removed;
}

Verdict verdict(std::string default_class, std::string path, Time first_missed) {
  return verdict_on(missed(std::move(path), first_missed),
                    rule(std::move(default_class)));
}

TEST(Retention, ExplainsFromItsLastMomentOn) {
  const Time end = day("2023-08-04");
  const Verdict over = verdict("non-evidential", "2023-07-04/a", end);
  EXPECT_EQ(over.explanation, Explanation::kRetention);
  EXPECT_EQ(over.reference, "bwv");
  EXPECT_EQ(over.detail,
            "class non-evidential is kept 31d from the recorded date: until "
            "2023-08-04T00:00:00Z");
  EXPECT_EQ(over.kept_until, end);
  const Verdict early = verdict("non-evidential", "2023-07-04/a", Time{end.ns - 1});
  EXPECT_EQ(early.explanation, Explanation::kUnexplained);
  EXPECT_EQ(early.reference, "");
  EXPECT_EQ(early.kept_until, end);
  EXPECT_EQ(early.detail,
            "it went less than a second before the end of its retention (class "
            "non-evidential, 31d, until 2023-08-04T00:00:00Z)");
}

TEST(Retention, SaysByHowMuchItWasTooEarlyInTheLargestUnit) {
  const Time end = day("2023-08-04");
  const auto early_by = [&](std::int64_t ns) {
    const std::string detail =
        verdict("non-evidential", "2023-07-04/a", Time{end.ns - ns}).detail;
    return detail.substr(0, detail.find(" before the end"));
  };
  constexpr std::int64_t kDay = 86'400 * kNsPerSecond;
  EXPECT_EQ(early_by(12 * kDay), "it went 12 days");
  EXPECT_EQ(early_by(2 * kDay - 1), "it went 1 day");
  EXPECT_EQ(early_by(kDay - 1), "it went 23 hours");
  EXPECT_EQ(early_by(3600 * kNsPerSecond), "it went 1 hour");
  EXPECT_EQ(early_by(119 * kNsPerSecond), "it went 1 minute");
  EXPECT_EQ(early_by(59 * kNsPerSecond), "it went 59 seconds");
}

TEST(Retention, GoesByTheCalendar) {
  EXPECT_EQ(verdict("traffic", "2023-01-31/a", day("2023-02-28")).explanation,
            Explanation::kRetention);
  EXPECT_EQ(
      verdict("traffic", "2023-01-31/a", Time{day("2023-02-28").ns - 1}).explanation,
      Explanation::kUnexplained);
  EXPECT_EQ(verdict("custody", "2016-02-29/a", day("2023-02-28")).explanation,
            Explanation::kRetention);
  EXPECT_EQ(
      verdict("custody", "2016-02-29/a", Time{day("2023-02-28").ns - 1}).explanation,
      Explanation::kUnexplained);
}

TEST(Retention, NeverExplainsWhatIsKeptForEver) {
  const Verdict kept = verdict("evidential", "2003-07-04/a", day("2023-08-04"));
  EXPECT_EQ(kept.explanation, Explanation::kUnexplained);
  EXPECT_EQ(kept.detail, "class evidential is kept for ever");
  EXPECT_FALSE(kept.kept_until);
  EXPECT_EQ(verdict("evidential", "a", day("2023-08-04")).detail,
            "class evidential is kept for ever");
}

TEST(Retention, NeverExplainsWhatIsNotKnown) {
  const auto detail = [](const char* default_class, const char* path) {
    const Verdict found = verdict(default_class, path, day("2023-12-01"));
    EXPECT_EQ(found.explanation, Explanation::kUnexplained);
    EXPECT_FALSE(found.kept_until);
    return found.detail;
  };
  EXPECT_EQ(detail("", "2003-07-04/a"),
            "its class is not known, so retention explains nothing");
  EXPECT_EQ(detail("non-evidential", "a"),
            "its recorded date is not known, so retention explains nothing");
  EXPECT_EQ(detail("interview", "2003-07-04/a"),
            "the rule bwv says nothing of class interview");
}

TEST(Retention, IsSilentWhereThereIsNoRule) {
  Evidence::Input input = rule();
  input.policies[0].rule = "";
  EXPECT_EQ(verdict_on(missed("2003-07-04/a", day("2023-12-01")), input).detail, "");
}

TEST(Retention, GoesByWhatWasInForceWhenTheLossWasNoticed) {
  Evidence::Input input = rule();
  Policy shorter = input.policies[0];
  shorter.since = day("2023-07-20");
  shorter.classes["non-evidential"] = {RetentionPeriod::Unit::kDays, 7};
  input.policies.push_back(shorter);
  const auto explanation = [&](const char* first_missed) {
    return verdict_on(missed("2023-07-04/a", day(first_missed)), input).explanation;
  };
  EXPECT_EQ(explanation("2023-07-19T23:59:59Z"), Explanation::kUnexplained);
  EXPECT_EQ(explanation("2023-07-20"), Explanation::kRetention);
  EXPECT_EQ(explanation("2022-12-31"), Explanation::kUnexplained)
      << "before any policy";
}

TEST(Retention, HearsTheRegister) {
  ItemRegistered row;
  row.class_name = "evidential";
  RemovedItem removed = missed("2003-07-04/a", day("2023-08-04"));
  EXPECT_EQ(verdict_on(removed, rule()).explanation, Explanation::kRetention);
  removed.registered = &row;
  EXPECT_EQ(verdict_on(removed, rule()).explanation, Explanation::kUnexplained);
  row = {};
  row.recorded = day("2023-08-01");
  EXPECT_EQ(verdict_on(removed, rule()).explanation, Explanation::kUnexplained);
}

TEST(Retention, ComesAfterAnAuthority) {
  Evidence::Input input = rule();
  input.authorities = {AnAuthority("A").over("")};
  const Verdict found = verdict_on(missed("2003-07-04/a", day("2023-08-04")), input);
  EXPECT_EQ(found.explanation, Explanation::kAuthority);
  EXPECT_EQ(found.kept_until, day("2003-08-04"));
}

TEST(Retention, SaysWhatStoodInTheWayOfBoth) {
  Evidence::Input input = rule();
  input.authorities = {AnAuthority("A").over("").until(50)};
  EXPECT_EQ(verdict_on(missed("2023-07-04/a", day("2023-07-24")), input).detail,
            "authority A covered it only until 1970-01-01T00:00:50Z; it went 11 days "
            "before the end of its retention (class non-evidential, 31d, until "
            "2023-08-04T00:00:00Z)");
}

}  // namespace
}  // namespace muniment
