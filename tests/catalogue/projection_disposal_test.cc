// What each event of disposal leaves in the catalogue, and which of them are evidence.

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

using Words = std::vector<std::string>;

Scope full_scope() {
  Scope scope;
  scope.prefixes = {"a", "d\xff"};
  scope.collections = {"2023/07"};
  scope.classes = {"evidential", "x"};
  scope.cases = {"45AA/1"};
  scope.recorded_from = Time{-1};
  scope.recorded_to = at(9);
  scope.listed_paths = 3;
  return scope;
}

AuthorityAdded authority(std::string reference) {
  AuthorityAdded terms;
  terms.store = kStore;
  terms.reference = std::move(reference);
  terms.approved_by = "A. Lee";
  return terms;
}

HoldPlaced hold(std::string reference) {
  HoldPlaced terms;
  terms.store = kStore;
  terms.reference = std::move(reference);
  terms.scope.prefixes = {"a"};
  return terms;
}

ItemRemoved gone(StorePath path, std::string hold = "") {
  return {kStore,
          std::move(path),
          a_file(10, 1),
          at(1),
          at(2),
          at(3),
          Explanation::kUnexplained,
          "",
          "",
          std::move(hold),
          std::nullopt};
}

RemovalReconsidered again(std::uint64_t removal, Explanation explanation,
                          std::string reference = "", std::string hold = "") {
  RemovalReconsidered e;
  e.store = kStore;
  e.removal = removal;
  e.size = 10;
  e.explanation = explanation;
  e.reference = std::move(reference);
  e.hold = std::move(hold);
  return e;
}

class DisposalTest : public testing::Test {
 protected:
  EvidenceState evidence(const std::string& store = kStore) {
    Reader reader = temp.reader();
    return value_of(reader.evidence_state(temp.store_id(store)));
  }
  std::vector<AuthorityRecord> authorities() {
    Reader reader = temp.reader();
    return value_of(reader.authorities(temp.store_id()));
  }
  std::vector<HoldRecord> holds() {
    Reader reader = temp.reader();
    return value_of(reader.holds(temp.store_id()));
  }
  std::vector<TransferRecord> transfers() {
    Reader reader = temp.reader();
    return value_of(reader.transfers());
  }
  // Is `event` evidence that may explain earlier removals?
  bool is_evidence(const EventBody& event) {
    const std::uint64_t before = evidence().newest;
    temp.apply(50, {event});
    return evidence().newest > before;
  }

  TempCatalogue temp;
};

TEST_F(DisposalTest, AnAuthorityIsKeptWithAllItsTerms) {
  AuthorityAdded terms = authority("DA-1");
  terms.second_approver = "B. Moe";
  terms.from = Time{-5};
  terms.until = at(99);
  terms.max_items = 0;
  terms.max_bytes = 1'000'000'000'000;
  terms.scope = full_scope();
  terms.signed_by = {"clerk+1+x", "chief+2+y"};
  terms.document = std::string(64, 'a');
  temp.apply(7, {terms, authority("DA-2")});
  const auto all = authorities();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].terms, terms);
  EXPECT_EQ(all[0].added, at(7));
  EXPECT_EQ(all[0].revoked, std::nullopt);
  EXPECT_EQ(all[1].terms, authority("DA-2"));
}

TEST_F(DisposalTest, TheFirstRevocationCounts) {
  temp.apply(1, {authority("DA-1"), authority("DA-2")});
  temp.apply(2, {AuthorityRevoked{kStore, "DA-1", "C. Day", "wrong list"}});
  temp.apply(3, {AuthorityRevoked{kStore, "DA-1", "D. Fox", "again"},
                 AuthorityRevoked{"nas", "DA-2", "D. Fox", "another store's"}});
  const auto all = authorities();
  EXPECT_EQ(all[0].revoked, at(2));
  EXPECT_EQ(all[0].revoked_by, "C. Day");
  EXPECT_EQ(all[0].revoke_reason, "wrong list");
  EXPECT_EQ(all[1].revoked, std::nullopt);
  SummaryOptions options;
  options.now = at(9);
  EXPECT_EQ(temp.summary(options).authorities_open, 1U);
  EXPECT_EQ(temp.summary(options).authorities_expired, 1U);
}

TEST_F(DisposalTest, AHoldIsKeptWithAllItsTermsAndItsNewestCheck) {
  HoldPlaced terms = hold("H-1");
  terms.reason = "appeal";
  terms.by = "A. Lee";
  terms.requester = "CPS";
  terms.review = at(99);
  terms.scope = full_scope();
  temp.apply(5, {terms});
  EXPECT_EQ(holds().at(0).terms, terms);
  EXPECT_EQ(holds().at(0).placed, at(5));
  EXPECT_EQ(holds().at(0).checked, std::nullopt);
  temp.apply(6, {HoldChecked{kStore, "H-1", 1, 2, 3, 4}});
  temp.apply(8, {HoldChecked{kStore, "H-1", 9, 0, 1, 0}});
  EXPECT_EQ(holds()[0].checked, at(8));
  EXPECT_EQ(holds()[0].result, (HoldChecked{kStore, "H-1", 9, 0, 1, 0}));
  temp.apply(9, {HoldReleased{kStore, "H-1", "B. Moe", "over"}});
  temp.apply(10, {HoldReleased{kStore, "H-1", "X", "again"}});
  EXPECT_EQ(holds()[0].released, at(9));
  EXPECT_EQ(holds()[0].released_by, "B. Moe");
  EXPECT_EQ(holds()[0].release_reason, "over");
}

TEST_F(DisposalTest, ATransferIsKeptWithAllItsTermsAndHowItWasClosed) {
  TransferOpened terms{kStore, "nas", "T-1", "A. Lee", full_scope()};
  temp.apply(5, {terms});
  ASSERT_EQ(transfers().size(), 1U);
  EXPECT_EQ(transfers()[0].terms, terms);
  EXPECT_EQ(transfers()[0].from_id, temp.store_id());
  EXPECT_EQ(transfers()[0].to_id, temp.store_id("nas"));
  EXPECT_EQ(temp.summary().transfers_open, 1U);
  const TransferClosed closed{kStore, "T-1", "B. Moe", 1, 2, 3, 4, 5};
  temp.apply(6, {closed});
  temp.apply(7, {TransferClosed{kStore, "T-1", "X", 9, 9, 9, 9, 9}});
  EXPECT_EQ(transfers()[0].closed, at(6));
  EXPECT_EQ(transfers()[0].result, closed);
  EXPECT_EQ(temp.summary().transfers_open, 0U);
}

TEST_F(DisposalTest, PoliciesAreKeptOldestFirst) {
  PolicyDeclared first;
  first.store = kStore;
  first.collection = "{1}";
  first.recorded_at = "{1}-{2}-{3}";
  first.default_class = "a=b";
  first.rule = "mopi";
  first.classes = {{"a=b", {RetentionPeriod::Unit::kDays, 31}},
                   {"for ever", {}},
                   {"m", {RetentionPeriod::Unit::kMonths, 6}}};
  PolicyDeclared second;
  second.store = kStore;
  temp.apply(1, {first});
  temp.apply(2, {second});
  Reader reader = temp.reader();
  const auto all = value_of(reader.policies(temp.store_id()));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].declared, first);
  EXPECT_EQ(all[0].since, at(1));
  EXPECT_EQ(all[1].declared, second);
}

TEST_F(DisposalTest, TheNewestReviewOfRetentionCounts) {
  temp.apply(1, {RetentionReviewed{kStore, 1, 10, 2, 20, 3, 30, 4}});
  temp.apply(2, {RetentionReviewed{kStore, 5, 50, 6, 60, 7, 70, 8}});
  Reader reader = temp.reader();
  EXPECT_EQ(value_of(reader.last_review(temp.store_id())),
            (RetentionReviewed{kStore, 5, 50, 6, 60, 7, 70, 8}));
  const StoreSummary summary = temp.summary();
  EXPECT_EQ(summary.overdue_retention_items, 5U);
  EXPECT_EQ(summary.deletable_7d_items, 11U) << "the overdue ones among them";
  EXPECT_EQ(summary.deletable_30d_bytes, 120U);
  EXPECT_EQ(summary.undated_items, 8U);
}

TEST_F(DisposalTest, ALateAuthorityIsUsedUpByWhatItExplains) {
  temp.apply(1, {gone("a"), gone("b"), authority("DA-1")});
  temp.apply(2, {again(0, Explanation::kAuthority, "DA-1")});
  EXPECT_EQ(authorities()[0].used_items, 1U);
  EXPECT_EQ(authorities()[0].used_bytes, 10U);
  EXPECT_EQ(temp.summary().unexplained_items, 1U);
  EXPECT_EQ(temp.summary().unexplained_bytes, 10U);
}

TEST_F(DisposalTest, WhatTurnsOutToBeABreachUsesNoAuthorityUp) {
  ItemRemoved removed = gone("a");
  removed.explanation = Explanation::kAuthority;
  removed.reference = "DA-1";
  temp.apply(1,
             {authority("DA-1"), authority("DA-2"), hold("H-1"), removed, gone("b")});
  EXPECT_EQ(authorities()[0].used_items, 1U);
  temp.apply(2, {again(3, Explanation::kUnexplained, "", "H-1")});
  EXPECT_EQ(authorities()[0].used_items, 0U);
  EXPECT_EQ(authorities()[0].used_bytes, 0U);
  EXPECT_EQ(temp.summary().unexplained_items, 2U);
  temp.apply(3, {again(4, Explanation::kAuthority, "DA-1")});
  temp.apply(4, {again(4, Explanation::kAuthority, "DA-2")});
  EXPECT_EQ(authorities()[0].used_items, 0U) << "another one explains it now";
  EXPECT_EQ(authorities()[1].used_items, 1U);
}

TEST_F(DisposalTest, ABreachThatIsSeenLaterCountsAndOneThatIsNoneDoesNot) {
  temp.apply(1, {hold("H-1"), hold("H-2"), gone("a"), gone("b", "H-1")});
  EXPECT_EQ(temp.summary().hold_breaches, 1U);
  temp.apply(2, {again(2, Explanation::kUnexplained, "", "H-2")});
  EXPECT_EQ(temp.summary().hold_breaches, 2U);
  temp.apply(3, {again(3, Explanation::kUnexplained, "", "H-2")});
  EXPECT_EQ(temp.summary().hold_breaches, 2U);
  EXPECT_EQ(holds()[0].breaches, 0U);
  EXPECT_EQ(holds()[1].breaches, 2U);
  EXPECT_EQ(temp.summary().unexplained_items, 2U);
}

TEST_F(DisposalTest, ReconsideringWhatIsNoRemovalChangesNothing) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(10, 1)}, authority("DA-1")});
  temp.apply(
      2, {again(0, Explanation::kAuthority, "DA-1"), again(77, Explanation::kLogged)});
  EXPECT_EQ(temp.summary().unexplained_items, 0U);
  EXPECT_EQ(temp.summary().logged_items, 0U);
  EXPECT_EQ(authorities()[0].used_items, 0U);
}

TEST_F(DisposalTest, OnlyWhatMayExplainEarlierRemovalsIsEvidence) {
  temp.apply(1, {gone("a")});
  EXPECT_TRUE(is_evidence(authority("DA-1")));
  EXPECT_TRUE(is_evidence(TransferOpened{kStore, "nas", "T-1", "", {}}));
  EXPECT_TRUE(is_evidence(DeletionLogged{kStore, "a", at(2), "", "delete"}));
  EXPECT_EQ(evidence().newest_of_register, 0U);
  ItemRegistered row;
  row.store = kStore;
  row.path = "a";
  EXPECT_TRUE(is_evidence(row));
  EXPECT_EQ(evidence().newest_of_register, evidence().newest);

  EXPECT_FALSE(is_evidence(AuthorityRevoked{kStore, "DA-1", "", ""}));
  EXPECT_FALSE(is_evidence(hold("H-1")));
  EXPECT_FALSE(is_evidence(HoldReleased{kStore, "H-1", "", ""}));
  EXPECT_FALSE(is_evidence(PolicyDeclared{kStore, "", "", "", "", {}}));
  EXPECT_FALSE(is_evidence(RegisterImported{kStore, "f", "", 1, 1, 0, 0, 0}));
  EXPECT_FALSE(is_evidence(LogImported{kStore, "f", "", 1, 0, 0, 0}));
  EXPECT_FALSE(is_evidence(gone("b")));
}

TEST_F(DisposalTest, WhatComesToTheDestinationIsEvidenceForTheSource) {
  temp.apply(1, {TransferOpened{kStore, "nas", "T-1", "", {}}});
  CheckFinished check;
  check.store = "nas";
  EXPECT_FALSE(is_evidence(check)) << "nothing was verified";
  check.verified = 1;
  EXPECT_TRUE(is_evidence(check));
  check.store = "third";
  EXPECT_FALSE(is_evidence(check));
  check.store = kStore;
  EXPECT_FALSE(is_evidence(check)) << "the source itself explains nothing";
  ScanFinished scan;
  scan.store = "nas";
  scan.counts.removed = 1;
  EXPECT_FALSE(is_evidence(scan));
  scan.counts.moved = 1;
  EXPECT_TRUE(is_evidence(scan));
}

// A copy that could not be seen did not count.
TEST_F(DisposalTest, APlaceOfTheDestinationThatCanBeSeenAgainIsEvidence) {
  temp.apply(1, {TransferOpened{kStore, "nas", "T-1", "", {}},
                 PlaceUnobserved{"nas", "d", PlaceKind::kDirectory, "denied", {}}});
  EXPECT_TRUE(is_evidence(PlaceObserved{"nas", "d"}));
  EXPECT_FALSE(is_evidence(PlaceObserved{kStore, "d"}));
}

}  // namespace
}  // namespace muniment
