#include "reconcile/transfer_check.h"

#include <gtest/gtest.h>

#include "found.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

class TransferCheckTest : public testing::Test {
 protected:
  TransferCheck check() {
    Reader reader = temp.reader();
    const std::vector<TransferRecord> transfers = value_of(reader.transfers());
    const ListedScope scope{transfers.at(0).terms.scope, {}};
    found = Found();
    return value_of(check_transfer(
        reader,
        {temp.path(), temp.directory().absolute(""), &transfers[0], nullptr, &scope},
        [&](TransferState state, const StorePath& path, std::uint64_t,
            const std::string&) { return found.add(name_of(state), path); }));
  }
  static ItemRemoved gone(StorePath path, std::uint8_t content, std::int64_t missed) {
    return {kStore,
            std::move(path),
            a_file(1, content),
            at(1),
            at(missed - 1),
            at(missed),
            Explanation::kUnexplained,
            "",
            "",
            "",
            std::nullopt};
  }

  TempCatalogue temp;
  Found found;
};

TEST_F(TransferCheckTest, SaysForEveryItemWhereItIs) {
  temp.apply(
      1,
      {ItemAdded{kStore, "done", a_file(1, 1)}, ItemAdded{kStore, "old", a_file(1, 2)},
       ItemAdded{kStore, "other", a_file(1, 3)}, ItemAdded{kStore, "not", a_file(1, 4)},
       ItemAdded{"nas", "old", a_file(1, 2)}});
  temp.apply(5, {TransferOpened{kStore, "nas", "T-1", "C. Day", {}}});
  temp.apply(6, {ItemAdded{"nas", "renamed", a_file(1, 1)},
                 ItemAdded{"nas", "other", a_file(1, 9)}, gone("lost", 7, 7),
                 gone("safe", 1, 7), gone("before", 8, 3)});
  const TransferCheck first = check();
  EXPECT_EQ(found.lines(),
            (Lines{"absent not", "different other", "lost lost", "unverified old"}));
  EXPECT_EQ(first.items, 6U);
  EXPECT_EQ(first.verified, 2U);
  EXPECT_EQ(first.at_source, 4U);
  EXPECT_FALSE(first.may_purge());
  temp.apply(8, {ItemsVerified{"nas", "", {"old"}}});
  EXPECT_EQ(check().verified, 3U) << "read since it was opened";
}

TEST_F(TransferCheckTest, LetsTheSourceGoOnlyWhenEverythingIsVerifiedAndSeen) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(1, 1)}});
  temp.apply(2, {TransferOpened{kStore, "nas", "T-1", "C. Day", {}}});
  EXPECT_FALSE(check().may_purge());
  temp.apply(3, {ItemAdded{"nas", "a", a_file(1, 1)}});
  EXPECT_TRUE(check().may_purge());
  temp.apply(4, {PlaceUnobserved{kStore, "x", PlaceKind::kDirectory, "denied", {}}});
  EXPECT_FALSE(check().may_purge()) << "nobody knows what is in x";
}

TEST_F(TransferCheckTest, CallsNothingLostWhileItMayBeWhereNobodyCanLook) {
  temp.apply(1, {ItemAdded{"nas", "d/b", a_file(1, 1)}});
  temp.apply(2, {TransferOpened{kStore, "nas", "T-1", "C. Day", {}}});
  temp.apply(3, {gone("a", 1, 4),
                 PlaceUnobserved{"nas", "d", PlaceKind::kDirectory, "denied", {}}});
  EXPECT_EQ(check().lost, 0U);
  EXPECT_EQ(found.lines(), Lines{"unverified a"});
}

TEST_F(TransferCheckTest, JudgesEachContentThatWentFromOnePath) {
  temp.apply(2, {TransferOpened{kStore, "nas", "T-1", "C. Day", {}}});
  temp.apply(3, {ItemAdded{"nas", "copy", a_file(1, 1)}, gone("a", 1, 4),
                 gone("a", 2, 6), gone("a", 2, 8)});
  const TransferCheck check = this->check();
  EXPECT_EQ(found.lines(), Lines{"lost a"});
  EXPECT_EQ(check.items, 2U) << "the same content twice is one item";
  EXPECT_EQ(check.verified, 1U);
}

TEST_F(TransferCheckTest, OtherContentUnderItsPathIsNotTheItemComeBack) {
  temp.apply(2, {TransferOpened{kStore, "nas", "T-1", "C. Day", {}}});
  temp.apply(
      3, {ItemAdded{"nas", "copy", a_file(1, 2)}, gone("a", 1, 4), gone("b", 2, 4),
          ItemAdded{kStore, "a", a_file(1, 2)}, ItemAdded{kStore, "b", a_file(1, 2)}});
  const TransferCheck check = this->check();
  EXPECT_EQ(found.lines(), Lines{"lost a"});
  EXPECT_EQ(check.items, 3U);
  EXPECT_EQ(check.at_source, 2U);
}

}  // namespace
}  // namespace muniment
