#include "model/item.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/event.h"
#include "random_event.h"

namespace muniment {
namespace {

TEST(Path, OfAnEntryIsItsDirectoryAndItsName) {
  EXPECT_EQ(join_path("", "a"), "a");
  EXPECT_EQ(join_path("a/b", "c"), "a/b/c");
  EXPECT_EQ(parent_of("a/b/c"), "a/b");
  EXPECT_EQ(parent_of("a"), "");
  EXPECT_EQ(name_in_parent("a/b/c"), "c");
  EXPECT_EQ(name_in_parent("a"), "a");
}

TEST(Path, CanBeTakenApartAndPutTogether) {
  EXPECT_TRUE(rc::check("join_path(parent_of(p), name_in_parent(p)) == p", [] {
    const std::string path = *any_bytes();
    RC_PRE(!path.starts_with('/'));
    RC_ASSERT(join_path(parent_of(path), name_in_parent(path)) == path);
  }));
}

TEST(Path, IsUnderADirectoryByPartsAndNotByLetters) {
  EXPECT_TRUE(is_under("2023/07/a", "2023/07"));
  EXPECT_TRUE(is_under("2023/07", "2023/07"));
  EXPECT_TRUE(is_under("2023/07/a", "2023"));
  EXPECT_FALSE(is_under("2023/070", "2023/07"));
  EXPECT_FALSE(is_under("2023", "2023/07"));
  EXPECT_FALSE(is_under("2024/07", "2023"));
}

TEST(Path, IsAlwaysUnderTheRoot) {
  EXPECT_TRUE(is_under("", ""));
  EXPECT_TRUE(is_under("a/b", ""));
}

TEST(Hexadecimal, ReadsBackWhatItWrote) {
  EXPECT_TRUE(
      rc::check("from_hex(to_hex(b)) == b", [](const std::vector<std::uint8_t>& bytes) {
        std::vector<std::uint8_t> again(bytes.size());
        RC_ASSERT(
            from_hex(to_hex(bytes.data(), bytes.size()), again.data(), again.size()));
        RC_ASSERT(again == bytes);
      }));
}

TEST(Hexadecimal, IsLowerCaseAndOfTheRightLength) {
  const std::uint8_t bytes[] = {0x00, 0x9f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(bytes, 4), "009fa0ff");
  std::uint8_t out[2] = {};
  for (const std::string_view text :
       {"", "00", "0000ff", "00F0", "00g0", "00 0", "0x00"}) {
    EXPECT_FALSE(from_hex(text, out, 2)) << text;
  }
}

template <typename Enum>
void expect_names(std::optional<Enum> (*from)(std::string_view), int last) {
  for (int i = 1; i <= last; ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_NE(name_of(value), "");
    EXPECT_EQ(from(name_of(value)), value);
  }
  EXPECT_EQ(from(""), std::nullopt);
  EXPECT_EQ(from("nonsense"), std::nullopt);
}

TEST(Names, OfEveryKindAreReadBack) {
  expect_names<ItemType>(&item_type_from, 6);
  expect_names<Explanation>(&explanation_from, 6);
  expect_names<ChangeKind>(&change_kind_from, 7);
}

TEST(Facts, AreTheSameWhenNothingSaysThatTheContentWasTouched) {
  const ItemFacts facts{ItemType::kFile, 3, Time{1}, Time{2}, 4, Digests{}, ""};
  ItemFacts other = facts;
  other.digests.reset();
  EXPECT_TRUE(facts.same_metadata(other));
  const auto differs = [&](auto change) {
    ItemFacts changed = facts;
    change(changed);
    return !changed.same_metadata(facts);
  };
  EXPECT_TRUE(differs([](ItemFacts& f) { f.type = ItemType::kFifo; }));
  EXPECT_TRUE(differs([](ItemFacts& f) { f.size = 4; }));
  EXPECT_TRUE(differs([](ItemFacts& f) { f.mtime.ns = 2; }));
  EXPECT_TRUE(differs([](ItemFacts& f) { f.ctime.ns = 3; }));
  EXPECT_TRUE(differs([](ItemFacts& f) { f.inode = 5; }));
}

// What the name of a mount source is, and what is not known of either, tells nothing.
TEST(StoreIdentity, IsTheSameWhenNothingSaysThatItIsAnother) {
  const StoreIdentity store{"ext4", "01", 2, Time{3}, "1:04", "/dev/sdb1"};
  const auto same = [&](auto change) {
    StoreIdentity other = store;
    change(other);
    return store.is_same_store(other) && other.is_same_store(store);
  };
  EXPECT_TRUE(same([](StoreIdentity&) {}));
  EXPECT_TRUE(same([](StoreIdentity& s) { s.mount_source = "/dev/sdc1"; }));
  EXPECT_TRUE(same([](StoreIdentity& s) { s.root_birth.reset(); }));
  EXPECT_TRUE(same([](StoreIdentity& s) { s.root_handle.clear(); }));
  EXPECT_FALSE(same([](StoreIdentity& s) { s.filesystem_type = "xfs"; }));
  EXPECT_FALSE(same([](StoreIdentity& s) { s.filesystem_id = "02"; }));
  EXPECT_FALSE(same([](StoreIdentity& s) { s.root_inode = 3; }));
  EXPECT_FALSE(same([](StoreIdentity& s) { s.root_birth = Time{4}; }));
  EXPECT_FALSE(same([](StoreIdentity& s) { s.root_handle = "1:05"; }));
}

}  // namespace
}  // namespace muniment
