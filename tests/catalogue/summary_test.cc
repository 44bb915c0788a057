#include "catalogue/summary.h"

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

ScanFinished scan(ScanOutcome outcome, std::int64_t started, std::string reason = "") {
  ScanCounts counts;
  counts.not_observed = 4;
  counts.in_flight = 2;
  return {kStore, outcome, at(started), counts, std::move(reason)};
}

TEST(Summary, OfNothingIsEmpty) {
  const TempCatalogue temp;
  const Summary summary = temp.reader().summary({}).value();
  EXPECT_TRUE(summary.stores.empty());
  EXPECT_EQ(summary.ledger_size, 0U);
  EXPECT_EQ(summary.last_event, std::nullopt);
}

TEST(Summary, OfAStoreThatWasOnlyEnrolledIsThatItWasNeverScanned) {
  TempCatalogue temp;
  const StoreIdentity identity{"ext4", "ab", 2, at(1), "1:02", "/dev/\xff"};
  temp.apply(1, {StoreEnrolled{kStore, identity, "", ""}});
  EXPECT_EQ(temp.summary().state, StoreState::kNeverScanned);
  EXPECT_EQ(temp.summary().identity, identity);
  EXPECT_EQ(temp.reader().store(kStore).value()->identity, identity);
}

TEST(Summary, TellsTheLastCompleteScanFromTheLastOne) {
  TempCatalogue temp;
  temp.apply(20, {scan(ScanOutcome::kComplete, 10)});
  temp.apply(40, {scan(ScanOutcome::kIncomplete, 30, "closed")});
  StoreSummary store = temp.summary();
  EXPECT_EQ(store.state, StoreState::kAvailable);
  EXPECT_EQ(store.state_reason, "closed");
  EXPECT_EQ(store.last_complete_scan, at(20));
  EXPECT_EQ(store.last_scan, at(40));
  EXPECT_DOUBLE_EQ(store.last_scan_seconds, 10);
  EXPECT_EQ(store.not_observed_items, 4U);
  EXPECT_EQ(store.in_flight_items, 2U);
  temp.apply(60, {scan(ScanOutcome::kUnavailable, 50, "not mounted")});
  store = temp.summary();
  EXPECT_EQ(store.state, StoreState::kUnavailable);
  EXPECT_EQ(store.scans_complete, 1U);
  EXPECT_EQ(store.scans_incomplete, 1U);
  EXPECT_EQ(store.scans_unavailable, 1U);
}

// What an unavailable store holds was last seen by the scan before.
TEST(Summary, OfAnUnavailableStoreKeepsWhenItWasObserved) {
  TempCatalogue temp;
  temp.apply(20, {scan(ScanOutcome::kComplete, 10)});
  temp.apply(60, {scan(ScanOutcome::kUnavailable, 50)});
  const StoreRecord record = *temp.reader().store(kStore).value();
  EXPECT_EQ(record.last_observed, at(10)) << "the start: what went later is not seen";
  EXPECT_EQ(record.last_ended, at(60));
}

TEST(Summary, CountsTheGapsOfAStoreAndThoseOfAll) {
  TempCatalogue temp;
  temp.apply(
      1, {StoreEnrolled{kStore, {}, "", ""}, GapRecorded{kStore, at(1), at(2), "a"},
          GapRecorded{"", at(1), at(2), "b"}, GapRecorded{"other", at(1), at(2), "c"}});
  EXPECT_EQ(temp.summary().gaps, 2U);
}

TEST(Summary, GroupsItemsIntoCollections) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "2023/07/a", a_file(10, 1)},
                 ItemAdded{kStore, "2023/07/x/b", a_file(20, 2)},
                 ItemAdded{kStore, "2023/08/c", a_file(5, 3)},
                 ItemAdded{kStore, "2023/d", a_file(1, 4)},
                 ItemAdded{kStore, "2023/08/link", a_link("c")}});
  SummaryOptions options;
  EXPECT_TRUE(temp.summary(options).collections.empty());
  options.collections[kStore] = CollectionTemplate::parse("{1}/{2}").value();
  const auto collections = temp.summary(options).collections;
  ASSERT_EQ(collections.size(), 3U);
  EXPECT_EQ(collections[0].name, "");
  EXPECT_EQ(collections[0].items, 1U);
  EXPECT_EQ(collections[1].name, "2023/07");
  EXPECT_EQ(collections[1].items, 2U);
  EXPECT_EQ(collections[1].bytes, 30U);
  EXPECT_EQ(collections[2].name, "2023/08");
  EXPECT_EQ(collections[2].items, 1U) << "a link is no item of content";
}

TEST(Summary, CountsItemsWhoseContentWasNotReadForLong) {
  TempCatalogue temp;
  temp.apply(10, {ItemAdded{kStore, "old", a_file(1, 1)},
                  ItemAdded{kStore, "verified", a_file(1, 1)},
                  ItemAdded{kStore, "link", a_link("old")}});
  temp.apply(20, {ItemAdded{kStore, "new", a_file(1, 1)},
                  ItemsVerified{kStore, "", {"verified"}}});
  SummaryOptions options;
  EXPECT_EQ(temp.summary(options).overdue_fixity_items, 0U);
  options.fixity_due_before[kStore] = at(10);
  EXPECT_EQ(temp.summary(options).overdue_fixity_items, 0U);
  options.fixity_due_before[kStore] = at(15);
  EXPECT_EQ(temp.summary(options).overdue_fixity_items, 1U);
  options.fixity_due_before[kStore] = at(21);
  EXPECT_EQ(temp.summary(options).overdue_fixity_items, 3U);
}

}  // namespace
}  // namespace muniment
