// Stores, permissions and recorders that fail: no removal is made up, nothing hangs.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>

#include "tests/support/process.h"
#include "watched_store.h"

namespace muniment {
namespace {

using Lines = std::vector<std::string>;

void fill(const WatchedStore& store) {
  store.tree().write("store/a", "content of a");
  store.tree().write("store/d/b", "content of b");
  store.tree().write("store/d/e/c", "content of c");
}

void fill_and_scan(WatchedStore& store) {
  fill(store);
  EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete);
  store.take_events();
}

void expect_unavailable(WatchedStore& store) {
  const ScanResult result = store.scan();
  EXPECT_EQ(result.outcome, ScanOutcome::kUnavailable);
  EXPECT_NE(result.reason, "");
  EXPECT_EQ(store.changes(), Lines{}) << "not a single removal";
}

TEST(ScanTrouble, AMissingStoreIsUnavailable) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().rename("store", "elsewhere");
  expect_unavailable(store);
  store.tree().rename("elsewhere", "store");
  EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete);
  EXPECT_EQ(store.changes(), Lines{});
}

TEST(ScanTrouble, AnotherDirectoryInThePlaceOfTheStoreIsUnavailable) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().rename("store", "elsewhere");
  store.tree().make_directory("store");
  expect_unavailable(store);
}

// A disk was replaced and its content restored: somebody says so, and it is compared.
TEST(ScanTrouble, AnotherStoreThatSomebodyAcceptsIsComparedWithTheOldOne) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().remove("store");
  store.tree().write("store/a", "content of a");
  store.tree().write("store/d/b", "other content of b");
  expect_unavailable(store);
  ScanRequest request = store.request();
  request.accepted = Acceptance{"B. Moe", "new disks"};
  EXPECT_EQ(store.scan(request).outcome, ScanOutcome::kComplete);
  auto events = store.take_events();
  const auto& enrolled = std::get<StoreEnrolled>(events.at(0));
  EXPECT_EQ(enrolled.by, "B. Moe");
  EXPECT_EQ(enrolled.reason, "new disks");
  Lines lines;
  for (const EventBody& event : events) {
    lines.push_back(to_line(event));
  }
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines, (Lines{"", "", "metadata a", "modified d/b", "removed d/e/c"}));
  EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete)
      << "and is the store from now on";
  EXPECT_EQ(store.changes(), Lines{});
}

TEST(ScanTrouble, AFileInThePlaceOfTheStoreIsUnavailable) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().remove("store");
  store.tree().write("store", "x");
  expect_unavailable(store);
}

// The walk was in the right store; by the time it ends another one is in its place.
TEST(ScanTrouble, AStoreThatIsReplacedDuringTheScanIsUnavailable) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().remove("store/d");
  store.tree().write("store/a", "new content of a");
  store.recorder().before_next_record([&] {
    store.tree().rename("store", "elsewhere");
    store.tree().make_directory("store");
  });
  const auto result = store.try_scan();
  ASSERT_EQ(reason(result), "");
  EXPECT_EQ(result.value().outcome, ScanOutcome::kUnavailable);
  EXPECT_EQ(store.changes(), (Lines{"modified a"})) << "what was seen is true";
}

TEST(ScanTrouble, WhatComesBackDuringTheScanIsNotRemoved) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().rename("store/d", "kept");
  store.tree().write("store/a", "new content of a");
  store.recorder().before_next_record([&] { store.tree().rename("kept", "store/d"); });
  EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete);
  EXPECT_EQ(store.changes(), (Lines{"modified a"}));
  store.tree().remove("store/d");
  store.scan();
  EXPECT_EQ(store.changes(), (Lines{"removed d/b", "removed d/e/c"}))
      << "and it is seen to go once more";
}

TEST(ScanTrouble, WhatIsUnderAClosedDirectoryIsNotRemoved) {
  EXPECT_EQ(in_unprivileged_child([] {
              WatchedStore store;
              fill_and_scan(store);
              store.tree().restrict("store/d", 0);
              const ScanResult closed = store.scan();
              EXPECT_EQ(closed.outcome, ScanOutcome::kIncomplete);
              EXPECT_EQ(closed.reason, "open directory d: Permission denied");
              EXPECT_EQ(closed.counts.not_observed, 2U);
              EXPECT_EQ(store.changes(), (Lines{"directory unobserved d"}));
              EXPECT_EQ(store.scan().counts.not_observed, 2U);
              EXPECT_EQ(store.changes(), Lines{}) << "known already";
              store.tree().restrict("store/d", 0755);
              EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete);
              EXPECT_EQ(store.changes(), (Lines{"observed d"}));
            }),
            ChildResult::kPassed);
}

TEST(ScanTrouble, WhatIsInADirectoryWithoutSearchPermissionIsNotRemoved) {
  EXPECT_EQ(in_unprivileged_child([] {
              WatchedStore store;
              fill_and_scan(store);
              store.tree().restrict("store/d", 0400);
              const ScanResult result = store.scan();
              EXPECT_EQ(result.outcome, ScanOutcome::kIncomplete);
              EXPECT_EQ(result.counts.not_observed, 2U);
              EXPECT_EQ(store.changes(),
                        (Lines{"directory unobserved d/e", "file unobserved d/b"}));
              store.tree().restrict("store/d", 0755);
            }),
            ChildResult::kPassed);
}

TEST(ScanTrouble, AFileThatCannotBeReadIsSaidSo) {
  EXPECT_EQ(in_unprivileged_child([] {
              WatchedStore store;
              fill(store);
              store.tree().restrict("store/a", 0);
              const ScanResult first = store.scan();
              EXPECT_EQ(first.outcome, ScanOutcome::kIncomplete);
              EXPECT_EQ(store.changes(),
                        (Lines{"added d/b", "added d/e/c", "file unobserved a"}));
              store.tree().restrict("store/a", 0600);
              EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete);
              EXPECT_EQ(store.changes(), (Lines{"added a", "observed a"}));
            }),
            ChildResult::kPassed);
}

TEST(ScanTrouble, WhatAnotherFilesystemHidesIsNotRemoved) {
  const ChildResult result = in_child_with_own_mounts([] {
    WatchedStore store;
    fill_and_scan(store);
    const std::string directory = store.tree().absolute("store/d");
    ASSERT_EQ(::mount("none", directory.c_str(), "tmpfs", 0, nullptr), 0);
    const ScanResult hidden = store.scan();
    EXPECT_EQ(hidden.outcome, ScanOutcome::kIncomplete);
    EXPECT_EQ(hidden.counts.not_observed, 2U);
    EXPECT_EQ(store.changes(), (Lines{"directory unobserved d"}));
    ASSERT_EQ(::umount2(directory.c_str(), MNT_DETACH), 0);
    store.scan();
    EXPECT_EQ(store.changes(), (Lines{"observed d"}));
    ASSERT_EQ(::mount("none", store.root().c_str(), "tmpfs", 0, nullptr), 0);
    expect_unavailable(store);
    ASSERT_EQ(::umount2(store.root().c_str(), MNT_DETACH), 0);
  });
  if (result == ChildResult::kSkipped) {
    GTEST_SKIP() << "not allowed to mount";
  }
  EXPECT_EQ(result, ChildResult::kPassed);
}

TEST(ScanTrouble, AStoreThatMayNotBeReadIsUnavailable) {
  EXPECT_EQ(in_unprivileged_child([] {
              WatchedStore store;
              fill_and_scan(store);
              store.tree().restrict("store", 0);
              expect_unavailable(store);
              store.tree().restrict("store", 0755);
            }),
            ChildResult::kPassed);
}

TEST(ScanTrouble, AStopEndsTheScan) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().remove("store/d");
  store.stop = true;
  const auto result = store.try_scan();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(store.changes(), Lines{});
}

TEST(ScanTrouble, AStopWhileEventsAreRecordedEndsTheScan) {
  WatchedStore store;
  fill_and_scan(store);
  store.tree().remove("store/d");
  store.tree().write("store/a", "new content of a");
  store.recorder().before_next_record([&] { store.stop = true; });
  const auto result = store.try_scan();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(store.changes(), (Lines{"modified a"}));
}

// However late the recorder fails: its error is the scan's, and the next one goes on.
TEST(ScanTrouble, ARecorderThatFailsEndsTheScanWithItsError) {
  for (int calls = 0;; ++calls) {
    WatchedStore store;
    fill_and_scan(store);
    store.tree().write("store/a", "new content of a");
    store.tree().write("store/new", "new");
    store.tree().rename("store/d/b", "store/renamed");
    store.tree().remove("store/d/e");
    store.recorder().fail_after(calls);
    const auto result = store.try_scan();
    if (result) {
      EXPECT_GE(calls, 3) << "altered, removed, the rest";
      break;
    }
    EXPECT_EQ(result.error().code, ErrorCode::kNoSpace);
    store.recorder().fail_after(1'000);
    EXPECT_EQ(store.scan().outcome, ScanOutcome::kComplete);
    EXPECT_EQ(store.changes(), (Lines{"added new", "modified a", "moved d/b > renamed",
                                      "removed d/e/c"}))
        << calls;
  }
}

TEST(ScanTrouble, ARecorderThatFailsDuringALargeFirstScanDoesNotHang) {
  WatchedStore store(TempTree::Medium::kMemory);
  for (int i = 0; i < 40'000; ++i) {
    store.tree().make_symlink(
        "x", "store/" + std::to_string(i % 16) + "/" + std::to_string(i));
  }
  store.recorder().fail_after(2);  // the enrolment and one batch
  const auto result = store.try_scan();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNoSpace);
}

TEST(ScanTrouble, ACatalogueThatIsNotThereEndsTheScan) {
  WatchedStore store;
  fill(store);
  ScanRequest request = store.request();
  request.catalogue_path += ".none";
  EXPECT_FALSE(store.try_scan(request));
  request = store.request();
  request.scratch_directory += "/none";
  EXPECT_FALSE(store.try_scan(request));
}

}  // namespace
}  // namespace muniment
