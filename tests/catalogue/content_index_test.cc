#include "catalogue/content_index.h"

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

class ContentIndexTest : public testing::Test {
 protected:
  ContentIndex index(const std::vector<std::string>& stores) {
    std::vector<std::int64_t> ids;
    for (const std::string& store : stores) {
      ids.push_back(temp.store_id(store));
    }
    return value_of(
        ContentIndex::make(temp.path(), temp.directory().absolute(""), ids));
  }
  static ContentIndex::Sha256 content(std::uint8_t which) {
    return a_file(1, which).digests->sha256;
  }
  // How many items of `store` are known to hold the content.
  std::uint64_t held(std::uint8_t which, const std::string& store = kStore) {
    ContentIndex made = index({store});
    const auto copies = value_of(made.in_store(temp.store_id(store), content(which)));
    return copies ? copies->items : 0;
  }

  TempCatalogue temp;
};

TEST_F(ContentIndexTest, CountsCopiesAndKnowsWhenOneWasReadLast) {
  temp.apply(
      1, {ItemAdded{kStore, "d/a", a_file(1, 7)},
          ItemAdded{kStore, "d/b", a_file(1, 7)}, ItemAdded{"nas", "x", a_file(1, 7)}});
  temp.apply(9, {ItemsVerified{kStore, "d", {"a"}}});
  ContentIndex both = index({kStore, "nas"});
  const auto copies = value_of(both.in_store(temp.store_id(), content(7)));
  ASSERT_TRUE(copies);
  EXPECT_EQ(copies->items, 2U);
  EXPECT_EQ(copies->read, at(9));
  EXPECT_EQ(value_of(both.items_with(content(7))), 3U);
  EXPECT_EQ(value_of(both.items_with(content(8))), 0U);
  EXPECT_FALSE(value_of(both.in_store(temp.store_id(), content(8))));
}

TEST_F(ContentIndexTest, LeavesOutWhatIsCorrupted) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(1, 7)}});
  temp.apply(2, {ItemAltered{kStore, "a", ChangeKind::kCorrupted, a_file(1, 8), 1,
                             a_file(1, 7).digests, at(1), ""}});
  EXPECT_EQ(held(7), 0U);
}

TEST_F(ContentIndexTest, LeavesOutWhatCannotBeObservedNow) {
  temp.apply(1, {ItemAdded{kStore, "d/e/a", a_file(1, 1)},
                 ItemAdded{kStore, "d/b", a_file(1, 2)},
                 ItemAdded{kStore, "dd/c", a_file(1, 3)},
                 ItemAdded{kStore, "root", a_file(1, 4)}});
  temp.apply(2, {PlaceUnobserved{kStore, "d", PlaceKind::kDirectory, "denied", at(1)}});
  EXPECT_EQ(held(1), 0U) << "below a closed directory";
  EXPECT_EQ(held(2), 0U) << "in it";
  EXPECT_EQ(held(3), 1U) << "beside it, whatever its name begins with";
  EXPECT_EQ(held(4), 1U);
  temp.apply(3, {PlaceObserved{kStore, "d"},
                 PlaceUnobserved{kStore, "d/b", PlaceKind::kFile, "EIO", at(1)}});
  EXPECT_EQ(held(1), 1U);
  EXPECT_EQ(held(2), 0U) << "a file by itself";
  temp.apply(4, {PlaceUnobserved{kStore, "", PlaceKind::kDirectory, "EIO", at(1)}});
  EXPECT_EQ(held(4), 0U) << "the root is closed";
}

TEST_F(ContentIndexTest, RemembersWhatIsAmongThoseAskedAbout) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(1, 1)}});
  ContentIndex made = index({kStore});
  EXPECT_EQ(value_of(made.noted(content(1))), 0U);
  EXPECT_EQ(reason(made.note(content(1))), "");
  EXPECT_EQ(reason(made.note(content(1))), "");
  EXPECT_EQ(value_of(made.noted(content(1))), 2U);
}

TEST_F(ContentIndexTest, DoesNotKeepAnybodyFromWriting) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(1, 1)}});
  const ContentIndex made = index({kStore});
  temp.apply(2, {ItemAdded{kStore, "b", a_file(1, 2)}});
  EXPECT_TRUE(temp.item("b"));
}

}  // namespace
}  // namespace muniment
