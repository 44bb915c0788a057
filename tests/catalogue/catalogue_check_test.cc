#include "catalogue/catalogue_check.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

class CatalogueCheckTest : public testing::Test {
 protected:
  CatalogueCheckTest() {
    for (int i = 0; i < 50; ++i) {
      const std::string path = "d" + std::to_string(i % 5) + "/" + std::to_string(i);
      events_.push_back({at(100 + i), ItemAdded{kStore, path, a_file(10, 1)}});
    }
    const ItemFacts facts = a_file(10, 1);
    events_.push_back(
        {at(200), ItemRemoved{kStore, "d1/1", facts, at(101), at(150), at(200),
                              Explanation::kUnexplained, "", "", "", std::nullopt}});
    temp_.apply({events_.begin(), events_.begin() + 7});
    temp_.apply({events_.begin() + 7, events_.end()});
  }

  std::vector<TableDifference> differences() {
    auto derived = Catalogue::scratch(temp_.directory().root());
    EXPECT_EQ(reason(derived), "");
    EXPECT_EQ(reason(derived.value().apply(events_, "00")), "");
    auto check = CatalogueCheck::begin(temp_.path());
    EXPECT_EQ(reason(check), "");
    EXPECT_EQ(check.value().applied().size, events_.size());
    auto found = check.value().compare(derived.value());
    EXPECT_EQ(reason(found), "");
    return found.value();
  }

  void change(const std::string& sql) {
    SQLite::Database(temp_.path(), SQLite::OPEN_READWRITE).exec(sql);
  }

  // The one difference that there is, as "table: what".
  std::string difference() {
    const auto found = differences();
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? "" : found[0].table + ": " + found[0].what;
  }

  TempCatalogue temp_;
  std::vector<Event> events_;
};

TEST_F(CatalogueCheckTest, FindsNothingInWhatTheEventsMake) {
  EXPECT_TRUE(differences().empty());
}

TEST_F(CatalogueCheckTest, LeavesNoFileBehind) {
  differences();
  for (const std::string& name : temp_.directory().entries()) {
    EXPECT_EQ(name.find("scratch"), std::string::npos) << name;
  }
}

TEST_F(CatalogueCheckTest, DoesNotMindFingerprints) {
  const DirectoryFingerprint print{1, 2, 3};
  EXPECT_EQ(reason(temp_.catalogue().save_fingerprints(kStore, {{{"d1", print}}})), "");
  EXPECT_TRUE(differences().empty());
}

TEST_F(CatalogueCheckTest, NamesTheRowAndColumnThatWasAltered) {
  change("UPDATE item SET size = 11 WHERE name = CAST('42' AS BLOB)");
  EXPECT_EQ(difference(),
            "item: row directory=3 name=\"42\": size is 11, the entries make it 10");
}

TEST_F(CatalogueCheckTest, NamesATombstoneThatWasTakenAway) {
  change("DELETE FROM tombstone");
  EXPECT_EQ(difference(), "tombstone: row seq=50 is missing");
}

TEST_F(CatalogueCheckTest, NamesARowThatFollowsFromNoEntry) {
  change("INSERT INTO gap VALUES (99, 'bwv', 1, 2, 'none')");
  EXPECT_EQ(difference(), "gap: row seq=99 follows from no entry");
}

TEST_F(CatalogueCheckTest, NamesARowInThePlaceOfAnother) {
  change("UPDATE item SET name = CAST('41x' AS BLOB) WHERE name = CAST('42' AS BLOB)");
  EXPECT_EQ(difference(),
            "item: row directory=3 name=\"41x\" stands where the entries make row "
            "directory=3 name=\"42\"");
}

TEST_F(CatalogueCheckTest, TellsANumberFromTheSameNumberAsText) {
  change("UPDATE store SET last_reason = x'31' WHERE name = 'bwv'");
  EXPECT_NE(difference(), "");
}

// Not even opened: a trigger would run with the next write, a view with the next look.
TEST_F(CatalogueCheckTest, RefusesATriggerOrViewThatWasSlippedIn) {
  const auto expect_refused = [&] {
    EXPECT_EQ(CatalogueCheck::begin(temp_.path()).error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(Reader::open(temp_.path()).error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(Catalogue::open(temp_.path()).error().code, ErrorCode::kCorrupt);
  };
  change(
      "CREATE TRIGGER hide AFTER INSERT ON tombstone BEGIN DELETE FROM tombstone; END");
  expect_refused();
  change("DROP TRIGGER hide");
  EXPECT_TRUE(differences().empty());
  change("CREATE VIEW endless AS SELECT 1");
  expect_refused();
}

TEST_F(CatalogueCheckTest, NamesAnIndexThatWasSlippedIn) {
  change("CREATE INDEX another ON gap (reason)");
  EXPECT_NE(difference().find("index another"), std::string::npos);
}

TEST_F(CatalogueCheckTest, SeesTheCatalogueAsItWasWhenItBegan) {
  auto check = CatalogueCheck::begin(temp_.path());
  ASSERT_EQ(reason(check), "");
  temp_.apply({{at(300), ItemAdded{kStore, "new", a_file(1, 1)}}});
  auto derived = Catalogue::scratch(temp_.directory().root());
  ASSERT_EQ(reason(derived.value().apply(events_, "00")), "");
  EXPECT_TRUE(check.value().compare(derived.value()).value().empty());
}

TEST_F(CatalogueCheckTest, OfAFileThatIsNoDatabaseIsCorrupt) {
  temp_.directory().write("other.sqlite", std::string(10'000, 'x'));
  const auto check = CatalogueCheck::begin(temp_.directory().absolute("other.sqlite"));
  ASSERT_FALSE(check);
  EXPECT_EQ(check.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace muniment
