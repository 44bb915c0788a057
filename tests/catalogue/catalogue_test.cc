#include "catalogue/catalogue.h"

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

std::vector<Event> some_events(int count) {
  std::vector<Event> events;
  for (int i = 0; i < count; ++i) {
    events.push_back(
        {at(100 + i), ItemAdded{kStore, "d/" + std::to_string(i),
                                a_file(10, static_cast<std::uint8_t>(i))}});
  }
  return events;
}

TEST(Catalogue, StartsWithNothingApplied) {
  TempCatalogue temp;
  const auto applied = temp.catalogue().applied();
  ASSERT_EQ(reason(applied), "");
  EXPECT_EQ(applied.value().size, 0U);
  EXPECT_EQ(applied.value().root, "");
  EXPECT_EQ(applied.value().last_event, Time{});
}

TEST(Catalogue, KnowsHowFarItHasComeInTheLedger) {
  TempCatalogue temp;
  temp.apply(some_events(3), "aa");
  temp.apply(some_events(2), "bb");
  const Applied applied = temp.catalogue().applied().value();
  EXPECT_EQ(applied.size, 5U);
  EXPECT_EQ(applied.root, "bb");
  EXPECT_EQ(applied.last_event, at(101));
  EXPECT_EQ(temp.reader().applied().value().size, 5U);
}

TEST(Catalogue, StaysWhereItIsWhenNothingIsApplied) {
  TempCatalogue temp;
  temp.apply(some_events(3), "aa");
  temp.apply(std::vector<Event>(), "bb");
  EXPECT_EQ(temp.catalogue().applied().value().root, "aa");
}

TEST(Catalogue, IsTheSameWhenItIsOpenedAgain) {
  TempCatalogue temp;
  temp.apply(some_events(3), "aa");
  const std::string before = temp.everything();
  temp.reopen();
  EXPECT_EQ(temp.everything(), before);
  EXPECT_EQ(temp.catalogue().applied().value().size, 3U);
}

TEST(Catalogue, OfAnotherVersionIsRefusedAndNotGuessedAt) {
  TempCatalogue temp;
  temp.apply(some_events(1));
  const std::string copy = temp.directory().absolute("copy.sqlite");
  // A copy that SQLite has put into one file, and its version at offset 60.
  temp.reopen();
  std::string bytes = temp.directory().read("catalogue.sqlite");
  ASSERT_GT(bytes.size(), 100U);
  bytes[63] = 99;
  temp.directory().write("copy.sqlite", bytes);
  const auto opened = Catalogue::open(copy);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(opened.error().what.find("has version 99"), std::string::npos);
  const auto read = Reader::open(copy);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kUnsupported);
}

// It is a cache: what the ledger has goes into new tables.
TEST(Catalogue, OfAnOlderVersionIsMadeAgainFromNothing) {
  TempCatalogue temp;
  temp.apply(some_events(1));
  temp.reopen();
  std::string bytes = temp.directory().read("catalogue.sqlite");
  bytes[63] = 1;
  temp.directory().write("copy.sqlite", bytes);
  const std::string copy = temp.directory().absolute("copy.sqlite");
  const auto read = Reader::open(copy);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
  auto made = Catalogue::open(copy);
  ASSERT_EQ(reason(made), "");
  EXPECT_EQ(made.value().applied().value().size, 0U);
  EXPECT_EQ(reason(made.value().apply(some_events(2), "aa")), "");
  EXPECT_EQ(reason(Reader::open(copy)), "");
}

TEST(Catalogue, ThatIsNoDatabaseIsAnError) {
  const TempTree tree;
  tree.write("catalogue.sqlite", std::string(10'000, 'x'));
  EXPECT_FALSE(Catalogue::open(tree.absolute("catalogue.sqlite")));
  EXPECT_FALSE(Reader::open(tree.absolute("catalogue.sqlite")));
  const auto missing = Reader::open(tree.absolute("none.sqlite"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST(Catalogue, KeepsAndForgetsFingerprints) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(1, 1)},
                 ItemAdded{kStore, "\xff/a", a_file(1, 1)},
                 ItemAdded{"other", "d/a", a_file(1, 1)}});
  const DirectoryFingerprint one{1, 2, 3};
  const DirectoryFingerprint two{4, 5, 6};
  const auto save = [&](std::vector<Catalogue::FingerprintUpdate> updates) {
    EXPECT_EQ(reason(temp.catalogue().save_fingerprints(kStore, updates)), "");
  };
  const auto fingerprint_of = [&](const std::string& store, const StorePath& path) {
    for (const auto& directory :
         value_of(temp.reader().directories(temp.store_id(store)))) {
      if (directory.path == path) {
        return directory.fingerprint;
      }
    }
    return std::optional<DirectoryFingerprint>();
  };
  save({{"d", one}, {"\xff", one}, {"\xff", two}, {"unknown", one}});
  EXPECT_EQ(fingerprint_of(kStore, "d"), one);
  EXPECT_EQ(fingerprint_of(kStore, "\xff"), two) << "the last one counts";
  EXPECT_EQ(fingerprint_of("other", "d"), std::nullopt);
  save({{"d", std::nullopt}});
  EXPECT_EQ(fingerprint_of(kStore, "d"), std::nullopt);
}

TEST(Catalogue, IsReadWhileItIsWritten) {
  TempCatalogue temp;
  temp.apply(some_events(3));
  Reader reader = temp.reader();
  const auto before = reader.data_version().value();
  EXPECT_EQ(reader.applied().value().size, 3U);
  temp.apply(some_events(3));
  EXPECT_NE(reader.data_version().value(), before);
  EXPECT_EQ(reader.applied().value().size, 6U);
}

}  // namespace
}  // namespace muniment
