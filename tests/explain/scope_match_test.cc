#include "explain/scope_match.h"

#include <gtest/gtest.h>

#include "removals.h"

namespace muniment {
namespace {

Classification facts() {
  return {"2023/07", "non-evidential", day("2023-07-04"), {"C/1", "C/2"}};
}

std::optional<std::size_t> closeness(const Scope& scope, bool is_listed = false,
                                     const Classification& of = facts()) {
  return covered_by(scope, {"2023/07/a", of, is_listed});
}

bool covers(const Scope& scope, bool is_listed = false,
            const Classification& of = facts()) {
  return closeness(scope, is_listed, of).has_value();
}

bool holds(const Scope& scope, bool is_listed = false,
           const Classification& of = facts()) {
  return held_by(scope, {"2023/07/a", of, is_listed});
}

// Scopes that name one thing each, and that it is not.
Scope prefix(std::string text) {
  Scope scope;
  scope.prefixes = {std::move(text)};
  return scope;
}
Scope collection(std::string text) {
  Scope scope;
  scope.collections = {std::move(text)};
  return scope;
}
Scope of_class(std::string text) {
  Scope scope;
  scope.classes = {std::move(text)};
  return scope;
}
Scope of_case(std::string text) {
  Scope scope;
  scope.cases = {std::move(text)};
  return scope;
}
Scope recorded(const char* from, const char* to) {
  Scope scope;
  if (from != nullptr) {
    scope.recorded_from = day(from);
  }
  if (to != nullptr) {
    scope.recorded_to = day(to);
  }
  return scope;
}
Scope list() {
  Scope scope;
  scope.listed_paths = 3;
  return scope;
}

TEST(Scope, CoversAndHoldsNothingWhenItIsEmpty) {
  EXPECT_FALSE(covers({}));
  EXPECT_FALSE(holds({}));
  EXPECT_FALSE(covers({}, true));
}

TEST(Scope, CoversAndHoldsWhatItsOneConditionNames) {
  const std::pair<Scope, bool> cases[] = {
      {prefix("2023"), true},
      {prefix("2023/07/a"), true},
      {prefix(""), true},
      {prefix("2023/0"), false},
      {prefix("2023/07/a/b"), false},
      {collection("2023/07"), true},
      {collection("2023"), false},
      {of_class("non-evidential"), true},
      {of_class("evidential"), false},
      {of_case("C/2"), true},
      {of_case("C/3"), false},
      {recorded("2023-07-04", nullptr), true},
      {recorded("2023-07-05", nullptr), false},
      {recorded(nullptr, "2023-07-04"), true},
      {recorded(nullptr, "2023-07-03T23:59:59.999999999Z"), false},
      {recorded("2023-07-01", "2023-07-31"), true},
  };
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    EXPECT_EQ(covers(cases[i].first), cases[i].second) << i;
    EXPECT_EQ(holds(cases[i].first), cases[i].second) << i;
  }
  EXPECT_TRUE(covers(list(), true));
  EXPECT_FALSE(covers(list(), false));
  EXPECT_TRUE(holds(list(), true));
  EXPECT_FALSE(holds(list(), false));
}

TEST(Scope, TakesPlacesForAlternatives) {
  Scope places = prefix("2022");
  places.collections = {"2023/07"};
  EXPECT_TRUE(covers(places));
  places.collections = {"2023/06"};
  EXPECT_FALSE(covers(places));
  places.listed_paths = 1;
  EXPECT_TRUE(covers(places, true));
  EXPECT_FALSE(covers(places, false));
}

// In doubt an authority covers less, a hold holds more.
TEST(Scope, CoversWhatEveryKindOfConditionAllowsAndHoldsWhatAnyNames) {
  const auto all = [] {
    Scope scope = prefix("2023");
    scope.classes = {"non-evidential"};
    scope.cases = {"C/1"};
    scope.recorded_from = day("2023-07-01");
    return scope;
  };
  EXPECT_TRUE(covers(all()));
  EXPECT_TRUE(holds(all()));
  Scope scope = all();
  scope.prefixes = {"2022"};
  EXPECT_FALSE(covers(scope));
  EXPECT_TRUE(holds(scope));
  scope = all();
  scope.classes = {"evidential"};
  EXPECT_FALSE(covers(scope));
  EXPECT_TRUE(holds(scope));
  scope = all();
  scope.cases = {"C/3"};
  EXPECT_FALSE(covers(scope));
  EXPECT_TRUE(holds(scope));
  scope = all();
  scope.recorded_from = day("2024-01-01");
  EXPECT_FALSE(covers(scope));
  EXPECT_TRUE(holds(scope));
}

TEST(Scope, OfAListCoversNothingOutsideItsOtherConditions) {
  Scope scope = list();
  scope.classes = {"evidential"};
  EXPECT_FALSE(covers(scope, true));
  EXPECT_TRUE(holds(scope, true));
}

TEST(Scope, OfAHoldTakesClassAndDatesTogether) {
  Scope scope = of_class("non-evidential");
  scope.recorded_to = day("2023-06-30");
  EXPECT_FALSE(holds(scope)) << "the class, but not its dates";
  scope = of_class("evidential");
  scope.recorded_to = day("2023-12-31");
  EXPECT_FALSE(holds(scope)) << "the dates, but not their class";
  scope.classes.emplace_back("non-evidential");
  EXPECT_TRUE(holds(scope));
}

TEST(Scope, KnowsNothingOfWhatIsNotKnown) {
  const Classification unknown;
  EXPECT_FALSE(covers(of_class(""), false, unknown)) << "unknown is not a class";
  EXPECT_FALSE(holds(of_class(""), false, unknown));
  EXPECT_FALSE(covers(recorded("1970-01-01", nullptr), false, unknown));
  EXPECT_FALSE(holds(recorded("1970-01-01", nullptr), false, unknown));
  EXPECT_FALSE(covers(recorded(nullptr, "2200-01-01"), false, unknown));
  EXPECT_FALSE(holds(recorded(nullptr, "2200-01-01"), false, unknown));
  EXPECT_FALSE(covers(of_case("C/1"), false, unknown));
}

TEST(Scope, TakesTheRootForACollectionLikeAnyOther) {
  EXPECT_TRUE(covers(collection(""), false, Classification{}));
  EXPECT_FALSE(covers(collection(""), false, facts()));
}

// Held items that move are listed where they are now.
TEST(Scope, OfAHoldHoldsWhatIsListedThoughItHadNoListAtFirst) {
  EXPECT_TRUE(holds(prefix("2022"), true));
  EXPECT_FALSE(covers(prefix("2022"), true));
}

TEST(Scope, FitsMoreCloselyByListThenByLongerPrefix) {
  Scope scope = prefix("2023");
  scope.prefixes.emplace_back("2023/07");
  scope.prefixes.emplace_back("");
  EXPECT_EQ(closeness(scope), 7U);
  scope.listed_paths = 1;
  EXPECT_EQ(closeness(scope, true), std::string::npos);
  EXPECT_EQ(closeness(prefix("2023")), 4U);
  EXPECT_EQ(closeness(prefix("")), 0U);
  EXPECT_EQ(closeness(collection("2023/07")), 0U);
  EXPECT_EQ(closeness(of_class("non-evidential")), 0U);
}

}  // namespace
}  // namespace muniment
