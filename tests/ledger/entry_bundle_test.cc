#include "ledger/entry_bundle.h"

#include <gtest/gtest.h>

#include "temp_ledger.h"

namespace muniment {
namespace {

std::string split_error(std::string_view bundle, unsigned count) {
  std::vector<std::string_view> entries;
  return reason(split_bundle(bundle, count, entries));
}

TEST(EntryBundle, HasEachEntryBehindItsLength) {
  std::string bundle;
  append_to_bundle(bundle, "abc");
  append_to_bundle(bundle, std::string(0x1234, 'x'));
  EXPECT_EQ(bundle.substr(0, 7), std::string("\x00\x03"
                                             "abc\x12\x34",
                                             7));
  std::vector<std::string_view> entries;
  ASSERT_TRUE(split_bundle(bundle, 2, entries));
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0], "abc");
  EXPECT_EQ(entries[1], std::string(0x1234, 'x'));
}

TEST(EntryBundle, HoldsTheLongestEntry) {
  const std::string longest(kMaxEntryBytes, 'x');
  std::string bundle;
  append_to_bundle(bundle, longest);
  std::vector<std::string_view> entries;
  ASSERT_TRUE(split_bundle(bundle, 1, entries));
  EXPECT_EQ(entries[0], longest);
}

TEST(EntryBundle, IsRefusedWhenItIsNotExactlyThatManyEntries) {
  std::string bundle;
  append_to_bundle(bundle, "abc");
  append_to_bundle(bundle, "de");
  EXPECT_EQ(split_error(bundle, 2), "");
  EXPECT_EQ(split_error(bundle, 3), "corrupt: has 2 whole entries of 3");
  EXPECT_EQ(split_error(bundle, 1), "corrupt: has bytes after its last entry");
  EXPECT_EQ(split_error(bundle + '\0', 2), "corrupt: has bytes after its last entry");
  for (std::size_t length = 0; length < bundle.size(); ++length) {
    EXPECT_NE(split_error(bundle.substr(0, length), 2), "") << length;
  }
}

TEST(EntryBundle, HasNoEmptyEntries) {
  EXPECT_EQ(split_error(std::string_view("\0\0", 2), 1),
            "corrupt: entry 0 of it has an impossible length");
}

}  // namespace
}  // namespace muniment
