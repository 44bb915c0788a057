// A scan or a check from beginning to end, with a real store, ledger and catalogue.

#include "agent/store_job.h"

#include <gtest/gtest.h>

#include <thread>

#include "temp_state.h"

namespace muniment {
namespace {

using Types = std::vector<std::string>;

class StoreJobTest : public testing::Test {
 protected:
  StoreJobTest() {
    tree.write("store/a", "content of a");
    tree.write("store/d/b", "content of b");
    settings.name = "bwv";
    settings.root = tree.absolute("store");
    settings.settle = std::chrono::nanoseconds(0);
  }

  JobControl control() {
    return {progress, stop, [this] { ++waits; }};
  }
  ScanReport scan() {
    return value_of(run_scan(state.directory(), settings, control()));
  }
  CheckReport check() {
    return value_of(run_check(state.directory(), settings, {}, control()));
  }
  StoreSummary summary() const {
    Reader reader = state.reader();
    const Summary summary = value_of(reader.summary({}));
    EXPECT_EQ(summary.stores.size(), 1U);
    return summary.stores.at(0);
  }

  TempTree tree;
  TempState state;
  StoreSettings settings;
  ScanProgress progress;
  std::atomic<bool> stop{false};
  std::atomic<int> waits{0};
};

TEST_F(StoreJobTest, AFirstScanEnrolsTheStoreAndTakesEverythingIn) {
  const ScanReport report = scan();
  EXPECT_EQ(report.outcome, ScanOutcome::kComplete);
  EXPECT_EQ(report.counts.items, 2U);
  EXPECT_EQ(report.counts.bytes, 24U);
  EXPECT_EQ(report.counts.added, 2U);
  EXPECT_EQ(state.event_types(), (Types{"ledger_started", "store_enrolled", "added",
                                        "added", "scan_finished"}));
  EXPECT_EQ(summary().state, StoreState::kAvailable);
  EXPECT_EQ(waits, 0);
}

TEST_F(StoreJobTest, ALossIsCountedRecordedAndMadeAnIncident) {
  scan();
  tree.remove("store/d");
  const ScanReport report = scan();
  EXPECT_EQ(report.counts.removed, 1U);
  EXPECT_EQ(report.counts.unexplained, 1U);
  EXPECT_EQ(report.counts.unexplained_bytes, 12U);
  EXPECT_EQ(report.counts.items, 1U);
  EXPECT_EQ(summary().unexplained_items, 1U);
  const Types types = state.event_types();
  EXPECT_EQ(Types(types.end() - 3, types.end()),
            (Types{"removed", "incident", "scan_finished"}));
}

TEST_F(StoreJobTest, AStoreThatIsNotThereIsAGapAndNoLoss) {
  scan();
  tree.rename("store", "elsewhere");
  const ScanReport report = scan();
  EXPECT_EQ(report.outcome, ScanOutcome::kUnavailable);
  EXPECT_EQ(report.counts.items, 2U);
  EXPECT_EQ(report.counts.not_observed, 2U);
  EXPECT_EQ(report.counts.removed, 0U);
  EXPECT_EQ(summary().state, StoreState::kUnavailable);
  EXPECT_EQ(summary().items, 2U);
  EXPECT_EQ(summary().gaps, 1U);
  tree.rename("elsewhere", "store");
  EXPECT_EQ(scan().counts.added, 0U);
  EXPECT_EQ(summary().state, StoreState::kAvailable);
}

TEST_F(StoreJobTest, AStoreThatWasNeverThereIsNotEnrolled) {
  tree.remove("store");
  EXPECT_EQ(scan().outcome, ScanOutcome::kUnavailable);
  EXPECT_EQ(summary().identity, std::nullopt);
  tree.write("store/a", "content");
  EXPECT_EQ(scan().outcome, ScanOutcome::kComplete);
  EXPECT_TRUE(summary().identity);
}

TEST_F(StoreJobTest, AScanThatWasStoppedIsAGap) {
  scan();
  stop = true;
  const auto stopped = run_scan(state.directory(), settings, control());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(state.event_types().back(), "gap");
}

TEST_F(StoreJobTest, OneLookAtAStoreWaitsForTheOther) {
  auto held = FileLock::take(state.directory().store_lock("bwv"));
  ASSERT_EQ(reason(held), "");
  std::jthread stopper([this] {
    while (waits == 0) {
      std::this_thread::yield();
    }
    stop = true;
  });
  const auto stopped = run_scan(state.directory(), settings, control());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(waits, 1);
}

TEST_F(StoreJobTest, ACheckNeedsAScanBefore) {
  const auto checked = run_check(state.directory(), settings, {}, control());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kNotFound);
}

TEST_F(StoreJobTest, ACheckIsRecordedWithWhatItVerified) {
  scan();
  const CheckReport report = check();
  EXPECT_EQ(report.result.counts.verified, 2U);
  EXPECT_EQ(state.event_types().back(), "check_finished");
  EXPECT_EQ(summary().verified_items, 2U);
  EXPECT_EQ(summary().verified_bytes, 24U);
}

TEST_F(StoreJobTest, ACheckThatFindsChangedContentMakesItAnIncident) {
  scan();
  tree.write("store/a", "other content of a");
  EXPECT_EQ(check().result.counts.altered, 1U);
  Reader reader = state.reader();
  EXPECT_EQ(value_of(reader.incident_count()), 1U);
}

TEST_F(StoreJobTest, TheCatalogueOfAllThatFollowsFromTheLedger) {
  scan();
  tree.write("store/new", "new");
  tree.rename("store/a", "store/renamed");
  tree.damage("store/d/b");
  scan();
  check();
  tree.remove("store/d");
  scan();
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  state.recorder();
  EXPECT_EQ(state.catalogue_text(), text);
  EXPECT_EQ(scan().counts.added, 0U) << "and the next scan finds nothing new";
}

}  // namespace
}  // namespace muniment
