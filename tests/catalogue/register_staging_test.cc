#include "catalogue/register_staging.h"

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

ItemRegistered row(std::string path, std::vector<std::string> cases = {}) {
  ItemRegistered row;
  row.store = kStore;
  row.path = std::move(path);
  row.class_name = "evidential";
  row.cases = std::move(cases);
  return row;
}

class RegisterStagingTest : public testing::Test {
 protected:
  RegisterStagingTest()
      : staging(value_of(RegisterStaging::create(temp.directory().absolute("")))) {}

  std::string add(std::uint64_t line, const ItemRegistered& row) {
    return value_of(staging.add(line, row)).value_or("");
  }
  // All changes, in pages of `limit`.
  std::vector<RegisterChange> changes(int limit) {
    std::vector<RegisterChange> all;
    for (bool is_last = false; !is_last;) {
      for (RegisterChange& change :
           value_of(staging.next_changes(temp.path(), kStore, limit, is_last))) {
        all.push_back(std::move(change));
      }
    }
    return all;
  }

  TempCatalogue temp;
  RegisterStaging staging;
};

TEST_F(RegisterStagingTest, MakesOneRowOfAnItemWithTwoCases) {
  EXPECT_EQ(add(2, row("a", {"C-2"})), "");
  EXPECT_EQ(add(3, row("a", {"C-1", "C-2"})), "");
  EXPECT_EQ(staging.rows(), 1U);
  const auto all = changes(10);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].row.cases, (std::vector<std::string>{"C-1", "C-2"}));
}

TEST_F(RegisterStagingTest, RefusesARowThatContradictsAnEarlierOne) {
  EXPECT_EQ(add(2, row("a")), "");
  ItemRegistered other = row("a");
  other.class_name = "non-evidential";
  EXPECT_EQ(add(9, other), "given twice: on line 2 with another class");
  other = row("a");
  other.size = 5;
  EXPECT_EQ(add(10, other), "given twice: on line 2 with another size");
}

TEST_F(RegisterStagingTest, YieldsOnlyWhatTheCatalogueHasNotOrHasOtherwise) {
  ItemRegistered changed = row("d/changed");
  changed.exhibit = "ABC/1";
  temp.apply(1, {row("d/same", {"C-1"}), row("d/changed")});
  for (const ItemRegistered& each :
       {row("d/same", {"C-1"}), changed, row("e/new"), row("")}) {
    ItemRegistered with_identifier = each;
    with_identifier.identifier = each.path.empty() ? "ID-1" : "";
    EXPECT_EQ(add(2, with_identifier), "");
  }
  const auto all = changes(10);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].row.path, "d/changed");
  EXPECT_FALSE(all[0].is_new);
  EXPECT_EQ(all[1].row.path, "e/new");
  EXPECT_TRUE(all[1].is_new);
  EXPECT_EQ(all[2].row.identifier, "ID-1");
}

TEST_F(RegisterStagingTest, GoesThroughItsRowsPageByPage) {
  constexpr int kRows = 23;
  for (int i = 0; i < kRows; ++i) {
    EXPECT_EQ(add(2, row("d" + std::to_string(i % 3) + "/" + std::to_string(i))), "");
  }
  EXPECT_EQ(changes(5).size(), static_cast<std::size_t>(kRows));
}

// An import that was killed after a page has been recorded, and is begun again.
TEST_F(RegisterStagingTest, GoesOnWhereAKilledImportEnded) {
  constexpr int kRows = 7;
  const auto stage = [](RegisterStaging& into) {
    for (int i = 0; i < kRows; ++i) {
      EXPECT_FALSE(value_of(into.add(2, row("d/" + std::to_string(i)))));
    }
  };
  stage(staging);
  bool is_last = true;
  for (RegisterChange& change :
       value_of(staging.next_changes(temp.path(), kStore, 3, is_last))) {
    temp.apply(1, {change.row});
  }
  EXPECT_FALSE(is_last);
  staging = value_of(RegisterStaging::create(temp.directory().absolute("")));
  stage(staging);
  const auto rest = changes(3);
  ASSERT_EQ(rest.size(), 4U);
  EXPECT_EQ(rest[0].row.path, "d/3");
}

TEST_F(RegisterStagingTest, ToldTwiceInTheSameWordsAddsNothing) {
  EXPECT_EQ(add(2, row("a", {"C-1"})), "");
  EXPECT_EQ(add(3, row("a", {"C-1"})), "");
  EXPECT_EQ(staging.rows(), 1U);
  EXPECT_EQ(changes(1).size(), 1U);
}

}  // namespace
}  // namespace muniment
