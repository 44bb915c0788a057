#include "reconcile/authority_check.h"

#include <gtest/gtest.h>

#include "found.h"
#include "reconcile/authority_misuse.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

class AuthorityCheckTest : public testing::Test {
 protected:
  AuthorityCheckTest() {
    temp.apply(1, {ItemAdded{kStore, "d/a", a_file(10, 1)},
                   ItemAdded{kStore, "d/b", a_file(10, 2)},
                   ItemAdded{kStore, "e/c", a_file(10, 3)},
                   ItemAdded{"nas", "copy", a_file(10, 1)}});
    terms.store = kStore;
    terms.reference = "DA-1";
    terms.scope.prefixes = {"d"};
  }

  AuthorityCheck check() {
    ListedScope scope{terms.scope, paths};
    scope.scope.listed_paths = paths.size();
    AuthorityQuestion question;
    question.catalogue = temp.path();
    question.scratch = temp.directory().absolute("");
    question.store_id = temp.store_id();
    question.all_stores = {temp.store_id(), temp.store_id("nas")};
    question.terms = &terms;
    question.scope = &scope;
    Reader reader = temp.reader();
    found = Found();
    return value_of(check_authority(
        reader, question,
        [&](DisposalConcern concern, const StorePath& path, const std::string&) {
          return found.add(name_of(concern), path);
        }));
  }

  TempCatalogue temp;
  AuthorityAdded terms;
  std::vector<StorePath> paths;
  Found found;
};

TEST_F(AuthorityCheckTest, NamesTheLastCopyAndNotWhatAnotherStoreHolds) {
  const AuthorityCheck check = this->check();
  EXPECT_EQ(check.items, 2U);
  EXPECT_EQ(check.bytes, 20U);
  EXPECT_EQ(check.last_copies, 1U);
  EXPECT_EQ(found.lines(), Lines{"last-copy d/b"});
}

TEST_F(AuthorityCheckTest, CopiesThatWouldGoTogetherAreNoCopies) {
  temp.apply(2, {ItemAdded{kStore, "d/b2", a_file(10, 2)}});
  EXPECT_EQ(check().last_copies, 2U);
  temp.apply(3, {ItemAdded{kStore, "e/b3", a_file(10, 2)}});
  EXPECT_EQ(check().last_copies, 0U) << "one stays";
}

TEST_F(AuthorityCheckTest, NamesWhatAHoldKeeps) {
  HoldPlaced hold;
  hold.store = kStore;
  hold.reference = "H-1";
  hold.scope.prefixes = {"d/a"};
  temp.apply(2, {hold});
  EXPECT_EQ(check().held, 1U);
  EXPECT_EQ(found.lines(), (Lines{"held d/a", "last-copy d/b"}));
  temp.apply(3, {HoldReleased{kStore, "H-1", "B. Moe", "over"}});
  EXPECT_EQ(check().held, 0U);
}

TEST_F(AuthorityCheckTest, NamesWhatIsNotInTheInventory) {
  terms.scope.prefixes = {"d/a", "x"};
  paths = {"e/c", "never"};
  EXPECT_EQ(check().not_in_inventory, 2U);
  EXPECT_EQ(found.lines(),
            (Lines{"last-copy e/c", "not-in-inventory never", "not-in-inventory x"}));
}

TEST_F(AuthorityCheckTest, SaysHowManyWouldBeLeftUnexplained) {
  terms.max_items = 1;
  terms.max_bytes = 15;
  const AuthorityCheck check = this->check();
  EXPECT_EQ(check.beyond_max_items, 1U);
  EXPECT_EQ(check.beyond_max_bytes, 5U);
}

TEST_F(AuthorityCheckTest, NamesWhatCouldNotBeLookedAt) {
  temp.apply(2, {PlaceUnobserved{kStore, "d", PlaceKind::kDirectory, "denied", at(1)}});
  EXPECT_EQ(check().not_observed, 2U);
}

// What is corrupted is no copy, and takes none with it when it goes.
TEST_F(AuthorityCheckTest, CountsOnlyGoodCopiesAgainstGoodCopies) {
  temp.apply(2, {ItemAltered{kStore, "d/a", ChangeKind::kCorrupted, a_file(10, 9), 10,
                             a_file(10, 1).digests, at(1), ""}});
  EXPECT_EQ(check().last_copies, 1U);
  EXPECT_EQ(found.lines(), Lines{"last-copy d/b"}) << "of d/a another store has a copy";
  temp.apply(3, {ItemAltered{"nas", "copy", ChangeKind::kCorrupted, a_file(10, 9), 10,
                             a_file(10, 1).digests, at(1), ""}});
  EXPECT_EQ(found.lines().size(), 1U);
  EXPECT_EQ(check().last_copies, 2U) << "no good one is left";
}

TEST_F(AuthorityCheckTest, ACopyWhereNobodyCanLookIsNoCopy) {
  temp.apply(2, {PlaceUnobserved{"nas", "copy", PlaceKind::kFile, "EIO", at(1)}});
  EXPECT_EQ(check().last_copies, 2U);
}

TEST_F(AuthorityCheckTest, ALinkHasNoContentToLose) {
  terms.scope.prefixes = {"links"};
  temp.apply(2, {ItemAdded{kStore, "links/a", a_link("x")}});
  const AuthorityCheck check = this->check();
  EXPECT_EQ(check.items, 1U);
  EXPECT_FALSE(check.has_concerns());
}

TEST_F(AuthorityCheckTest, NamesWhatAHoldKeepsByItsListOrByTheCaseOfTheRegister) {
  HoldPlaced listed;
  listed.store = kStore;
  listed.reference = "H-1";
  listed.scope.listed_paths = 1;
  HoldPlaced by_case = listed;
  by_case.reference = "H-2";
  by_case.scope = {};
  by_case.scope.cases = {"C-1"};
  ItemRegistered row;
  row.store = kStore;
  row.path = "d/b";
  row.cases = {"C-1"};
  temp.apply(2, {HoldPaths{kStore, "H-1", {"d/a"}}, listed, by_case, row});
  EXPECT_EQ(check().held, 2U);
  EXPECT_EQ(found.lines(), (Lines{"held d/a", "held d/b", "last-copy d/b"}));
}

TEST_F(AuthorityCheckTest, MisuseIsWhatWentBeyondItAndWhatWentAgain) {
  terms.max_items = 1;
  const auto gone = [](StorePath path, Explanation explanation) {
    return ItemRemoved{
        kStore,       std::move(path),
        a_file(1, 1), at(1),
        at(5),        at(6),
        explanation,  explanation == Explanation::kAuthority ? "DA-1" : "",
        "",           "",
        std::nullopt};
  };
  temp.apply(2, {terms, gone("d/a", Explanation::kAuthority),
                 gone("d/b", Explanation::kUnexplained),
                 gone("d/a", Explanation::kUnexplained),
                 gone("e/c", Explanation::kUnexplained)});
  Reader reader = temp.reader();
  const auto all = value_of(reader.authorities(temp.store_id()));
  const auto misuse = value_of(find_misuse(reader, temp.store_id(), all));
  ASSERT_EQ(misuse.size(), 1U);
  EXPECT_EQ(misuse[0].beyond, 1U);
  EXPECT_EQ(misuse[0].replayed, 1U);
}

}  // namespace
}  // namespace muniment
