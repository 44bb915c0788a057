// What the catalogue answers when it is asked about evidence: whose word counts for an
// item, what lists it, what explains removals now.

#include <gtest/gtest.h>

#include <algorithm>

#include "temp_catalogue.h"

namespace muniment {
namespace {

using Words = std::vector<std::string>;

ItemRegistered row(StorePath path, std::string class_name) {
  ItemRegistered row;
  row.store = kStore;
  row.path = std::move(path);
  row.class_name = std::move(class_name);
  return row;
}

ItemRegistered by_identifier(std::string identifier, std::string class_name) {
  ItemRegistered row;
  row.store = kStore;
  row.identifier = std::move(identifier);
  row.class_name = std::move(class_name);
  return row;
}

ItemRemoved gone(StorePath path, Explanation explanation, std::string reference = "") {
  return {kStore,      std::move(path), a_file(10, 1),        at(1), at(2),
          at(3),       explanation,     std::move(reference), "",    "",
          std::nullopt};
}

class ReaderEvidenceTest : public testing::Test {
 protected:
  std::int64_t id() const { return temp.store_id(); }
  std::string class_of(const StorePath& path,
                       const std::optional<Digests>& content = {}) {
    Reader reader = temp.reader();
    const auto found = value_of(reader.registered(id(), path, content));
    return found ? found->class_name : "";
  }
  std::vector<std::uint64_t> removals(std::uint64_t after, int limit,
                                      const std::vector<Explanation>& wanted) {
    Reader reader = temp.reader();
    std::vector<std::uint64_t> numbers;
    for (const Tombstone& one : value_of(reader.removals(id(), after, limit, wanted))) {
      EXPECT_EQ(one.removed.store, kStore);
      numbers.push_back(one.seq);
    }
    return numbers;
  }
  Words used_for(const StorePath& path, std::optional<std::uint64_t> except = {}) {
    Reader reader = temp.reader();
    return value_of(reader.authorities_used_for(id(), path, except));
  }

  TempCatalogue temp;
};

TEST_F(ReaderEvidenceTest, AStoreThatNobodyKnowsHasNoEvidence) {
  Reader reader = temp.reader();
  const EvidenceState state = value_of(reader.evidence_state(99));
  EXPECT_FALSE(state.has_lists || state.has_register || state.has_deletion_log);
  EXPECT_EQ(state.newest, 0U);
  EXPECT_EQ(value_of(reader.first_removal(99)), std::nullopt);
  EXPECT_TRUE(value_of(reader.authorities(99)).empty());
  EXPECT_TRUE(value_of(reader.holds(99)).empty());
  EXPECT_TRUE(value_of(reader.policies(99)).empty());
  EXPECT_TRUE(value_of(reader.transfers()).empty());
  EXPECT_EQ(value_of(reader.last_review(99)), RetentionReviewed());
}

TEST_F(ReaderEvidenceTest, ARegisterSpeaksOfItsOwnStoreOnly) {
  ItemRegistered other = row("a", "other");
  other.store = "nas";
  temp.apply(1, {row("b", "own"), other});
  EXPECT_EQ(class_of("a"), "");
  EXPECT_EQ(class_of("b"), "own");
}

TEST_F(ReaderEvidenceTest, TheRegistersOwnPathCountsMoreThanAMove) {
  temp.apply(1,
             {row("a", "moved"), row("b", "path"), ItemAdded{kStore, "a", a_file(1, 1)},
              ItemMoved{kStore, "b", "a", a_file(1, 1)}});
  EXPECT_EQ(class_of("b"), "path");
}

TEST_F(ReaderEvidenceTest, AMoveCountsMoreThanAnIdentifier) {
  temp.apply(1, {row("a", "moved"), by_identifier("b", "name"),
                 ItemAdded{kStore, "a", a_file(1, 1)},
                 ItemMoved{kStore, "b", "a", a_file(1, 1)}});
  EXPECT_EQ(class_of("b"), "moved");
  EXPECT_EQ(class_of("d/b"), "name");
}

TEST_F(ReaderEvidenceTest, TheWholeNameCountsMoreThanTheNameWithoutExtension) {
  temp.apply(1, {by_identifier("clip.1", "stem"), by_identifier("clip.1.mp4", "name")});
  EXPECT_EQ(class_of("d/clip.1.mp4"), "name");
  EXPECT_EQ(class_of("d/clip.1.avi"), "stem") << "only the last extension is taken off";
  EXPECT_EQ(class_of("d/clip"), "");
}

TEST_F(ReaderEvidenceTest, AHiddenFileIsNotKnownByWhatFollowsItsDot) {
  temp.apply(1, {by_identifier("mp4", "extension"), by_identifier("x", "whole")});
  EXPECT_EQ(class_of(".mp4"), "");
  EXPECT_EQ(class_of("x."), "whole");
}

TEST_F(ReaderEvidenceTest, ANameCountsMoreThanContent) {
  ItemRegistered content = by_identifier("ID-7", "content");
  content.sha256 = a_file(1, 7).digests->sha256;
  temp.apply(1, {content, by_identifier("a", "name")});
  EXPECT_EQ(class_of("a", a_file(1, 7).digests), "name");
  EXPECT_EQ(class_of("b", a_file(1, 7).digests), "content");
  EXPECT_EQ(class_of("b"), "") << "no content to go by";
}

TEST_F(ReaderEvidenceTest, ContentOfARowWithAPathSaysNothingOfOtherPaths) {
  ItemRegistered content = row("there", "path");
  content.sha256 = a_file(1, 7).digests->sha256;
  temp.apply(1, {content});
  EXPECT_EQ(class_of("elsewhere", a_file(1, 7).digests), "");
}

TEST_F(ReaderEvidenceTest, KeepsEveryFieldOfTheRegister) {
  ItemRegistered full = row("d\xff/a", "evidential");
  full.identifier = "ID-1";
  full.recorded = Time{-5};
  full.cases = {"C-1", "C-2"};
  full.exhibit = "ABC/1";
  full.size = 0;
  full.sha256 = a_file(1, 9).digests->sha256;
  full.subjects = 3;
  ItemRegistered bare = by_identifier("only", "");
  temp.apply(1, {full, bare});
  Reader reader = temp.reader();
  EXPECT_EQ(value_of(reader.registered(id(), full.path, {})), full);
  EXPECT_EQ(value_of(reader.registered(id(), "x/only", {})), bare);
  std::vector<ItemRegistered> all;
  EXPECT_EQ(reason(reader.each_registered(id(),
                                          [&](const ItemRegistered& each) {
                                            all.push_back(each);
                                            return Status(ok());
                                          })),
            "");
  EXPECT_EQ(all, (std::vector<ItemRegistered>{full, bare}));
  EXPECT_TRUE(value_of(reader.has_identifiers(id())));
}

TEST_F(ReaderEvidenceTest, AMoveMakesNoNewRowOfTheRegister) {
  temp.apply(1, {row("a", "x"), ItemAdded{kStore, "a", a_file(1, 1)}});
  temp.apply(2, {ItemMoved{kStore, "b", "a", a_file(1, 1)}});
  Reader reader = temp.reader();
  int rows = 0;
  EXPECT_EQ(reason(reader.each_registered(id(),
                                          [&](const ItemRegistered& each) {
                                            EXPECT_EQ(each.path, "a");
                                            ++rows;
                                            return Status(ok());
                                          })),
            "");
  EXPECT_EQ(rows, 1);
  EXPECT_FALSE(value_of(reader.has_identifiers(id())));
}

TEST_F(ReaderEvidenceTest, GroupsWhatIsHeldByWhatTheRegisterSays) {
  ItemRegistered dated = row("d/dated", "short");
  dated.recorded = at(7);
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(1, 1)},
                 ItemAdded{kStore, "d/b", a_file(2, 2)},
                 ItemAdded{kStore, "d/dated", a_file(4, 3)},
                 ItemAdded{kStore, "d/link", a_link("a")},
                 ItemAdded{kStore, "d/unknown", a_file(8, 4)},
                 ItemAdded{kStore, "e/from", a_file(16, 5)}, row("d/a", "short"),
                 row("d/b", "short"), dated, row("d/link", "short"),
                 row("d/gone", "short"), row("e/from", "long")});
  temp.apply(2, {ItemMoved{kStore, "d/to", "e/from", a_file(16, 5)}});
  Words groups;
  Reader reader = temp.reader();
  EXPECT_EQ(reason(reader.each_registered_group(
                id(),
                [&](const RegisteredGroup& group) {
                  groups.push_back(
                      group.class_name + ' ' + (group.recorded ? "dated " : "") +
                      std::to_string(group.items) + ' ' + std::to_string(group.bytes));
                  return Status(ok());
                })),
            "");
  std::sort(groups.begin(), groups.end());
  EXPECT_EQ(groups, (Words{"long 1 16", "short 2 3", "short dated 1 4"}));
}

TEST_F(ReaderEvidenceTest, CountsAnItemOnceThatIsKnownByPathAndByAMove) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(1, 1)}, row("a", "moved"),
                 row("b", "path"), ItemMoved{kStore, "b", "a", a_file(1, 1)}});
  Words groups;
  Reader reader = temp.reader();
  EXPECT_EQ(reason(reader.each_registered_group(
                id(),
                [&](const RegisteredGroup& group) {
                  groups.push_back(group.class_name + std::to_string(group.items));
                  return Status(ok());
                })),
            "");
  EXPECT_EQ(groups, Words{"path1"});
}

TEST_F(ReaderEvidenceTest, ListsBytesAsTheyAreAndInTheOrderOfBytes) {
  temp.apply(1, {HoldPaths{kStore, "H-1", {"z", "\xff", "a/b", "a"}},
                 HoldPaths{kStore, "H-1", {"a", "moved"}},
                 HoldPaths{"nas", "H-1", {"elsewhere"}}});
  Reader reader = temp.reader();
  std::vector<StorePath> listed;
  EXPECT_EQ(reason(reader.each_listed(Reader::ListOf::kHold, id(), "H-1",
                                      [&](const StorePath& path) {
                                        listed.push_back(path);
                                        return Status(ok());
                                      })),
            "");
  EXPECT_EQ(listed, (std::vector<StorePath>{"a", "a/b", "moved", "z", "\xff"}));
  EXPECT_EQ(value_of(reader.listings(id(), "\xff")).holds, Words{"H-1"});
  EXPECT_TRUE(value_of(reader.listings(id(), "a/")).holds.empty());
  EXPECT_TRUE(value_of(reader.evidence_state(id())).has_lists);
}

TEST_F(ReaderEvidenceTest, EndsWithTheErrorOfWhoIsToldAList) {
  temp.apply(1, {HoldPaths{kStore, "H-1", {"a", "b"}}});
  Reader reader = temp.reader();
  const Status done =
      reader.each_listed(Reader::ListOf::kHold, id(), "H-1", [](const StorePath&) {
        return Status(Error{ErrorCode::kCancelled, 0, "enough"});
      });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
}

TEST_F(ReaderEvidenceTest, TurnsThePagesOfRemovalsByTheirNumbers) {
  std::vector<EventBody> events;
  for (int i = 0; i < 6; ++i) {
    events.emplace_back(gone("a" + std::to_string(i), i % 2 == 0
                                                          ? Explanation::kUnexplained
                                                          : Explanation::kRetention));
  }
  events.emplace_back(gone("l", Explanation::kLogged));
  temp.apply(1, events);
  using Numbers = std::vector<std::uint64_t>;
  const std::vector<Explanation> open = {Explanation::kUnexplained,
                                         Explanation::kLogged};
  // A page begins behind a number: what went as event 0 is before every page, but event 0
  // starts a ledger.
  EXPECT_EQ(removals(0, 2, open), (Numbers{2, 4}));
  EXPECT_EQ(removals(4, 2, open), Numbers{6});
  EXPECT_EQ(removals(6, 2, open), Numbers{});
  EXPECT_EQ(removals(0, 9, {Explanation::kRetention}), (Numbers{1, 3, 5}));
}

TEST_F(ReaderEvidenceTest, KnowsWhichAuthoritiesOtherRemovalsOfAPathHaveUsed) {
  temp.apply(1, {gone("a", Explanation::kAuthority, "DA-2"),
                 gone("a", Explanation::kAuthority, "DA-1"),
                 gone("a", Explanation::kAuthority, "DA-1"),
                 gone("a", Explanation::kTransfer, "T-1"),
                 gone("b", Explanation::kAuthority, "DA-3")});
  EXPECT_EQ(used_for("a"), (Words{"DA-1", "DA-2"}));
  EXPECT_EQ(used_for("a", 0), Words{"DA-1"});
  EXPECT_EQ(used_for("a", 1), (Words{"DA-1", "DA-2"})) << "another one used it, too";
  EXPECT_EQ(used_for("a", 99), (Words{"DA-1", "DA-2"}));
  EXPECT_EQ(used_for("c"), Words{});
}

TEST_F(ReaderEvidenceTest, ShowsTheVerdictOfNowAndOnlyOfRemovals) {
  ItemRemoved removed = gone("a", Explanation::kUnexplained);
  removed.hold = "H-1";
  removed.kept_until = at(99);
  temp.apply(1, {ItemAdded{kStore, "a", a_file(10, 1)}, removed});
  Reader reader = temp.reader();
  EXPECT_FALSE(value_of(reader.current_verdict(0)));
  const auto verdict = value_of(reader.current_verdict(1));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->hold, "H-1");
  EXPECT_EQ(verdict->kept_until, at(99));
  EXPECT_EQ(verdict->reconsidered, std::nullopt);
}

TEST_F(ReaderEvidenceTest, ShowsTheLogOfOnePathOldestFirstAndEachLineOnce) {
  const DeletionLogged second{kStore, "a", at(9), "b", "delete"};
  const DeletionLogged first{kStore, "a", at(5), "", "SDEL"};
  temp.apply(1, {second, first, second, DeletionLogged{kStore, "b", at(1), "x", ""},
                 DeletionLogged{"nas", "a", at(1), "x", ""}});
  Reader reader = temp.reader();
  EXPECT_EQ(value_of(reader.logged_deletions(id(), "a")),
            (std::vector<DeletionLogged>{first, second}));
  EXPECT_TRUE(value_of(reader.evidence_state(id())).has_deletion_log);
}

TEST_F(ReaderEvidenceTest, KnowsWhenAnythingWentForTheFirstTime) {
  ItemRemoved early = gone("a", Explanation::kUnexplained);
  early.first_missed = at(-7);
  temp.apply(1, {gone("b", Explanation::kUnexplained), early});
  EXPECT_EQ(value_of(temp.reader().first_removal(id())), at(-7));
}

}  // namespace
}  // namespace muniment
