// What is asked of the catalogue for one removal, and what follows from the answers.

#include "agent/evidence_source.h"

#include <gtest/gtest.h>

#include "temp_state.h"

namespace muniment {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t kSecond = kNsPerSecond;

Digests content(std::uint8_t which) {
  Digests digests;
  digests.sha256.fill(which);
  digests.xxh3_128.fill(which);
  return digests;
}

AuthorityAdded authority(std::string reference) {
  AuthorityAdded terms;
  terms.store = "bwv";
  terms.reference = std::move(reference);
  terms.approved_by = "A. Lee";
  terms.scope.prefixes = {"d"};
  return terms;
}

HoldPlaced hold(std::string reference) {
  HoldPlaced terms;
  terms.store = "bwv";
  terms.reference = std::move(reference);
  return terms;
}

ItemRegistered row(std::string path, std::string reference) {
  ItemRegistered row;
  row.store = "bwv";
  row.path = std::move(path);
  row.cases = {std::move(reference)};
  return row;
}

ItemRegistered by_identifier(std::string identifier, std::string reference) {
  ItemRegistered row;
  row.store = "bwv";
  row.cases = {std::move(reference)};
  row.identifier = std::move(identifier);
  return row;
}

class EvidenceSourceTest : public testing::Test {
 protected:
  EvidenceSourceTest() { state.record({added("d/a")}); }

  Time now() const { return Time{state.events().back().time.ns + kSecond}; }
  // An item of `path` that goes now.
  Candidate leaving(std::string path) const {
    Candidate item = candidate(std::move(path));
    item.first_seen = Time{1};
    item.last_seen = now();
    return item;
  }
  // Uses a new source, as a scan does.
  Verdict explain(const Candidate& item, std::optional<std::uint64_t> seq = {}) const {
    Reader reader = state.reader();
    EvidenceSource source = load(reader);
    return value_of(source.explain(item, Time{item.last_seen.ns + 1}, seq));
  }
  EvidenceSource load(Reader& reader) const {
    return value_of(EvidenceSource::load(
        reader, value_of(reader.store("bwv"))->id,
        {state.directory().catalogue(), state.directory().path()}));
  }
  // What has been recorded as gone under an authority.
  void record_gone(const std::string& path, const std::string& reference) const {
    const Candidate item = leaving(path);
    state.record(
        {ItemRemoved{"bwv", item.path, item.facts, item.first_seen, item.last_seen,
                     Time{item.last_seen.ns + 1}, Explanation::kAuthority, reference,
                     "", "", std::nullopt}});
  }
  Words to_follow(const std::string& from, const std::string& to) const {
    Reader reader = state.reader();
    EvidenceSource source = load(reader);
    ItemMoved moved;
    moved.store = "bwv";
    moved.from = from;
    moved.path = to;
    return value_of(source.holds_to_follow(moved));
  }

  TempState state;
};

TEST_F(EvidenceSourceTest, WithoutAnyEvidenceNothingIsExplained) {
  const Verdict verdict = explain(leaving("d/a"));
  EXPECT_EQ(verdict.explanation, Explanation::kUnexplained);
  EXPECT_EQ(verdict.detail, "");
}

TEST_F(EvidenceSourceTest, AnAuthorityIsUsedUpWithinOneJob) {
  AuthorityAdded terms = authority("DA-1");
  terms.max_items = 2;
  state.record({terms});
  Reader reader = state.reader();
  EvidenceSource source = load(reader);
  std::string all;
  for (const char* const path : {"d/1", "d/2", "d/3"}) {
    all += name_of(value_of(source.explain(leaving(path), now())).explanation);
    all += ' ';
  }
  EXPECT_EQ(all, "authority authority unexplained ");
}

TEST_F(EvidenceSourceTest, AListAndTheCaseOfTheRegisterCount) {
  AuthorityAdded terms = authority("DA-1");
  terms.scope.prefixes.clear();
  terms.scope.listed_paths = 1;
  terms.scope.cases = {"C-1"};
  state.record({AuthorityPaths{"bwv", "DA-1", {"d/a", "d/b"}}, terms});
  state.record({row("d/a", "C-1"), row("d/b", "C-2"), row("d/c", "C-1")});
  EXPECT_EQ(explain(leaving("d/a")).reference, "DA-1");
  EXPECT_EQ(explain(leaving("d/b")).reference, "") << "of another case";
  EXPECT_EQ(explain(leaving("d/c")).reference, "") << "not listed";
}

TEST_F(EvidenceSourceTest, WhatCameBackAndGoesAgainNeedsAnotherAuthority) {
  state.record({authority("DA-1")});
  record_gone("d/a", "DA-1");
  Candidate again = leaving("d/a");
  again.first_seen = now();
  again.last_seen = Time{again.first_seen.ns + 1};
  EXPECT_EQ(explain(again).explanation, Explanation::kUnexplained);
  EXPECT_NE(explain(again).detail.find("used for this path before"), std::string::npos);
  EXPECT_EQ(explain(leaving("d/other")).reference, "DA-1");
  state.record({authority("DA-2")});
  EXPECT_EQ(explain(again).reference, "DA-2");
}

// An item that moves keeps the time at which it was seen first.
TEST_F(EvidenceSourceTest, WhatMovedToWhereAnAuthorityWasUsedNeedsAnotherOne) {
  state.record({authority("DA-1")});
  record_gone("d/a", "DA-1");
  state.record({ItemMoved{"bwv", "d/a", "old", candidate("old").facts}});
  EXPECT_EQ(explain(leaving("d/a")).explanation, Explanation::kUnexplained);
}

TEST_F(EvidenceSourceTest, ARemovalIsNotAReplayOfItself) {
  state.record({authority("DA-1")});
  record_gone("d/a", "DA-1");
  const std::uint64_t seq = state.events().size() - 1;
  EXPECT_EQ(explain(leaving("d/a"), seq).reference, "DA-1");
  EXPECT_EQ(explain(leaving("d/a"), seq + 1).explanation, Explanation::kUnexplained);
}

TEST_F(EvidenceSourceTest, ACopyCountsOnlyWhenItWasReadSinceTheTransferWasOpened) {
  ItemAdded copy = added("elsewhere");
  copy.store = "nas";
  copy.facts.digests = content(7);
  state.record({copy});
  state.record({TransferOpened{"bwv", "nas", "T-1", "A. Lee", {}}});
  Candidate item = leaving("d/a");
  item.facts.digests = content(7);
  EXPECT_EQ(explain(item).explanation, Explanation::kUnexplained);
  state.record({ItemsVerified{"nas", "", {"elsewhere"}}});
  EXPECT_EQ(explain(item).reference, "T-1");
  item.facts.digests = content(8);
  EXPECT_EQ(explain(item).explanation, Explanation::kUnexplained) << "other content";
}

TEST_F(EvidenceSourceTest, ACopyWhereNobodyCanLookIsNoCopy) {
  state.record({TransferOpened{"bwv", "nas", "T-1", "A. Lee", {}}});
  ItemAdded copy = added("shut/a");
  copy.store = "nas";
  copy.facts.digests = content(7);
  state.record({copy});
  Candidate item = leaving("d/a");
  item.facts.digests = content(7);
  EXPECT_EQ(explain(item).reference, "T-1");
  state.record({PlaceUnobserved{"nas", "shut", PlaceKind::kDirectory, "denied", {}}});
  EXPECT_EQ(explain(item).explanation, Explanation::kUnexplained);
}

TEST_F(EvidenceSourceTest, ALinkWasTakenAlongWhenTheSameStandsAtTheDestination) {
  state.record({TransferOpened{"bwv", "nas", "T-1", "A. Lee", {}}});
  ItemAdded copy = added("d/link");
  copy.store = "nas";
  copy.facts.type = ItemType::kSymlink;
  copy.facts.digests.reset();
  copy.facts.link_target = "a";
  state.record({copy});
  Candidate link = leaving("d/link");
  link.facts = copy.facts;
  EXPECT_EQ(explain(link).reference, "T-1");
  link.facts.link_target = "b";
  EXPECT_EQ(explain(link).explanation, Explanation::kUnexplained);
}

TEST_F(EvidenceSourceTest, TransfersOfOtherStoresExplainNothingHere) {
  state.record({TransferOpened{"other", "nas", "T-1", "A. Lee", {}}});
  ItemAdded copy = added("a");
  copy.store = "nas";
  copy.facts.digests = content(7);
  state.record({copy});
  Candidate item = leaving("d/a");
  item.facts.digests = content(7);
  EXPECT_EQ(explain(item).explanation, Explanation::kUnexplained);
}

TEST_F(EvidenceSourceTest, AShortenedPeriodDoesNotExplainWhatWentBefore) {
  PolicyDeclared policy;
  policy.store = "bwv";
  policy.default_class = "x";
  policy.rule = "rule";
  policy.classes = {{"x", {RetentionPeriod::Unit::kYears, 200}}};
  state.record({policy});
  ItemRegistered dated = row("d/a", "C-1");
  dated.recorded = Time{0};
  state.record({dated});
  const Candidate item = leaving("d/a");
  policy.classes = {{"x", {RetentionPeriod::Unit::kDays, 1}}};
  state.record({policy});
  Candidate early = item;
  early.last_seen = Time{state.events().at(3).time.ns - 2};
  EXPECT_EQ(explain(early).explanation, Explanation::kUnexplained);
  EXPECT_EQ(explain(leaving("d/a")).explanation, Explanation::kRetention);
  Reader reader = state.reader();
  EvidenceSource source = load(reader);
  EXPECT_FALSE(value_of(source.is_past_retention(early, early.last_seen)));
  EXPECT_TRUE(value_of(source.is_past_retention(item, now())));
}

TEST_F(EvidenceSourceTest, AHoldFollowsWhatItNamesByPlace) {
  HoldPlaced by_place = hold("H-1");
  by_place.scope.prefixes = {"d"};
  HoldPlaced by_list = hold("H-2");
  by_list.scope.listed_paths = 1;
  state.record({by_place, HoldPaths{"bwv", "H-2", {"d/a"}}, by_list});
  EXPECT_EQ(to_follow("d/a", "e/a"), (Words{"H-1", "H-2"}));
  EXPECT_EQ(to_follow("d/a", "d/b"), Words{"H-2"}) << "H-1 holds it there, too";
  EXPECT_EQ(to_follow("x", "y"), Words{});
  state.record({HoldReleased{"bwv", "H-1", "A. Lee", "over"}});
  EXPECT_EQ(to_follow("d/a", "e/a"), Words{"H-2"});
}

TEST_F(EvidenceSourceTest, AHoldByCaseNeedsNoListWhereTheRegisterFollows) {
  HoldPlaced by_case = hold("H-1");
  by_case.scope.cases = {"C-1"};
  state.record({by_case, row("d/a", "C-1")});
  EXPECT_EQ(to_follow("d/a", "e/a"), Words{});
  EXPECT_EQ(to_follow("d/b", "e/b"), Words{});
}

TEST_F(EvidenceSourceTest, AHoldByCaseFollowsToWhereTheRegisterKnowsAnotherItem) {
  HoldPlaced by_case = hold("H-1");
  by_case.scope.cases = {"C-1"};
  state.record({by_case, row("d/a", "C-1"), row("e/a", "C-2")});
  EXPECT_EQ(to_follow("d/a", "e/a"), Words{"H-1"});
}

TEST_F(EvidenceSourceTest, AHoldByCaseFollowsAnItemThatLosesTheNameTheRegisterKnows) {
  HoldPlaced by_case = hold("H-1");
  by_case.scope.cases = {"C-1"};
  state.record({by_case, by_identifier("clip-1", "C-1")});
  EXPECT_EQ(to_follow("d/clip-1.mp4", "e/clip-1.mp4"), Words{});
  EXPECT_EQ(to_follow("d/clip-1.mp4", "d/renamed.mp4"), Words{"H-1"});
}

TEST_F(EvidenceSourceTest, KnowsWhetherThereAreHoldsAtAll) {
  Reader reader = state.reader();
  EXPECT_FALSE(load(reader).has_holds());
  state.record({hold("H-1")});
  EXPECT_TRUE(load(reader).has_holds());
}

}  // namespace
}  // namespace muniment
