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

HoldReport report_of(TempCatalogue& temp, const Policy* policy,
                     const ListedScope& scope, std::vector<std::string>& details) {
  Reader reader = temp.reader();
  return value_of(
      report_hold(reader, temp.store_id(), policy, scope,
                  [&](HoldConcern, const StorePath& path, const std::string& detail) {
                    details.push_back(path + ": " + detail);
                    return Status(ok());
                  }));
}

TEST(HoldReport, FindsWhatIsHeldByWhatRegisterAndConfigurationSay) {
  TempCatalogue temp;
  ItemRegistered row;
  row.store = kStore;
  row.path = "a";
  row.cases = {"C-1"};
  temp.apply(1, {ItemAdded{kStore, "a", a_file(1, 1)}, row,
                 ItemAdded{kStore, "2023/b", a_file(2, 2)},
                 ItemAdded{kStore, "2024/c", a_file(4, 3)},
                 ItemAdded{kStore, "2023/link", a_link("b")}});
  Policy policy;
  policy.collection = value_of(CollectionTemplate::parse("{1}"));
  ListedScope scope;
  scope.scope.cases = {"C-1"};
  scope.scope.collections = {"2023"};
  std::vector<std::string> details;
  const HoldReport report = report_of(temp, &policy, scope, details);
  EXPECT_EQ(report.items, 3U);
  EXPECT_EQ(report.bytes, 3U);
  EXPECT_EQ(report.never_verified, 2U) << "a link has no content to read";
  Reader reader = temp.reader();
  EXPECT_EQ(value_of(held_items(reader, temp.store_id(), &policy, scope)).size(), 2U);
}

TEST(HoldReport, SaysWhatBecameOfWhatIsMissing) {
  TempCatalogue temp;
  ItemRemoved removed;
  removed.store = kStore;
  removed.path = "d/a";
  removed.last_seen = at(0);
  removed.explanation = Explanation::kRetention;
  temp.apply(1, {removed});
  ListedScope scope;
  scope.scope.prefixes = {"d"};
  scope.scope.listed_paths = 1;
  scope.paths = {"x"};
  std::vector<std::string> details;
  EXPECT_EQ(report_of(temp, nullptr, scope, details).missing, 2U);
  EXPECT_EQ(details, (std::vector<std::string>{
                         "d/a: gone, retention, last seen 1970-01-01T00:00:00Z",
                         "x: never in the inventory"}));
}

}  // namespace
}  // namespace muniment
