#include "catalogue/reader.h"

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

std::vector<StorePath> paths_under(const TempCatalogue& temp, const StorePath& under) {
  std::vector<StorePath> paths;
  Reader reader = temp.reader();
  const Status done = reader.each_item(temp.store_id(), under,
                                       [&](const StorePath& path, const KnownItem&) {
                                         paths.push_back(path);
                                         return Status(ok());
                                       });
  EXPECT_EQ(reason(done), "");
  return paths;
}

void add(TempCatalogue& temp, const std::vector<StorePath>& paths) {
  std::vector<EventBody> events;
  for (const StorePath& path : paths) {
    events.emplace_back(ItemAdded{kStore, path, a_file(1, 1)});
  }
  temp.apply(1, events);
}

using Paths = std::vector<StorePath>;

TEST(Reader, KnowsNothingOfAStoreThatNoEventNamed) {
  const TempCatalogue temp;
  const auto record = temp.reader().store("none");
  ASSERT_EQ(reason(record), "");
  EXPECT_FALSE(record.value());
}

TEST(Reader, TurnsThePagesOfALargeDirectory) {
  TempCatalogue temp;
  std::vector<EventBody> events;
  std::vector<std::string> names;
  for (int i = 10'000; i < 19'000; ++i) {
    names.push_back(std::to_string(i) + (i % 2 == 0 ? "\xff" : "."));
    events.emplace_back(ItemAdded{kStore, "d/" + names.back(), a_file(1, 1)});
  }
  temp.apply(1, events);
  std::vector<std::string> seen;
  Reader reader = temp.reader();
  const auto directory = reader.directories(temp.store_id()).value().at(0);
  EXPECT_EQ(directory.entries, names.size());
  EXPECT_EQ(reason(reader.each_item_in(directory.id,
                                       [&](const KnownItem& item) {
                                         seen.push_back(item.name);
                                         return Status(ok());
                                       })),
            "");
  EXPECT_EQ(seen, names);
  EXPECT_EQ(reader.items_in(directory.id, names[4094], 2).value().at(1).name,
            names[4096]);
  EXPECT_TRUE(reader.items_in(directory.id, names.back(), 10).value().empty());
}

TEST(Reader, TurnsPagesThatAreExactlyFull) {
  TempCatalogue temp;
  std::vector<StorePath> paths;
  for (int i = 0; i < 2 * 4096; ++i) {
    paths.push_back(std::to_string(100'000 + i));
  }
  add(temp, paths);
  EXPECT_EQ(paths_under(temp, ""), paths);
}

TEST(Reader, ShowsWhatIsUnderADirectoryOrIsTheItemItself) {
  TempCatalogue temp;
  add(temp, {"a", "d/a", "d/e/a", "d/ee", "d.x/a", "dd/a", "x\xff/a"});
  EXPECT_EQ(paths_under(temp, ""),
            (Paths{"a", "d/a", "d/ee", "d.x/a", "d/e/a", "dd/a", "x\xff/a"}));
  EXPECT_EQ(paths_under(temp, "d"), (Paths{"d/a", "d/ee", "d/e/a"}));
  EXPECT_EQ(paths_under(temp, "d/e"), (Paths{"d/e/a"}));
  EXPECT_EQ(paths_under(temp, "d/ee"), (Paths{"d/ee"}));
  EXPECT_EQ(paths_under(temp, "a"), (Paths{"a"}));
  EXPECT_EQ(paths_under(temp, "x\xff"), (Paths{"x\xff/a"}));
  EXPECT_EQ(paths_under(temp, "none"), Paths{});
  EXPECT_EQ(paths_under(temp, "d/e/a/x"), Paths{});
}

TEST(Reader, EndsWithTheErrorOfItsVisitor) {
  TempCatalogue temp;
  add(temp, {"a", "b", "c"});
  Reader reader = temp.reader();
  int seen = 0;
  const Status done =
      reader.each_item(temp.store_id(), "", [&](const StorePath&, const KnownItem&) {
        ++seen;
        return Status(Error{ErrorCode::kCancelled, 0, "enough"});
      });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(seen, 1);
}

TEST(Reader, FindsOneItemByItsPath) {
  TempCatalogue temp;
  add(temp, {"a", "d/a\xff"});
  EXPECT_TRUE(temp.item("a"));
  EXPECT_TRUE(temp.item("d/a\xff"));
  EXPECT_FALSE(temp.item("d"));
  EXPECT_FALSE(temp.item(""));
  EXPECT_FALSE(temp.item("A"));
}

TEST(Reader, KnowsTheNewestEventThatIsAboutAnItemAlone) {
  TempCatalogue temp;
  const auto newest = [&](const StorePath& path) {
    return temp.reader().newest_event(temp.store_id(), path).value();
  };
  add(temp, {"a", "b", "d/c"});
  EXPECT_EQ(newest("d/c"), 2U);
  temp.apply(2, {ItemAltered{kStore, "a", ChangeKind::kCorrupted, a_file(1, 9), 1,
                             a_file(1, 1).digests, at(1), ""},
                 ItemsVerified{kStore, "", {"a", "b"}}});
  EXPECT_EQ(newest("a"), 3U);
  EXPECT_EQ(newest("b"), 1U) << "a check names its neighbours too";
  ItemRemoved gone;
  gone.store = kStore;
  gone.path = "d/c";
  temp.apply(3, {gone, ItemMoved{kStore, "d/e", "b", a_file(1, 1)}});
  EXPECT_EQ(newest("d/c"), 5U);
  EXPECT_EQ(newest("d/e"), 6U);
  EXPECT_EQ(newest("b"), std::nullopt) << "it has another name now";
  add(temp, {"d/c"});
  EXPECT_EQ(newest("d/c"), 7U) << "it came back";
  temp.apply(4, {gone});
  EXPECT_EQ(newest("d/c"), 8U) << "and went again";
  EXPECT_EQ(newest("none"), std::nullopt);
}

TEST(Reader, KeepsTheFactsOfEveryTypeOfItem) {
  TempCatalogue temp;
  const ItemFacts facts[] = {
      a_file(0, 1),
      a_file(9'000'000'000'000'000'000U, 2, UINT64_MAX),
      a_link("..\xff/x"),
      a_link(""),
      {ItemType::kFifo, 0, Time{INT64_MIN}, Time{INT64_MAX}, 3, std::nullopt, ""},
      {ItemType::kSocket, 0, Time{-1}, Time{0}, 4, std::nullopt, ""},
      {ItemType::kCharDevice, 0, Time{1}, Time{2}, 5, std::nullopt, ""},
      {ItemType::kBlockDevice, 0, Time{1}, Time{2}, 6, std::nullopt, ""},
  };
  int i = 0;
  for (const ItemFacts& each : facts) {
    const StorePath path = "d/" + std::to_string(i++);
    temp.apply(1, {ItemAdded{kStore, path, each}});
    ASSERT_TRUE(temp.item(path));
    EXPECT_EQ(temp.item(path)->facts, each) << to_text(each);
  }
}

TEST(Reader, ShowsTombstonesUnderADirectory) {
  TempCatalogue temp;
  for (const char* const path : {"d/a", "dd/a", "d/e/a"}) {
    temp.apply(1,
               {ItemAdded{kStore, path, a_file(1, 1)},
                ItemRemoved{kStore, path, a_file(1, 1), at(1), at(2), at(3),
                            Explanation::kUnexplained, "", "why", "", std::nullopt}});
  }
  Paths paths;
  Reader reader = temp.reader();
  EXPECT_EQ(reason(reader.each_tombstone(temp.store_id(), "d",
                                         [&](const Tombstone& tombstone) {
                                           paths.push_back(tombstone.removed.path);
                                           return Status(ok());
                                         })),
            "");
  EXPECT_EQ(paths, (Paths{"d/a", "d/e/a"}));
}

}  // namespace
}  // namespace muniment
