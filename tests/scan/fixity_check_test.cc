#include "scan/fixity_check.h"

#include <gtest/gtest.h>

#include "digest/digester.h"
#include "watched_store.h"

namespace muniment {
namespace {

using Lines = std::vector<std::string>;

class FixityCheck : public testing::Test {
 protected:
  void SetUp() override {
    store.tree().write("store/a", "content of a");
    store.tree().write("store/d/b", "content of b");
    store.tree().write("store/d/e/c", "content of c");
    store.tree().make_symlink("a", "store/link");
    store.scan();
    store.take_events();
  }

  Result<CheckResult> check_paths(std::vector<StorePath> paths) {
    CheckRequest request = store.check_request();
    request.paths = std::move(paths);
    return store.try_check(request);
  }
  std::uint64_t verified_of(std::vector<StorePath> paths) {
    const auto checked = check_paths(std::move(paths));
    EXPECT_EQ(reason(checked), "");
    return checked.value().counts.verified;
  }

  // As storage does it: other content, and nothing that says so.
  void rot(const StorePath& path) {
    const auto right = store.item(path)->facts.digests;
    store.tree().damage("store/" + path);
    store.scan();
    ItemFacts facts = store.item(path)->facts;
    facts.digests = right;
    store.record(ItemAltered{"bwv", path, ChangeKind::kMetadata, facts, facts.size,
                             std::nullopt, Time{}, ""});
    store.take_events();
    EXPECT_FALSE(store.item(path)->is_corrupted);
  }

  WatchedStore store;
};

TEST_F(FixityCheck, VerifiesWhatIsAsRecorded) {
  const Time before = wall_clock_now();
  const CheckFinished counts = store.check();
  EXPECT_EQ(counts.verified, 3U) << "a link has no content";
  EXPECT_EQ(counts.bytes, 36U);
  EXPECT_EQ(counts.corrupted + counts.altered + counts.unreadable + counts.missing +
                counts.in_flight,
            0U);
  EXPECT_EQ(store.changes(),
            (Lines{"verified 1 in ", "verified 1 in d", "verified 1 in d/e"}));
  ASSERT_TRUE(store.item("d/b")->verified);
  EXPECT_GE(*store.item("d/b")->verified, before);
}

TEST_F(FixityCheck, FindsDamageThatNoScanCanSee) {
  rot("d/b");
  EXPECT_EQ(store.scan().counts.corrupted, 0U);
  store.take_events();
  const CheckFinished counts = store.check();
  EXPECT_EQ(counts.corrupted, 1U);
  EXPECT_EQ(counts.verified, 2U);
  const auto events = store.take_events();
  const auto found = std::find_if(events.begin(), events.end(), [](const auto& event) {
    return std::holds_alternative<ItemAltered>(event);
  });
  ASSERT_NE(found, events.end());
  const auto& altered = std::get<ItemAltered>(*found);
  EXPECT_EQ(altered.path, "d/b");
  EXPECT_EQ(altered.kind, ChangeKind::kCorrupted);
  EXPECT_EQ(altered.digests_before, Digester().digest("content of b"));
  EXPECT_NE(altered.facts.digests, altered.digests_before);
  EXPECT_EQ(altered.detail,
            "content differs below an unchanged inode: damaged storage");
}

TEST_F(FixityCheck, RecordsACorruptionOnceAndCountsItEachTime) {
  rot("a");
  EXPECT_EQ(store.check().corrupted, 1U);
  store.take_events();
  EXPECT_EQ(store.check().corrupted, 1U);
  EXPECT_EQ(store.changes(), (Lines{"verified 1 in d", "verified 1 in d/e"}));
  EXPECT_TRUE(store.item("a")->is_corrupted);
}

TEST_F(FixityCheck, FindsThatWhatWasCorruptedIsRightAgain) {
  rot("a");
  EXPECT_EQ(store.check().corrupted, 1U);
  store.tree().damage("store/a");  // flips the same bit back
  EXPECT_EQ(store.check().verified, 3U);
  EXPECT_FALSE(store.item("a")->is_corrupted);
}

TEST_F(FixityCheck, TellsWhatWasChangedFromWhatWasDamaged) {
  store.tree().write("store/a", "longer content of a");
  store.tree().write("store/d/b", "");
  const CheckFinished counts = store.check();
  EXPECT_EQ(counts.altered, 2U);
  EXPECT_EQ(counts.corrupted, 0U);
  EXPECT_EQ(store.changes(), (Lines{"emptied d/b", "modified a", "verified 1 in d/e"}));
}

// A scan says what is gone; a check has only not found it.
TEST_F(FixityCheck, CountsWhatIsMissingAndRecordsNoRemoval) {
  store.tree().remove("store/a");
  store.tree().remove("store/d/e");
  const auto checked = check_paths({});
  ASSERT_EQ(reason(checked), "");
  EXPECT_EQ(checked.value().counts.missing, 2U);
  EXPECT_EQ(checked.value().problem_count, 2U);
  EXPECT_EQ(checked.value().problems.size(), 2U);
  EXPECT_EQ(store.changes(), (Lines{"verified 1 in d"}));
  EXPECT_TRUE(store.item("a"));
}

TEST_F(FixityCheck, ReadsWhatItIsToldToAndNothingElse) {
  EXPECT_EQ(verified_of({"a"}), 1U);
  EXPECT_EQ(verified_of({"d"}), 2U);
  EXPECT_EQ(verified_of({"d/e"}), 1U);
  EXPECT_EQ(verified_of({"d/b"}), 1U);
  EXPECT_EQ(verified_of({"d", "d/b", "a"}), 3U) << "each once";
  EXPECT_EQ(verified_of({"link"}), 0U);
  EXPECT_EQ(verified_of({""}), 3U);
}

TEST_F(FixityCheck, RefusesAPathThatIsNotInTheInventory) {
  for (const char* const path : {"none", "d/none", "a/b", "A"}) {
    const auto checked = check_paths({"a", path});
    ASSERT_FALSE(checked) << path;
    EXPECT_EQ(checked.error().code, ErrorCode::kNotFound);
    EXPECT_NE(checked.error().what.find(path), std::string::npos);
  }
  EXPECT_EQ(store.changes(), Lines{});
}

TEST_F(FixityCheck, NamesManyVerifiedItemsInEventsThatFit) {
  // Names that take six times their length in an event, and some that take base64.
  for (int i = 0; i < 600; ++i) {
    const char fill = i % 3 == 0 ? '\xff' : '\x01';
    store.tree().write("store/many/" + std::to_string(i) + std::string(200, fill), "x");
  }
  store.scan();
  store.take_events();
  EXPECT_EQ(store.check().verified, 603U);
  std::size_t named = 0;
  for (const EventBody& event : store.take_events()) {
    named += std::get<ItemsVerified>(event).names.size();
  }
  EXPECT_EQ(named, 603U);
}

}  // namespace
}  // namespace muniment
