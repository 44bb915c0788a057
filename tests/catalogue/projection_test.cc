// What single events do to the catalogue, one rule a test.

#include <gtest/gtest.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

ItemAltered altered(ChangeKind kind, const ItemFacts& before, const ItemFacts& now) {
  return {kStore, "d/a", kind, now, before.size, before.digests, at(1), ""};
}

TEST(Projection, KeepsWhatACorruptedItemShouldBe) {
  TempCatalogue temp;
  const ItemFacts right = a_file(10, 1);
  ItemFacts wrong = a_file(10, 2);
  wrong.ctime = at(99);
  temp.apply(1, {ItemAdded{kStore, "d/a", right}});
  temp.apply(2, {altered(ChangeKind::kCorrupted, right, wrong)});
  const auto item = temp.item("d/a");
  ASSERT_TRUE(item);
  EXPECT_TRUE(item->is_corrupted);
  EXPECT_EQ(item->facts.digests, right.digests);
  EXPECT_EQ(item->facts.ctime, at(99));
  EXPECT_EQ(item->verified, std::nullopt);
  EXPECT_EQ(temp.summary().corrupted_items, 1U);
}

TEST(Projection, ForgetsACorruptionWhenTheContentIsRightAgain) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(10, 1)}});
  temp.apply(2, {altered(ChangeKind::kCorrupted, a_file(10, 1), a_file(10, 2))});
  temp.apply(3, {ItemsVerified{kStore, "d", {"a"}}});
  EXPECT_FALSE(temp.item("d/a")->is_corrupted);
  EXPECT_EQ(temp.item("d/a")->verified, at(3));
  EXPECT_EQ(temp.summary().corrupted_items, 0U);
}

TEST(Projection, ForgetsACorruptionWithItsItem) {
  TempCatalogue temp;
  const ItemFacts right = a_file(10, 1);
  const auto corrupt = altered(ChangeKind::kCorrupted, right, a_file(10, 2));
  temp.apply(1, {ItemAdded{kStore, "d/a", right}, corrupt});
  temp.apply(2, {ItemRemoved{kStore, "d/a", right, at(1), at(1), at(2),
                             Explanation::kUnexplained, "", "", "", std::nullopt}});
  EXPECT_EQ(temp.summary().corrupted_items, 0U);
  temp.apply(3, {ItemAdded{kStore, "d/a", right}});
  EXPECT_FALSE(temp.item("d/a")->is_corrupted);
}

TEST(Projection, TakesWhatWasModifiedForWhatIsRightFromNowOn) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(10, 1)}});
  temp.apply(2, {altered(ChangeKind::kModified, a_file(10, 1), a_file(12, 2))});
  const auto item = temp.item("d/a");
  EXPECT_EQ(item->facts, a_file(12, 2));
  EXPECT_EQ(item->first_seen, at(1));
  EXPECT_EQ(item->verified, at(2)) << "its content was read just then";
  EXPECT_EQ(temp.summary().bytes, 12U);
}

TEST(Projection, CountsAChangeOfMetadataAsNothingToExplain) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(10, 1)}});
  temp.apply(2, {altered(ChangeKind::kMetadata, a_file(10, 1), a_file(10, 1, 2))});
  const auto changes = temp.summary().changes;
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[1].kind, ChangeKind::kMetadata);
  EXPECT_EQ(changes[1].explanation, Explanation::kNone);
}

TEST(Projection, KeepsWhenAMovedItemWasFirstSeen) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(10, 1)}});
  temp.apply(2, {ItemMoved{kStore, "e/b", "d/a", a_file(10, 1)}});
  EXPECT_EQ(temp.item("d/a"), std::nullopt);
  ASSERT_TRUE(temp.item("e/b"));
  EXPECT_EQ(temp.item("e/b")->first_seen, at(1));
  EXPECT_EQ(temp.summary().items, 1U);
}

// A file and a symlink that changed places: both moves, whichever comes first.
TEST(Projection, BearsMovesThatCrossEachOther) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "a", a_file(10, 1, 1)},
                 ItemAdded{kStore, "b", a_link("x", 2)}});
  temp.apply(2, {ItemMoved{kStore, "a", "b", a_link("x", 2)},
                 ItemMoved{kStore, "b", "a", a_file(10, 1, 1)}});
  ASSERT_TRUE(temp.item("a"));
  ASSERT_TRUE(temp.item("b"));
  EXPECT_EQ(temp.item("a")->facts, a_link("x", 2));
  EXPECT_EQ(temp.item("b")->facts, a_file(10, 1, 1));
  EXPECT_EQ(temp.summary().items, 1U);
  EXPECT_EQ(temp.summary().bytes, 10U);
}

TEST(Projection, ReplacesWhatStandsWhereAnItemComes) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "a", a_file(10, 1)},
                 ItemAdded{kStore, "b", a_file(20, 2)}});
  temp.apply(2, {ItemAdded{kStore, "a", a_file(5, 3)},
                 ItemMoved{kStore, "a", "b", a_file(20, 2)}});
  EXPECT_EQ(temp.summary().items, 1U);
  EXPECT_EQ(temp.summary().bytes, 20U);
}

TEST(Projection, NeverDropsATombstone) {
  TempCatalogue temp;
  for (int i = 0; i < 3; ++i) {
    temp.apply(1 + i, {ItemAdded{kStore, "a", a_file(10, 1)}});
    temp.apply(2 + i,
               {ItemRemoved{kStore, "a", a_file(10, 1), at(1), at(1), at(2),
                            Explanation::kUnexplained, "", "", "", std::nullopt}});
  }
  int tombstones = 0;
  Reader reader = temp.reader();
  EXPECT_EQ(reason(reader.each_tombstone(
                temp.store_id(), "",
                [&](const Tombstone& tombstone) {
                  EXPECT_EQ(tombstone.seq, 1U + 2U * static_cast<unsigned>(tombstones));
                  ++tombstones;
                  return Status(ok());
                })),
            "");
  EXPECT_EQ(tombstones, 3);
  EXPECT_EQ(temp.summary().unexplained_items, 3U);
  EXPECT_EQ(temp.summary().unexplained_bytes, 30U);
}

TEST(Projection, UsesAuthoritiesUp) {
  TempCatalogue temp;
  AuthorityAdded terms;
  terms.store = kStore;
  terms.reference = "DA-1";
  terms.approved_by = "A. Lee";
  terms.second_approver = "B. Moe";
  terms.from = at(1);
  terms.until = at(9);
  terms.max_items = 5;
  terms.max_bytes = 100;
  terms.scope.prefixes = {"d", "\xff"};
  terms.scope.listed_paths = 2;
  temp.apply(1, {AuthorityPaths{kStore, "DA-1", {"x", "\xfe"}}, terms});
  temp.apply(2, {ItemAdded{kStore, "d/a", a_file(10, 1)}});
  temp.apply(3, {ItemRemoved{kStore, "d/a", a_file(10, 1), at(2), at(2), at(3),
                             Explanation::kAuthority, "DA-1", "", "", std::nullopt}});
  Reader reader = temp.reader();
  const auto authorities = reader.authorities(temp.store_id()).value();
  ASSERT_EQ(authorities.size(), 1U);
  EXPECT_EQ(authorities[0].terms, terms);
  EXPECT_EQ(authorities[0].added, at(1));
  EXPECT_EQ(authorities[0].used_items, 1U);
  EXPECT_EQ(authorities[0].used_bytes, 10U);
  const auto listing = [&](const StorePath& path) {
    return reader.listings(temp.store_id(), path).value().authorities;
  };
  EXPECT_EQ(listing("\xfe"), std::vector<std::string>{"DA-1"});
  EXPECT_EQ(listing("d/a"), std::vector<std::string>{});
  EXPECT_EQ(temp.summary().unexplained_items, 0U);
}

TEST(Projection, KeepsTheNewestVersionOfAnIncident) {
  TempCatalogue temp;
  const IncidentRecorded opened{"INC-1", kStore, 1, 1, 10, at(1), at(2)};
  const IncidentRecorded grown{"INC-1", kStore, 2, 5, 50, at(0), at(3)};
  temp.apply(2, {opened});
  temp.apply(3, {grown, IncidentRecorded{"INC-2", "other", 1, 1, 1, at(1), at(1)}});
  Reader reader = temp.reader();
  const auto incidents = reader.open_incidents(temp.store_id()).value();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].recorded, grown);
  EXPECT_EQ(incidents[0].changed, at(3));
  EXPECT_EQ(reader.incident_count().value(), 2U);
}

TEST(Projection, KeepsThePlacesThatCannotBeSeenUntilTheyCan) {
  TempCatalogue temp;
  temp.apply(1, {PlaceUnobserved{kStore, "\xff", PlaceKind::kDirectory, "why", at(0)},
                 PlaceUnobserved{kStore, "", PlaceKind::kFile, "why", std::nullopt}});
  temp.apply(2, {PlaceUnobserved{kStore, "\xff", PlaceKind::kInFlight, "else", at(1)},
                 PlaceObserved{kStore, ""}, PlaceObserved{kStore, "never was"}});
  const auto places = temp.reader().unobserved(temp.store_id()).value();
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].path, "\xff");
  EXPECT_EQ(places[0].place, PlaceKind::kInFlight);
  EXPECT_EQ(places[0].reason, "else");
  EXPECT_EQ(places[0].since, at(2));
  EXPECT_EQ(places[0].last_observed, at(1));
}

TEST(Projection, KeepsTheNewestConflictOfEachWitness) {
  TempCatalogue temp;
  const WitnessConflict fork{"w1", WitnessOutcome::kFork, 20, 12, "other history"};
  const WitnessConflict refused{"w1", WitnessOutcome::kRefused, 21, std::nullopt, ""};
  const WitnessConflict other{"w2", WitnessOutcome::kRollback, 20, 22, "more"};
  temp.apply(1, {fork, other});
  temp.apply(2, {refused});
  const auto conflicts = temp.reader().summary({}).value().witness_conflicts;
  ASSERT_EQ(conflicts.size(), 2U);
  EXPECT_EQ(conflicts[0].conflict, refused);
  EXPECT_EQ(conflicts[0].recorded, at(2));
  EXPECT_EQ(conflicts[1].conflict, other);
  EXPECT_EQ(conflicts[1].recorded, at(1));
}

}  // namespace
}  // namespace muniment
