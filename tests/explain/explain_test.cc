// Authorities as an explanation: whose they are, how far they reach, when they are used up.

#include <gtest/gtest.h>

#include "removals.h"

namespace muniment {
namespace {

// Who explains it; "" when nobody does.
std::string explained_by(const RemovedItem& removed,
                         std::vector<AuthorityInForce> authorities) {
  const Verdict verdict = verdict_on(removed, only(std::move(authorities)));
  EXPECT_EQ(verdict.explanation == Explanation::kAuthority, !verdict.reference.empty());
  EXPECT_TRUE(verdict.explanation == Explanation::kAuthority ||
              verdict.explanation == Explanation::kUnexplained);
  return verdict.reference;
}

std::string detail_of(const RemovedItem& removed,
                      std::vector<AuthorityInForce> authorities) {
  return verdict_on(removed, only(std::move(authorities))).detail;
}

TEST(Explanation, IsThatNobodyAllowedIt) {
  EXPECT_EQ(explained_by(item("a"), {}), "");
  EXPECT_EQ(detail_of(item("a"), {}), "");
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("b")}), "");
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A")}), "") << "no scope is no scope";
}

TEST(Explanation, IsAnAuthorityThatCoversThePath) {
  EXPECT_EQ(explained_by(item("2023/07/a"), {AnAuthority("A").over("2023/07")}), "A");
  EXPECT_EQ(explained_by(item("2023/07/a"), {AnAuthority("A").over("2023/07/a")}), "A");
  EXPECT_EQ(explained_by(item("2023/07/a"), {AnAuthority("A").over("")}), "A");
  EXPECT_EQ(explained_by(item("2023/07/a"), {AnAuthority("A").over("x").over("2023")}),
            "A");
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("")}), "approved by A. Lee");
}

TEST(Explanation, GoesByPartsOfThePathAndNotByLetters) {
  EXPECT_EQ(explained_by(item("2023/07x/a"), {AnAuthority("A").over("2023/07")}), "");
  EXPECT_EQ(explained_by(item("2023/0"), {AnAuthority("A").over("2023/07")}), "");
  EXPECT_EQ(explained_by(item("20233"), {AnAuthority("A").over("2023")}), "");
}

TEST(Explanation, IsAnAuthorityThatListsThePath) {
  RemovedItem listed = item("a");
  listed.listed_by = {"B"};
  EXPECT_EQ(explained_by(listed,
                         {AnAuthority("A").with_list(), AnAuthority("B").with_list()}),
            "B");
  EXPECT_EQ(explained_by(listed, {AnAuthority("A").with_list()}), "");
  EXPECT_EQ(explained_by(listed, {AnAuthority("B")}), "") << "it has no list";
}

// It went at some moment between last seen and first missed; the edges belong to it.
TEST(Explanation, NeedsAMomentInWhichItWasAllowed) {
  const auto within = [](std::int64_t from, std::int64_t until) {
    return !explained_by(item("a"), {AnAuthority("A").over("").from(from).until(until)})
                .empty();
  };
  EXPECT_TRUE(within(0, 300));
  EXPECT_TRUE(within(120, 130));
  EXPECT_TRUE(within(0, 100));
  EXPECT_FALSE(within(0, 99));
  EXPECT_TRUE(within(200, 300));
  EXPECT_FALSE(within(201, 300));
}

TEST(Explanation, HasNoEndWhereTheAuthorityHasNone) {
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("").from(0)}), "A");
}

TEST(Explanation, SaysThatTheAuthorityCameTooLateOrIsOver) {
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("").from(201)}),
            "authority A covers it only from 1970-01-01T00:03:21Z");
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("").until(99)}),
            "authority A covered it only until 1970-01-01T00:01:39Z");
}

TEST(Explanation, IsRefusedByAnAuthorityThatIsUsedUp) {
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("").items(3, 2)}), "A");
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("").items(3, 3)}), "");
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("").items(0)}), "");
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("").items(3, 3)}),
            "authority A covers it but is used up (3 of 3 items)");
}

TEST(Explanation, IsRefusedWhenTheBytesThatAreLeftAreTooFew) {
  EXPECT_EQ(explained_by(item("a", 10), {AnAuthority("A").over("").bytes(30, 20)}),
            "A");
  EXPECT_EQ(explained_by(item("a", 11), {AnAuthority("A").over("").bytes(30, 20)}), "");
  EXPECT_EQ(explained_by(item("a", 0), {AnAuthority("A").over("").bytes(30, 30)}), "A");
  EXPECT_EQ(explained_by(item("a", 1), {AnAuthority("A").over("").bytes(30, 40)}), "");
  const std::uint64_t huge = UINT64_MAX;
  EXPECT_EQ(explained_by(item("a", huge), {AnAuthority("A").over("").bytes(30, 20)}),
            "");
  EXPECT_EQ(detail_of(item("a", 11), {AnAuthority("A").over("").bytes(30, 20)}),
            "authority A covers it but is used up (20 of 30 bytes, and it has 11)");
}

TEST(Explanation, UsesAnAuthorityUp) {
  Evidence evidence(only({AnAuthority("A").over("").items(10'000, 9'999).bytes(1000)}));
  EXPECT_EQ(explain_removal(item("a", 7), evidence).reference, "A");
  EXPECT_EQ(evidence.authorities()[0].used_items, 10'000U);
  EXPECT_EQ(evidence.authorities()[0].used_bytes, 7U);
  EXPECT_EQ(explain_removal(item("b", 7), evidence).reference, "")
      << "the 10,001st item under an authority for 10,000";
  EXPECT_EQ(evidence.authorities()[0].used_items, 10'000U);
}

TEST(Explanation, LeavesExactlyTheItemsBeyondTheAuthorityUnexplained) {
  Evidence evidence(only({AnAuthority("A").over("").items(10'000)}));
  int unexplained = 0;
  for (int i = 0; i < 10'412; ++i) {
    const Verdict verdict = explain_removal(item(std::to_string(i)), evidence);
    unexplained += verdict.explanation == Explanation::kUnexplained ? 1 : 0;
  }
  EXPECT_EQ(unexplained, 412);
  EXPECT_EQ(evidence.authorities()[0].used_items, 10'000U);
}

TEST(Explanation, CountsBytesWithoutEverStartingAgainFromZero) {
  Evidence evidence(only({AnAuthority("A").over("")}));
  explain_removal(item("a", UINT64_MAX), evidence);
  explain_removal(item("b", 2), evidence);
  EXPECT_EQ(evidence.authorities()[0].used_bytes, UINT64_MAX);
}

TEST(Explanation, IsRefusedByAnAuthorityThatWasRevokedBeforeItWent) {
  const auto revoked = [](std::int64_t seconds) {
    return explained_by(item("a"), {AnAuthority("A").over("").revoked(seconds)});
  };
  EXPECT_EQ(revoked(99), "");
  EXPECT_EQ(revoked(100), "A") << "it may have gone at that very moment";
  EXPECT_EQ(revoked(300), "A");
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("").revoked(99)}),
            "authority A covers it but was revoked on 1970-01-01T00:01:39Z");
}

TEST(Explanation, EndsWithTheEndOfAnAuthorityOrItsRevocationWhicheverIsFirst) {
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("").until(98).revoked(99)}),
            "authority A covered it only until 1970-01-01T00:01:38Z");
  EXPECT_EQ(detail_of(item("a"), {AnAuthority("A").over("").until(99).revoked(98)}),
            "authority A covers it but was revoked on 1970-01-01T00:01:38Z");
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("").until(150).revoked(99)}),
            "");
}

TEST(Explanation, IsNeverAnAuthorityThatWasRevokedBeforeItBegan) {
  EXPECT_EQ(explained_by(item("a"), {AnAuthority("A").over("").from(160).revoked(150)}),
            "");
}

TEST(Explanation, NeedsAnotherAuthorityForWhatCameBackAndWentAgain) {
  RemovedItem again = item("a");
  again.used_before = {"A"};
  EXPECT_EQ(explained_by(again, {AnAuthority("A").over("")}), "");
  EXPECT_EQ(detail_of(again, {AnAuthority("A").over("")}),
            "authority A was used for this path before: what came back and went again "
            "needs another");
  EXPECT_EQ(
      explained_by(again, {AnAuthority("A").over("a"), AnAuthority("B").over("")}),
      "B");
}

TEST(Explanation, NamesBothWhoApproved) {
  AuthorityInForce authority = AnAuthority("A").over("");
  authority.terms.second_approver = "B. Osei";
  EXPECT_EQ(detail_of(item("a"), {authority}), "approved by A. Lee and B. Osei");
}

TEST(Explanation, IsAnAuthorityForAClassOnlyWhereTheClassIsKnown) {
  ItemRegistered row;
  row.class_name = "non-evidential";
  RemovedItem registered = item("a");
  registered.registered = &row;
  const AnAuthority authority = AnAuthority("A").of_class("non-evidential");
  EXPECT_EQ(explained_by(registered, {authority}), "A");
  EXPECT_EQ(explained_by(item("a"), {authority}), "");
}

TEST(Explanation, DoesNotUseALimitedAuthorityUpWhereAnUnlimitedOneWouldDo) {
  EXPECT_EQ(explained_by(item("a/b"), {AnAuthority("L").over("a/b").items(5),
                                       AnAuthority("U").over("")}),
            "U");
  EXPECT_EQ(explained_by(item("a/b"), {AnAuthority("L").over("a/b").bytes(500),
                                       AnAuthority("U").over("")}),
            "U");
}

TEST(Explanation, PrefersTheListThenTheLongerPrefixThenTheOlderAuthority) {
  RemovedItem listed = item("a/b/c");
  listed.listed_by = {"L"};
  EXPECT_EQ(explained_by(
                listed, {AnAuthority("P").over("a/b/c"), AnAuthority("L").with_list()}),
            "L");
  EXPECT_EQ(explained_by(item("a/b/c"),
                         {AnAuthority("S").over("a"), AnAuthority("P").over("a/b")}),
            "P");
  EXPECT_EQ(explained_by(item("a/b/c"), {AnAuthority("S").over("a").over("a/b/c"),
                                         AnAuthority("P").over("a/b")}),
            "S");
  EXPECT_EQ(explained_by(item("a/b/c"),
                         {AnAuthority("1").over("a/b"), AnAuthority("2").over("a/b")}),
            "1");
}

TEST(Explanation, FallsBackOnTheNextAuthorityWhenTheBestIsUsedUp) {
  EXPECT_EQ(explained_by(item("a/b"), {AnAuthority("1").over("a/b").items(1, 1),
                                       AnAuthority("2").over("a").items(1)}),
            "2");
}

TEST(Explanation, NamesTheNewestObstaclesAndCountsTheOthers) {
  std::vector<AuthorityInForce> authorities;
  for (int i = 1; i <= 500; ++i) {
    authorities.push_back(AnAuthority(std::to_string(i)).over("").until(50));
  }
  const std::string detail = detail_of(item("a"), authorities);
  EXPECT_NE(detail.find("authority 498 "), std::string::npos) << detail;
  EXPECT_NE(detail.find("authority 500 "), std::string::npos) << detail;
  EXPECT_EQ(detail.find("authority 497 "), std::string::npos) << detail;
  EXPECT_TRUE(detail.ends_with("; and 497 older ones")) << detail;
}

}  // namespace
}  // namespace muniment
