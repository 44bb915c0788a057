// Which column is which field.

#include "intake/column_map.h"

#include <gtest/gtest.h>

#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

TEST(ColumnMap, ComesInOneTextOrInSeveral) {
  const ColumnMap wanted = {{"path", "File name"}, {"recorded_at", "Date=Time"}};
  EXPECT_EQ(value_of(parse_column_map({"path=File name,recorded_at=Date=Time"})),
            wanted);
  EXPECT_EQ(value_of(parse_column_map({"recorded_at=Date=Time", "path=File name"})),
            wanted);
  EXPECT_TRUE(value_of(parse_column_map({})).empty());
}

TEST(ColumnMap, NamesAllFieldsWhenOneIsNotKnown) {
  const auto map = parse_column_map({"recorded=Date"});
  ASSERT_FALSE(map);
  EXPECT_EQ(
      map.error().what,
      "--map: no field \"recorded\"; there are path, id, recorded_at, class, case, "
      "exhibit, size, sha256, subjects");
}

TEST(ColumnMap, GivesEachFieldTwiceOnlyAsAMistake) {
  EXPECT_FALSE(parse_column_map({"path=a", "path=b"}));
}

TEST(ColumnMap, LooksForAFieldUnderItsOwnNameIfNothingElseIsSaid) {
  const std::vector<std::string_view> header = {"x", "id", "path"};
  const ColumnPlaces places = value_of(find_columns(wanted_columns({}), header));
  EXPECT_EQ(places[0], 2U);
  EXPECT_EQ(places[1], 1U);
  EXPECT_EQ(places[2], std::nullopt);
}

TEST(ColumnMap, GivesAColumnThatIsNamedForOneFieldToNoOther) {
  const std::vector<std::string_view> header = {"path", "case"};
  const WantedColumns wanted = wanted_columns({{"class", "case"}});
  const ColumnPlaces places = value_of(find_columns(wanted, header));
  EXPECT_EQ(places[static_cast<std::size_t>(RegisterField::kClass)], 1U);
  EXPECT_EQ(places[static_cast<std::size_t>(RegisterField::kCase)], std::nullopt);
}

TEST(ColumnMap, MustNameColumnsThatAreThere) {
  const std::vector<std::string_view> header = {"path", "Date"};
  const auto places = find_columns(wanted_columns({{"recorded_at", "date"}}), header);
  ASSERT_FALSE(places);
  EXPECT_EQ(places.error().what,
            "no column \"date\" for recorded_at; the columns are \"path\", \"Date\"");
}

TEST(ColumnMap, DoesNotMindAColumnTwiceThatNobodyReads) {
  const std::vector<std::string_view> header = {"path", "x", "x", ""};
  EXPECT_TRUE(find_columns(wanted_columns({}), header));
}

}  // namespace
}  // namespace muniment
