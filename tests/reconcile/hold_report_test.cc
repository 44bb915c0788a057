#include "reconcile/hold_report.h"

#include <gtest/gtest.h>

#include "found.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

TEST(HoldReport, NamesWhatIsMissingUnreadableCorruptedOrNeverVerified) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "d/fine", a_file(1, 1)},
                 ItemAdded{kStore, "d/new", a_file(1, 2)},
                 ItemAdded{kStore, "d/bad", a_file(1, 3)},
                 ItemAdded{kStore, "d/shut/x", a_file(1, 4)},
                 ItemAdded{kStore, "d/back", a_file(1, 5)},
                 ItemAdded{kStore, "other", a_file(1, 6)}});
  temp.apply(2,
             {ItemsVerified{kStore, "d", {"fine", "back"}},
              ItemAltered{kStore, "d/bad", ChangeKind::kCorrupted, a_file(1, 9), 1,
                          a_file(1, 3).digests, at(1), ""},
              PlaceUnobserved{kStore, "d/shut", PlaceKind::kDirectory, "denied", {}}});
  const auto gone = [](StorePath path) {
    return ItemRemoved{
        kStore,      std::move(path),           a_file(1, 7), at(1), at(1),
        at(2),       Explanation::kUnexplained, "",           "",    "",
        std::nullopt};
  };
  temp.apply(3, {gone("d/gone"), gone("d/gone"), gone("d/back"), gone("elsewhere"),
                 ItemAdded{kStore, "d/back", a_file(1, 5)}});
  temp.apply(4, {ItemsVerified{kStore, "d", {"back"}}});
  ListedScope scope;
  scope.scope.prefixes = {"d"};
  scope.scope.listed_paths = 1;
  scope.paths = {"never"};
  Reader reader = temp.reader();
  Found found;
  const HoldReport report = value_of(
      report_hold(reader, temp.store_id(), nullptr, scope,
                  [&](HoldConcern concern, const StorePath& path, const std::string&) {
                    return found.add(name_of(concern), path);
                  }));
  EXPECT_EQ(found.lines(), (Lines{"corrupted d/bad", "missing d/gone", "missing never",
                                  "never-verified d/new", "unreadable d/shut/x"}));
  EXPECT_EQ(report.items, 5U);
  EXPECT_EQ(report.missing, 2U);
  const auto held = value_of(held_items(reader, temp.store_id(), nullptr, scope));
  EXPECT_EQ(held.size(), 5U);
}

}  // namespace
}  // namespace muniment
