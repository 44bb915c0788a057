// A storage's log says who did it, not that it was allowed.

#include <gtest/gtest.h>

#include <limits>

#include "removals.h"

namespace muniment {
namespace {

DeletionLogged deletion(Time when, std::string actor = "svc-archive",
                        std::string action = "SDEL") {
  return {"bwv", "a", when, std::move(actor), std::move(action)};
}

RemovedItem logged(std::vector<DeletionLogged> deletions) {
  RemovedItem removed = item("a");
  removed.logged = std::move(deletions);
  return removed;
}

TEST(StorageLog, IsAStateOfItsOwnAndNamesTheActor) {
  const Verdict verdict = verdict_on(logged({deletion(at(150))}), {});
  EXPECT_EQ(verdict.explanation, Explanation::kLogged);
  EXPECT_EQ(verdict.reference, "");
  EXPECT_EQ(verdict.detail,
            "the storage's log says that svc-archive did it on 1970-01-01T00:02:30Z "
            "(SDEL); nobody authorised it");
}

TEST(StorageLog, NamesSomebodyWhereItHasNoActor) {
  EXPECT_EQ(verdict_on(logged({deletion(at(150), "", "")}), {}).detail,
            "the storage's log says that somebody did it on 1970-01-01T00:02:30Z; "
            "nobody authorised it");
}

TEST(StorageLog, ComesAfterEverythingThatAllowsIt) {
  const Verdict verdict =
      verdict_on(logged({deletion(at(150))}), only({AnAuthority("A").over("")}));
  EXPECT_EQ(verdict.explanation, Explanation::kAuthority);
}

TEST(StorageLog, SaysWhatStoodInTheWay) {
  const std::string detail = verdict_on(logged({deletion(at(150))}),
                                        only({AnAuthority("A").over("").until(50)}))
                                 .detail;
  EXPECT_TRUE(
      detail.ends_with("; nobody authorised it; authority A covered it only "
                       "until 1970-01-01T00:00:50Z"))
      << detail;
}

TEST(StorageLog, MayHaveAClockThatIsFiveMinutesWrongAndNoMore) {
  const Time seen{at(100).ns - kLogClockSlackNs};
  const Time gone{at(200).ns + kLogClockSlackNs};
  const auto fits = [](Time when) {
    return deletion_within({deletion(when)}, at(100), at(200)) != nullptr;
  };
  EXPECT_TRUE(fits(seen));
  EXPECT_FALSE(fits(Time{seen.ns - 1}));
  EXPECT_TRUE(fits(gone));
  EXPECT_FALSE(fits(Time{gone.ns + 1}));
}

TEST(StorageLog, CountsByItsNewestDeletionThatFits) {
  const std::vector<DeletionLogged> deletions = {deletion(at(110)), deletion(at(120)),
                                                 deletion(at(100'000))};
  EXPECT_EQ(deletion_within(deletions, at(100), at(200)), &deletions[1]);
  EXPECT_EQ(deletion_within({}, at(100), at(200)), nullptr);
}

TEST(StorageLog, FitsAtBothEndsOfTime) {
  const Time first{std::numeric_limits<std::int64_t>::min()};
  const Time last{std::numeric_limits<std::int64_t>::max()};
  const std::vector<DeletionLogged> deletions = {deletion(at(0))};
  EXPECT_NE(deletion_within(deletions, first, last), nullptr);
  EXPECT_EQ(deletion_within(deletions, last, last), nullptr);
  EXPECT_EQ(deletion_within(deletions, first, first), nullptr);
}

}  // namespace
}  // namespace muniment
