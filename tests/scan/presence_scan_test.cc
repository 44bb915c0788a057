#include "scan/presence_scan.h"

#include <gtest/gtest.h>

#include <map>

#include "digest/digester.h"
#include "watched_store.h"

namespace muniment {
namespace {

using Lines = std::vector<std::string>;

// A store with these files, scanned once and found complete.
class PresenceScan : public testing::Test {
 protected:
  void SetUp() override {
    write("a", "content of a");
    write("d/b", "content of b");
    write("d/e/c", "content of c");
    write("x/y", "content of y");
    EXPECT_EQ(store.scan().counts.added, 4U);
    EXPECT_EQ(store.changes(),
              (Lines{"added a", "added d/b", "added d/e/c", "added x/y"}));
  }

  static std::string in_store(std::string_view path) {
    return "store/" + std::string(path);
  }
  void write(std::string_view path, std::string_view content) {
    store.tree().write(in_store(path), content);
  }
  void rename(std::string_view from, std::string_view to) {
    store.tree().rename(in_store(from), in_store(to));
  }
  void remove(std::string_view path) { store.tree().remove(in_store(path)); }

  Lines changes_of_a_scan() {
    result = store.scan();
    EXPECT_EQ(result.outcome, ScanOutcome::kComplete) << result.reason;
    return store.changes();
  }

  WatchedStore store;
  ScanResult result;
};

TEST_F(PresenceScan, KnowsTheDigestsOfWhatItTookIn) {
  Digester digester;
  const auto item = store.item("d/e/c");
  ASSERT_TRUE(item);
  EXPECT_EQ(item->facts.digests, digester.digest("content of c"));
  EXPECT_EQ(item->facts.size, 12U);
}

TEST_F(PresenceScan, OfAnUnchangedStoreRecordsNothing) {
  EXPECT_EQ(changes_of_a_scan(), Lines{});
  EXPECT_EQ(changes_of_a_scan(), Lines{});
}

TEST_F(PresenceScan, RecordsWhatIsNew) {
  write("d/new", "new");
  write("new/directory/file", "other");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added d/new", "added new/directory/file"}));
  EXPECT_EQ(result.counts.added, 2U);
}

TEST_F(PresenceScan, RecordsWhatIsGone) {
  remove("a");
  remove("d");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"removed a", "removed d/b", "removed d/e/c"}));
  EXPECT_FALSE(store.item("d/b"));
  EXPECT_EQ(changes_of_a_scan(), Lines{});
}

TEST_F(PresenceScan, RecordsTheLossOfEverything) {
  for (const char* const path : {"a", "d", "x"}) {
    remove(path);
  }
  EXPECT_EQ(changes_of_a_scan().size(), 4U) << "empty is not unavailable";
}

TEST_F(PresenceScan, SaysWhenALostItemWasSeenLast) {
  const Time second = store.scan().started;
  store.take_events();
  remove("a");
  const Time third = store.scan().started;
  const auto events = store.take_events();
  const auto* removed = std::get_if<ItemRemoved>(&events.at(0));
  ASSERT_NE(removed, nullptr);
  EXPECT_EQ(removed->last_seen, second) << "the start of the last scan that saw it";
  EXPECT_GE(removed->first_missed, third);
  EXPECT_LT(removed->first_seen, second);
  EXPECT_EQ(removed->facts.size, 12U);
}

TEST_F(PresenceScan, RecordsNewContent) {
  write("a", "other content of a");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"modified a"}));
  EXPECT_EQ(result.counts.modified, 1U);
  EXPECT_EQ(store.item("a")->facts.digests, Digester().digest("other content of a"));
}

TEST_F(PresenceScan, RecordsAFileThatWasReplaced) {
  write("new", "other content of a");
  rename("new", "a");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"modified a"}));
}

TEST_F(PresenceScan, RecordsAnEmptiedFile) {
  write("a", "");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"emptied a"}));
  EXPECT_EQ(result.counts.emptied, 1U);
}

// The forger sets size and modification time back: the change time tells on him.
TEST_F(PresenceScan, RecordsContentThatDiffersUnderTheSameMetadata) {
  store.tree().damage("store/a");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"corrupted a"}));
  EXPECT_EQ(result.counts.corrupted, 1U);
  EXPECT_TRUE(store.item("a")->is_corrupted);
  EXPECT_EQ(store.item("a")->facts.digests, Digester().digest("content of a"));
  EXPECT_EQ(changes_of_a_scan(), Lines{}) << "once is enough";
}

TEST_F(PresenceScan, RecordsThatACorruptedFileIsRightAgain) {
  store.tree().damage("store/a");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"corrupted a"}));
  store.tree().damage("store/a");  // flips the same bit back
  EXPECT_EQ(changes_of_a_scan(), (Lines{"metadata a"}));
  EXPECT_FALSE(store.item("a")->is_corrupted);
}

TEST_F(PresenceScan, RecordsNewTimesOfTheSameContent) {
  store.tree().set_mtime("store/a", 1'000'000'000);
  EXPECT_EQ(changes_of_a_scan(), (Lines{"metadata a"}));
  EXPECT_EQ(result.counts.metadata, 1U);
}

TEST_F(PresenceScan, TellsAMoveFromALoss) {
  rename("a", "d/renamed");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"moved a > d/renamed"}));
  EXPECT_EQ(result.counts.moved, 1U);
  EXPECT_EQ(result.counts.added, 0U);
}

TEST_F(PresenceScan, TellsTheMoveOfADirectoryFromALoss) {
  rename("d", "x/d");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"moved d/b > x/d/b", "moved d/e/c > x/d/e/c"}));
}

TEST_F(PresenceScan, TakesACopyForNewAndTheOriginalForMovedOnce) {
  write("copy1", "content of a");
  write("copy2", "content of a");
  remove("a");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added copy2", "moved a > copy1"}));
}

TEST_F(PresenceScan, RecordsWhatTookTheNameOfAnotherType) {
  remove("a");
  store.tree().make_symlink("elsewhere", "store/a");
  remove("d/b");
  write("d/b/inside", "new");
  remove("x");
  write("x", "a file now");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added a", "added d/b/inside", "added x",
                                        "removed a", "removed d/b", "removed x/y"}));
  EXPECT_EQ(store.item("a")->facts.type, ItemType::kSymlink);
}

TEST_F(PresenceScan, RecordsAFileAndALinkThatChangedPlaces) {
  store.tree().make_symlink("elsewhere", "store/link");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added link"}));
  rename("a", "other");
  rename("link", "a");
  rename("other", "link");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"moved a > link", "moved link > a"}));
  EXPECT_EQ(store.item("a")->facts.link_target, "elsewhere");
  EXPECT_EQ(store.item("link")->facts.size, 12U);
  EXPECT_EQ(changes_of_a_scan(), Lines{});
}

TEST_F(PresenceScan, RecordsALinkThatPointsElsewhere) {
  store.tree().make_symlink("one", "store/link");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added link"}));
  remove("link");
  store.tree().make_symlink("two", "store/link");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"modified link"}));
}

TEST_F(PresenceScan, RecordsASecondNameOfAFile) {
  store.tree().make_hard_link("store/a", "store/second");
  // The change time of the first name moves with the number of names.
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added second", "metadata a"}));
  remove("a");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"metadata second", "removed a"}));
}

// What an unchanged directory holds is not asked for: a row that says something else
// goes unnoticed until the directory changes.
TEST_F(PresenceScan, ReadsNoRowsOfAnUnchangedDirectory) {
  const ItemFacts right = store.item("d/b")->facts;
  ItemFacts wrong = right;
  wrong.size = 99;
  store.record(ItemAltered{"bwv", "d/b", ChangeKind::kModified, wrong, right.size,
                           right.digests, Time{}, ""});
  store.take_events();
  EXPECT_EQ(changes_of_a_scan(), Lines{});
  write("d/new", "new");
  EXPECT_EQ(changes_of_a_scan(), (Lines{"added d/new", "metadata d/b"}));
}

TEST_F(PresenceScan, LeavesTheStoreAsItWas) {
  const auto before = store.tree().entries();
  store.tree().set_mtime("store/a", 1'000'000'000);
  store.scan();
  EXPECT_EQ(store.tree().entries(), before);
}

TEST_F(PresenceScan, CountsWhatItLooksAt) {
  store.progress.items = 0;
  store.progress.bytes_read = 0;
  EXPECT_EQ(changes_of_a_scan(), Lines{});
  EXPECT_EQ(store.progress.items, 4U);
  EXPECT_EQ(store.progress.bytes_read, 0U) << "nothing changed, nothing is read";
}

}  // namespace
}  // namespace muniment
