#include "exporters/report/scope_report.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "exporters/report/concern_list.h"
#include "exporters/report/history_report.h"

namespace muniment {
namespace {

constexpr std::int64_t kNight = 1'690'336'800 * kNsPerSecond;  // 2023-07-26T02:00:00Z

Scope several() {
  Scope scope;
  scope.prefixes = {"2023/07", "x\x1b"};
  scope.classes = {"non-evidential"};
  scope.cases = {"45AA/1"};
  scope.recorded_from = Time{kNight};
  return scope;
}

TEST(Scope, OfAnAuthorityNarrowsAndOfAHoldWidens) {
  EXPECT_EQ(scope_text(several(), ScopeSense::kCovers),
            "2023/07/..., x\\x1b/..., of class non-evidential recorded from "
            "2023-07-26T02:00:00Z, of case 45AA/1");
  EXPECT_EQ(scope_text(several(), ScopeSense::kHolds),
            "2023/07/..., x\\x1b/..., and all of class non-evidential recorded from "
            "2023-07-26T02:00:00Z, and all of case 45AA/1");
  EXPECT_EQ(scope_text(Scope(), ScopeSense::kCovers), "everything");
}

TEST(Scope, LosesNothingInJson) {
  Scope scope = several();
  scope.prefixes = {"\xff"};
  Json json;
  put_scope(json, scope);
  EXPECT_EQ(json["prefixes"][0]["path_b64"], "/w==");
  EXPECT_EQ(json["cases"][0], "45AA/1");
  EXPECT_EQ(json["recorded_from"], "2023-07-26T02:00:00Z");
  EXPECT_TRUE(json["recorded_to"].is_null());
}

TEST(ALongList, IsCutAsTextAndWholeAsJson) {
  const auto lines_of = [](bool json, bool all) {
    std::string text;
    ConcernList list(
        [&](const std::string& line) {
          text += line;
          return Status(ok());
        },
        json, all);
    for (int i = 0; i < 25; ++i) {
      EXPECT_TRUE(list.add("lost", "a\n" + std::to_string(i), ""));
    }
    EXPECT_TRUE(list.finish());
    return text;
  };
  const auto count = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(count(lines_of(false, false)), 21) << "and how many more there are";
  EXPECT_NE(lines_of(false, false).find("and 5 more"), std::string::npos);
  EXPECT_EQ(count(lines_of(false, true)), 25);
  EXPECT_EQ(count(lines_of(true, false)), 25);
}

ChangeLine a_removal() {
  ChangeLine change;
  change.kind = ChangeKind::kRemoved;
  change.store = "bwv";
  change.path = "a";
  change.explanation = Explanation::kUnexplained;
  change.first_missed = Time{kNight};
  change.kept_until = Time{kNight + 5 * kNsPerSecond};
  return change;
}

TEST(Changes, SayHowEarlySomethingWent) {
  EXPECT_EQ(change_json(a_removal())["early_seconds"], 5.0);
  ChangeLine late = a_removal();
  late.kept_until = late.first_missed;
  EXPECT_TRUE(change_json(late)["early_seconds"].is_null());
}

TEST(Changes, ShowTheFirstAndTheCurrentVerdict) {
  ChangeLine change = a_removal();
  CurrentVerdict verdict;
  verdict.explanation = Explanation::kAuthority;
  verdict.reference = "DA-1";
  put_current(change, verdict);
  EXPECT_EQ(change_json(change)["explanation"], "unexplained")
      << "it was not looked at";
  verdict.reconsidered = 9;
  put_current(change, verdict);
  const Json json = change_json(change);
  EXPECT_EQ(json["explanation"], "authority");
  EXPECT_EQ(json["reference"], "DA-1");
  EXPECT_EQ(json["first_explanation"], "unexplained");
  EXPECT_NE(change_text(change).find("authority DA-1"), std::string::npos);
  EXPECT_NE(change_text(change).find("(at first unexplained)"), std::string::npos);
}

}  // namespace
}  // namespace muniment
