// Checks of stores, files and recorders that fail.

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/process.h"
#include "watched_store.h"

namespace muniment {
namespace {

using Lines = std::vector<std::string>;

void fill_and_scan(WatchedStore& store) {
  store.tree().write("store/a", "content of a");
  store.tree().write("store/d/b", "content of b");
  store.scan();
  store.take_events();
}

ErrorCode check_error(WatchedStore& store) {
  const auto checked = store.try_check(store.check_request());
  EXPECT_FALSE(checked);
  return checked ? ErrorCode::kInvalid : checked.error().code;
}

TEST(FixityTrouble, AStoreThatIsNotThereCannotBeChecked) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().rename("store", "elsewhere");
  EXPECT_EQ(check_error(store), ErrorCode::kUnavailable);
  store.tree().make_directory("store");
  EXPECT_EQ(check_error(store), ErrorCode::kUnavailable);
  EXPECT_EQ(store.changes(), Lines{});
}

TEST(FixityTrouble, AStopEndsTheCheck) {
  WatchedStore store;
  fill_and_scan(store);
  store.stop = true;
  EXPECT_EQ(check_error(store), ErrorCode::kCancelled);
  EXPECT_EQ(store.changes(), Lines{});
}

TEST(FixityTrouble, AStopEndsTheReadingOfALargeFile) {
  WatchedStore store;
  store.tree().truncate("store/large", std::uint64_t{256} << 20);
  store.scan();
  store.take_events();
  store.progress.bytes_read = 0;
  std::jthread stopper([&] {
    while (store.progress.bytes_read == 0) {
      std::this_thread::yield();
    }
    store.stop = true;
  });
  EXPECT_EQ(check_error(store), ErrorCode::kCancelled);
  EXPECT_EQ(store.changes(), Lines{}) << "what was not read whole is not verified";
}

TEST(FixityTrouble, ARecorderThatFailsEndsTheCheckWithItsError) {
  WatchedStore store;
  fill_and_scan(store);
  store.recorder().fail_after(0);
  EXPECT_EQ(check_error(store), ErrorCode::kNoSpace);
}

TEST(FixityTrouble, WhatCannotBeReadIsNotCorrupted) {
  EXPECT_EQ(in_unprivileged_child([] {
              WatchedStore store;
              fill_and_scan(store);
              store.tree().restrict("store/a", 0);
              store.tree().restrict("store/d", 0);
              const auto checked = store.try_check(store.check_request());
              ASSERT_EQ(reason(checked), "");
              EXPECT_EQ(checked.value().counts.unreadable, 2U);
              EXPECT_EQ(checked.value().counts.corrupted, 0U);
              EXPECT_EQ(checked.value().counts.missing, 0U);
              EXPECT_EQ(store.changes(), Lines{});
              store.tree().restrict("store/d", 0755);
            }),
            ChildResult::kPassed);
}

TEST(FixityTrouble, WhatIsNoFileAnyMoreIsNotRead) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().remove("store/a");
  store.tree().make_fifo("store/a");
  store.tree().remove("store/d");
  store.tree().make_symlink("/", "store/d");
  const CheckFinished counts = store.check();
  EXPECT_EQ(counts.verified, 0U);
  EXPECT_EQ(counts.corrupted + counts.altered, 0U);
  EXPECT_EQ(store.changes(), Lines{});
}

TEST(FixityTrouble, AFileThatIsBeingWrittenIsInFlight) {
  WatchedStore store;
  store.tree().write("store/busy", std::string(std::size_t{8} << 20, 'x'));
  store.scan();
  store.take_events();
  std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      store.tree().append("store/busy", "x");
    }
  });
  while (store.tree().read("store/busy").size() == std::size_t{8} << 20) {
    std::this_thread::yield();
  }
  const CheckFinished counts = store.check();
  writer.request_stop();
  writer.join();
  EXPECT_EQ(counts.in_flight, 1U);
  EXPECT_EQ(counts.corrupted + counts.altered, 0U);
}

}  // namespace
}  // namespace muniment
