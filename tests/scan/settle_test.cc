// Files that are being written while the scan looks at them.

#include <gtest/gtest.h>

#include <thread>

#include "digest/digester.h"
#include "watched_store.h"

namespace muniment {
namespace {

using Lines = std::vector<std::string>;

class SettleTest : public testing::Test {
 protected:
  ScanResult scan(std::chrono::milliseconds settle) {
    ScanRequest request = store.request();
    request.settle = settle;
    return store.scan(request);
  }

  WatchedStore store;
};

TEST_F(SettleTest, AYoungFileIsWaitedForAndTakenInByTheSameScan) {
  store.tree().write("store/a", "content");
  const ScanResult result = scan(std::chrono::milliseconds(150));
  EXPECT_EQ(result.outcome, ScanOutcome::kComplete);
  EXPECT_EQ(result.counts.added, 1U);
  EXPECT_EQ(result.counts.in_flight, 0U);
  EXPECT_EQ(store.changes(), (Lines{"added a"}));
}

TEST_F(SettleTest, ACompleteFileIsNotHeldUpByAYoungOneBesideIt) {
  store.tree().write("store/d/old", "old");
  scan(std::chrono::milliseconds(0));
  EXPECT_EQ(store.changes(), (Lines{"added d/old"}));
  store.tree().write("store/d/young", "young");
  store.tree().write("store/e/young", "young too");
  EXPECT_EQ(scan(std::chrono::milliseconds(100)).counts.added, 2U);
  EXPECT_EQ(store.changes(), (Lines{"added d/young", "added e/young"}));
}

TEST_F(SettleTest, AYoungChangeOfAKnownFileIsRecordedOnce) {
  store.tree().write("store/a", "one");
  scan(std::chrono::milliseconds(0));
  store.changes();
  store.tree().write("store/a", "other");
  EXPECT_EQ(scan(std::chrono::milliseconds(100)).counts.modified, 1U);
  EXPECT_EQ(store.changes(), (Lines{"modified a"}));
  EXPECT_EQ(store.item("a")->facts.digests, Digester().digest("other"));
}

// Nothing is digested that changes while it is read, nor taken for gone.
TEST_F(SettleTest, AFileThatIsWrittenAllTheTimeIsInFlight) {
  store.tree().write("store/busy", "x");
  store.tree().write("store/calm", "y");
  std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      store.tree().write("store/busy", "xx");
    }
  });
  const ScanResult result = scan(std::chrono::milliseconds(300));
  writer.request_stop();
  writer.join();
  EXPECT_EQ(result.outcome, ScanOutcome::kComplete);
  EXPECT_EQ(result.counts.in_flight, 1U);
  EXPECT_EQ(result.counts.not_observed, 0U);
  EXPECT_EQ(store.changes(), (Lines{"added calm", "in-flight unobserved busy"}));
  EXPECT_FALSE(store.item("busy"));
  EXPECT_EQ(scan(std::chrono::milliseconds(0)).counts.in_flight, 0U);
  EXPECT_EQ(store.changes(), (Lines{"added busy", "observed busy"}));
  EXPECT_TRUE(store.places().empty());
}

TEST_F(SettleTest, AKnownFileThatIsWrittenAllTheTimeStaysWhatItWas) {
  store.tree().write("store/busy", "x");
  scan(std::chrono::milliseconds(0));
  store.changes();
  const ItemFacts before = store.item("busy")->facts;
  std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      store.tree().write("store/busy", "xx");
    }
  });
  // The writer must have begun, or there is nothing to see.
  while (store.tree().read("store/busy") == "x") {
    std::this_thread::yield();
  }
  EXPECT_EQ(scan(std::chrono::milliseconds(300)).counts.in_flight, 1U);
  writer.request_stop();
  writer.join();
  EXPECT_EQ(store.changes(), (Lines{"in-flight unobserved busy"}));
  EXPECT_EQ(store.item("busy")->facts, before);
  scan(std::chrono::milliseconds(0));
  EXPECT_EQ(store.changes(), (Lines{"modified busy", "observed busy"}));
}

TEST_F(SettleTest, WaitingEndsWhenTheScanIsStopped) {
  store.tree().write("store/a", "content");
  std::jthread stopper([&] {
    while (store.progress.phase != ScanPhase::kSettling) {
      std::this_thread::yield();
    }
    store.stop = true;
  });
  ScanRequest request = store.request();
  request.settle = std::chrono::hours(1);
  const auto result = store.try_scan(request);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace muniment
