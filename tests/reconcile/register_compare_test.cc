#include "reconcile/register_compare.h"

#include <gtest/gtest.h>

#include "found.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

ItemRegistered row(StorePath path, std::optional<std::uint8_t> content = {},
                   std::optional<std::uint64_t> size = {}) {
  ItemRegistered row;
  row.store = kStore;
  row.path = std::move(path);
  row.size = size;
  if (content) {
    row.sha256 = a_file(1, *content).digests->sha256;
  }
  return row;
}

class RegisterCompareTest : public testing::Test {
 protected:
  RegisterComparison compare() {
    Reader reader = temp.reader();
    found = Found();
    return value_of(compare_register(
        reader, {temp.path(), temp.directory().absolute(""), temp.store_id()},
        [&](const RegisterLine& line) {
          return found.add(name_of(line.finding),
                           line.path.empty() ? line.identifier : line.path);
        }));
  }

  TempCatalogue temp;
  Found found;
};

TEST_F(RegisterCompareTest, ListsBothWays) {
  temp.apply(1,
             {ItemAdded{kStore, "same", a_file(5, 1)},
              ItemAdded{kStore, "digest", a_file(5, 2)},
              ItemAdded{kStore, "size", a_file(5, 3)},
              ItemAdded{kStore, "moved/here", a_file(5, 4)},
              ItemAdded{kStore, "unknown", a_file(5, 5)}, row("same", 1, 5),
              row("digest", 9), row("size", {}, 6), row("moved/from", 4), row("gone")});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(),
            (Lines{"different digest", "different size", "registered-absent gone",
                   "registered-elsewhere moved/from", "unregistered moved/here",
                   "unregistered unknown"}));
  EXPECT_EQ(comparison.registered, 5U);
  EXPECT_EQ(comparison.held, 5U);
  EXPECT_EQ(comparison.matched, 1U);
  EXPECT_EQ(comparison.by_digest, 1U);
  EXPECT_TRUE(comparison.has_findings());
}

TEST_F(RegisterCompareTest, HasNothingToSayWhereBothAgree) {
  ItemRegistered by_name;
  by_name.store = kStore;
  by_name.identifier = "clip-1";
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(5, 1)}, row("d/a", 1, 5),
                 ItemAdded{kStore, "d/clip-1.mp4", a_file(5, 2)}, by_name});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), Lines{});
  EXPECT_EQ(comparison.matched, 2U);
  EXPECT_FALSE(comparison.has_findings());
}

TEST_F(RegisterCompareTest, CannotTellWhereNobodyCanLook) {
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(5, 1)}, row("d/a")});
  temp.apply(2, {PlaceUnobserved{kStore, "d", PlaceKind::kDirectory, "denied", {}}});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), Lines{"not-observed d/a"});
  EXPECT_EQ(comparison.not_observed, 1U);
}

}  // namespace
}  // namespace muniment
