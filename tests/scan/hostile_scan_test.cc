// Names, depths and things that no sane person would put into a store. Every event must
// fit into the ledger and come out of it as it was (event_recorder.cc says so).

#include <gtest/gtest.h>

#include "tests/support/process.h"
#include "watched_store.h"

namespace muniment {
namespace {

using Lines = std::vector<std::string>;

// `bytes` of `part` as the name of a directory, as often as it takes.
std::string deep_path(std::string_view part, std::size_t bytes) {
  std::string name;
  while (name.size() < 200) {
    name += part;
  }
  std::string path;
  while (path.size() + name.size() + 1 < bytes) {
    path += "/" + name;
  }
  return path;
}

TEST(HostileScan, MovesOfTheDeepestThingsAreRecorded) {
  for (const auto& [part, bytes] : {std::pair<const char*, std::size_t>{"a", 13'400},
                                    {"\xff", 13'400},
                                    {"\x01", 2'900},
                                    {"\u202e", 8'900}}) {
    WatchedStore store(TempTree::Medium::kMemory);
    const std::string below = deep_path(part, bytes);
    std::string name = below.substr(1, 200);
    name.resize(198, 'x');
    store.tree().write("store/top" + below + "/" + name, "content");
    store.tree().write("store/top" + below + "/\xff" + name, "other content");
    store.tree().make_symlink(std::string(4095, '\x01'),
                              "store/top" + below + "/l" + name);
    EXPECT_EQ(store.scan().counts.added, 3U) << part;
    store.take_events();
    store.tree().rename("store/top", "store/TOP");
    const ScanResult result = store.scan();
    EXPECT_EQ(result.outcome, ScanOutcome::kComplete) << result.reason;
    EXPECT_EQ(result.counts.moved, 3U) << part;
    store.tree().remove("store/TOP");
    store.scan();
    EXPECT_EQ(store.changes().size(), 6U) << part;
  }
}

TEST(HostileScan, ADirectoryThatIsTooDeepIsNotObservedAndSaidSo) {
  WatchedStore store;
  const std::string below = deep_path("\xff", 30'000);
  store.tree().write("store" + below + "/bottom", "content");
  const ScanResult result = store.scan();
  EXPECT_EQ(result.outcome, ScanOutcome::kIncomplete);
  EXPECT_EQ(result.counts.not_observed, 1U);
  EXPECT_NE(result.reason.find("too long to record"), std::string::npos);
  ASSERT_EQ(store.places().size(), 1U);
  EXPECT_EQ(store.places()[0].place, PlaceKind::kDirectory);
}

TEST(HostileScan, WhatCannotBeReadInTheDepthIsRecordedWithAReason) {
  EXPECT_EQ(in_unprivileged_child([] {
              WatchedStore store;
              // Short enough for chmod(2), long enough for a reason of 16 kB.
              const std::string below = deep_path("\xff", 3'500);
              store.tree().write("store" + below + "/closed/file", "content");
              store.tree().write("store" + below + "/secret", "content");
              store.tree().restrict("store" + below + "/closed", 0);
              store.tree().restrict("store" + below + "/secret", 0);
              store.scan();
              const auto places = store.places();
              ASSERT_EQ(places.size(), 2U);
              for (const UnobservedPlace& place : places) {
                EXPECT_LE(place.reason.size(), 2000U);
                EXPECT_TRUE(place.reason.starts_with("open"));
                EXPECT_TRUE(place.reason.ends_with(": Permission denied"));
              }
              store.tree().restrict("store" + below + "/closed", 0755);
            }),
            ChildResult::kPassed);
}

TEST(HostileScan, ThingsThatAreNoFilesAreItemsToo) {
  WatchedStore store;
  store.tree().make_fifo("store/fifo");
  store.tree().make_socket("store/socket");
  store.tree().make_symlink("loop", "store/loop");
  EXPECT_EQ(store.scan().counts.added, 3U);
  EXPECT_EQ(store.item("fifo")->facts.type, ItemType::kFifo);
  store.changes();
  store.tree().rename("store/fifo", "store/pipe");
  store.tree().remove("store/socket");
  store.scan();
  EXPECT_EQ(store.changes(), (Lines{"moved fifo > pipe", "removed socket"}));
}

TEST(HostileScan, AFileThatClaimsToBeFromTheFarFutureIsAnItemLikeOthers) {
  WatchedStore store;
  store.tree().write("store/a", "content");
  store.tree().set_mtime("store/a", 13'000'000'000);
  EXPECT_EQ(store.scan().counts.added, 1U);
  EXPECT_EQ(store.scan().counts.metadata, 0U);
  store.tree().set_mtime("store/a", -13'000'000'000);
  EXPECT_EQ(store.scan().counts.metadata, 1U);
}

TEST(HostileScan, ALargeDirectoryIsComparedPageByPage) {
  WatchedStore store(TempTree::Medium::kMemory);
  constexpr int kItems = 9'000;
  for (int i = 0; i < kItems; ++i) {
    store.tree().make_symlink("x", "store/d/" + std::to_string(i));
  }
  EXPECT_EQ(store.scan().counts.added, std::uint64_t{kItems});
  store.changes();
  store.tree().make_symlink("x", "store/d/00");
  store.tree().make_symlink("x", "store/d/zz");
  store.tree().remove("store/d/0");
  store.tree().remove("store/d/5000");
  store.tree().remove("store/d/8999");
  store.scan();
  EXPECT_EQ(store.changes().size(), 5U);
  EXPECT_EQ(store.scan().counts.added, 0U);
}

}  // namespace
}  // namespace muniment
