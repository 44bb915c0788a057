// What holds, transfers, the register and late evidence leave in the catalogue.

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

ItemRegistered row(StorePath path, std::string class_name = "x") {
  ItemRegistered row;
  row.store = kStore;
  row.path = std::move(path);
  row.class_name = std::move(class_name);
  return row;
}

ItemRegistered by_identifier(std::string identifier, std::string class_name = "x") {
  ItemRegistered row;
  row.store = kStore;
  row.identifier = std::move(identifier);
  row.class_name = std::move(class_name);
  return row;
}

ItemRemoved gone(StorePath path, Explanation explanation, std::string hold = "") {
  return {kStore, std::move(path), a_file(10, 1), at(1), at(2), at(3), explanation, "",
          "",     std::move(hold), std::nullopt};
}

// The class that the register gives the item; "" for nothing.
std::string class_of(TempCatalogue& temp, const StorePath& path,
                     const std::optional<Digests>& content = {}) {
  Reader reader = temp.reader();
  const auto found = value_of(reader.registered(temp.store_id(), path, content));
  return found ? found->class_name : "";
}

TEST(Register, KnowsAnItemByItsPathFirst) {
  TempCatalogue temp;
  temp.apply(1, {by_identifier("a", "stem"), row("d/a.mp4", "path")});
  EXPECT_EQ(class_of(temp, "d/a.mp4"), "path");
  EXPECT_EQ(class_of(temp, "e/a.mp4"), "stem");
  EXPECT_EQ(class_of(temp, "e/a"), "stem");
  EXPECT_EQ(class_of(temp, "e/b"), "");
}

TEST(Register, KnowsAnItemByItsContentWhenOneRowAloneHasIt) {
  TempCatalogue temp;
  ItemRegistered first = by_identifier("ID-1", "one");
  first.sha256 = a_file(1, 7).digests->sha256;
  temp.apply(1, {first});
  EXPECT_EQ(class_of(temp, "z", a_file(1, 7).digests), "one");
  EXPECT_EQ(class_of(temp, "z", a_file(1, 8).digests), "");
  ItemRegistered second = by_identifier("ID-2", "two");
  second.sha256 = first.sha256;
  temp.apply(2, {second});
  EXPECT_EQ(class_of(temp, "z", a_file(1, 7).digests), "") << "nobody knows which";
}

TEST(Register, IsUpdatedByALaterRow) {
  TempCatalogue temp;
  temp.apply(1, {row("a", "x")});
  temp.apply(2, {row("a", "y")});
  EXPECT_EQ(class_of(temp, "a"), "y");
  EXPECT_EQ(temp.summary().registered_items, 1U);
}

TEST(Register, FollowsAnItemThatMoves) {
  TempCatalogue temp;
  temp.apply(1, {row("a", "x"), ItemAdded{kStore, "a", a_file(1, 1)}});
  temp.apply(2, {ItemMoved{kStore, "b", "a", a_file(1, 1)}});
  EXPECT_EQ(class_of(temp, "b"), "x");
  temp.apply(3, {ItemMoved{kStore, "c", "b", a_file(1, 1)}});
  EXPECT_EQ(class_of(temp, "c"), "x");
  EXPECT_EQ(class_of(temp, "b"), "") << "it left";
  EXPECT_EQ(class_of(temp, "a"), "x") << "the register still speaks of this path";
  EXPECT_EQ(temp.summary().registered_items, 1U);
}

TEST(Register, FollowsAnItemThatMovesAwayAndBack) {
  TempCatalogue temp;
  temp.apply(1, {row("a", "x"), ItemAdded{kStore, "a", a_file(1, 1)}});
  temp.apply(2, {ItemMoved{kStore, "b", "a", a_file(1, 1)},
                 ItemMoved{kStore, "a", "b", a_file(1, 1)}});
  EXPECT_EQ(class_of(temp, "a"), "x");
  EXPECT_EQ(class_of(temp, "b"), "") << "it left";
  temp.apply(3, {row("a", "y")});
  EXPECT_EQ(class_of(temp, "a"), "y") << "what it said on the way does not hide this";
  temp.apply(4, {ItemMoved{kStore, "c", "a", a_file(1, 1)}});
  EXPECT_EQ(class_of(temp, "c"), "y");
  EXPECT_EQ(temp.summary().registered_items, 1U);
}

TEST(Register, ReachesAnItemThatMovedWhenItIsCorrected) {
  TempCatalogue temp;
  temp.apply(1, {row("a", "x"), ItemAdded{kStore, "a", a_file(1, 1)}});
  temp.apply(2, {ItemMoved{kStore, "b", "a", a_file(1, 1)}});
  temp.apply(3, {ItemMoved{kStore, "d/c", "b", a_file(1, 1)}});
  temp.apply(4, {row("a", "y")});
  EXPECT_EQ(class_of(temp, "d/c"), "y");
  Reader reader = temp.reader();
  EXPECT_EQ(value_of(reader.followed_to(temp.store_id(), "a")), "d/c");
  EXPECT_EQ(value_of(reader.followed_to(temp.store_id(), "b")), std::nullopt);
}

TEST(Removals, CountByTheirExplanationOfNow) {
  TempCatalogue temp;
  temp.apply(1,
             {gone("a", Explanation::kUnexplained), gone("b", Explanation::kLogged)});
  EXPECT_EQ(temp.summary().unexplained_items, 1U);
  EXPECT_EQ(temp.summary().logged_items, 1U);
  RemovalReconsidered again;
  again.store = kStore;
  again.path = "a";
  again.removal = 0;
  again.size = 10;
  again.explanation = Explanation::kLogged;
  temp.apply(2, {again});
  EXPECT_EQ(temp.summary().unexplained_items, 0U);
  EXPECT_EQ(temp.summary().unexplained_bytes, 0U);
  EXPECT_EQ(temp.summary().logged_items, 2U);
  Reader reader = temp.reader();
  const auto verdict = value_of(reader.current_verdict(0));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->explanation, Explanation::kLogged);
  EXPECT_EQ(verdict->reconsidered, std::optional<std::uint64_t>(2));
}

TEST(Holds, CountTheirBreaches) {
  TempCatalogue temp;
  HoldPlaced hold;
  hold.store = kStore;
  hold.reference = "H-1";
  hold.scope.cases = {"C-1"};
  temp.apply(1, {hold, gone("a", Explanation::kUnexplained, "H-1")});
  EXPECT_EQ(temp.summary().hold_breaches, 1U);
  EXPECT_EQ(temp.summary().holds, 1U);
  EXPECT_EQ(temp.summary().holds_to_check, 1U);
  temp.apply(2, {HoldChecked{kStore, "H-1", 5, 0, 0, 0}});
  EXPECT_EQ(temp.summary().holds_to_check, 0U);
  Reader reader = temp.reader();
  const auto holds = value_of(reader.holds(temp.store_id()));
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds[0].terms, hold);
  EXPECT_EQ(holds[0].breaches, 1U);
  EXPECT_EQ(holds[0].result.verified, 5U);
  temp.apply(3, {HoldReleased{kStore, "H-1", "B. Moe", "over"}});
  EXPECT_EQ(temp.summary().holds, 0U);
}

TEST(Scopes, OfOneReferenceAreKeptApartByTheirKind) {
  TempCatalogue temp;
  temp.apply(1, {AuthorityPaths{kStore, "R-1", {"a"}}, HoldPaths{kStore, "R-1", {"b"}},
                 TransferPaths{kStore, "R-1", {"a", "b"}}});
  Reader reader = temp.reader();
  const Listings a = value_of(reader.listings(temp.store_id(), "a"));
  EXPECT_EQ(a.authorities, std::vector<std::string>{"R-1"});
  EXPECT_TRUE(a.holds.empty());
  EXPECT_EQ(a.transfers, std::vector<std::string>{"R-1"});
  std::vector<StorePath> listed;
  EXPECT_EQ(reason(reader.each_listed(Reader::ListOf::kTransfer, temp.store_id(), "R-1",
                                      [&](const StorePath& path) {
                                        listed.push_back(path);
                                        return Status(ok());
                                      })),
            "");
  EXPECT_EQ(listed, (std::vector<StorePath>{"a", "b"}));
}

TEST(Evidence, IsNewForTheSourceWhenSomethingComesToTheDestination) {
  TempCatalogue temp;
  temp.apply(1, {TransferOpened{kStore, "nas", "T-1", "C. Day", {}}});
  Reader reader = temp.reader();
  const auto state = [&] { return value_of(reader.evidence_state(temp.store_id())); };
  EXPECT_EQ(state().newest, 1U);
  temp.apply(2, {EvidenceReconsidered{kStore, 1, 0}});
  EXPECT_EQ(state().reconsidered, 1U);
  ScanFinished scan;
  scan.store = "nas";
  temp.apply(3, {scan});
  EXPECT_EQ(state().newest, 1U) << "nothing new came";
  scan.counts.added = 1;
  temp.apply(4, {scan});
  EXPECT_EQ(state().newest, 4U);
}

}  // namespace
}  // namespace muniment
