// The indexes of Evidence find exactly what asking every scope would find.

#include "explain/evidence.h"

#include <gtest/gtest.h>

#include "explain/scope_match.h"
#include "random_history.h"
#include "removals.h"

namespace muniment {
namespace {

using Numbers = std::vector<std::size_t>;

const std::vector<std::string>& odd_paths() {
  static const std::vector<std::string> kAll = {
      "",           "a",    "a/b",      "a//b",    "a/",
      "/a",         "/",    "//",       "aa",      "a/b/c",
      "2023-01-03", "unit", "unit/b/a", "unitx/a", "unit/2023-01-10/b"};
  return kAll;
}

Scope any_scope(Dice& dice) {
  Scope scope = random_scope(dice, !dice.one_in(3));
  for (int i = dice.below(3); i > 0; --i) {
    scope.prefixes.push_back(dice.of(odd_paths()));
  }
  scope.listed_paths = dice.one_in(3) ? 1 : 0;
  return scope;
}

Classification any_facts(Dice& dice) {
  Classification facts;
  facts.collection = dice.of(odd_paths());
  facts.class_name =
      dice.of(std::vector<std::string>{"", "routine", "evidential", "odd"});
  if (!dice.one_in(4)) {
    facts.recorded =
        Time{day("2022-12-25").ns + dice.below(80) * 43'200 * kNsPerSecond};
  }
  for (int i = dice.below(3); i > 0; --i) {
    facts.cases.push_back("C/" + std::to_string(1 + dice.below(5)));
  }
  return facts;
}

Evidence::Input any_scopes(Dice& dice, int count) {
  Evidence::Input input;
  for (int i = 0; i < count; ++i) {
    AuthorityInForce authority = AnAuthority(std::to_string(i));
    authority.terms.scope = any_scope(dice);
    input.authorities.push_back(std::move(authority));
    HoldInForce hold = AHold(std::to_string(i));
    hold.terms.scope = any_scope(dice);
    input.holds.push_back(std::move(hold));
  }
  return input;
}

// What the indexes save: asking every scope.
struct Asking {
  const Evidence& evidence;
  std::string path;
  Classification facts;
  std::vector<std::string> listed;

  ScopedItem item(const std::string& reference) const {
    return {path, facts, is_listed_by(reference, listed)};
  }
  std::vector<ScopeMatch> covering() const {
    std::vector<ScopeMatch> all;
    for (std::size_t i = 0; i < evidence.authorities().size(); ++i) {
      const AuthorityAdded& terms = evidence.authorities()[i].terms;
      if (const auto close = covered_by(terms.scope, item(terms.reference))) {
        all.push_back({i, *close});
      }
    }
    return all;
  }
  Numbers holding() const {
    Numbers all;
    for (std::size_t i = 0; i < evidence.holds().size(); ++i) {
      const HoldPlaced& terms = evidence.holds()[i].terms;
      if (held_by(terms.scope, item(terms.reference))) {
        all.push_back(i);
      }
    }
    return all;
  }
};

Asking any_question(const Evidence& evidence, Dice& dice) {
  Asking asking{evidence, dice.of(odd_paths()), any_facts(dice), {}};
  for (int k = dice.below(4); k > 0; --k) {
    asking.listed.push_back(std::to_string(dice.below(45)));
  }
  return asking;
}

TEST(Evidence, FindsExactlyTheScopesThatCoverAndHoldAnItem) {
  Dice dice(20'230'726);
  std::size_t found = 0;
  for (int world = 0; world < 200; ++world) {
    const Evidence evidence(any_scopes(dice, 40));
    for (int i = 0; i < 50; ++i) {
      const Asking of = any_question(evidence, dice);
      const auto covering = of.covering();
      const Numbers holding = of.holding();
      ASSERT_EQ(evidence.authorities_over(of.path, of.facts, of.listed), covering);
      ASSERT_EQ(evidence.holds_over(of.path, of.facts, of.listed), holding);
      found += covering.size() + holding.size();
    }
  }
  EXPECT_GT(found, 20'000U);
}

TEST(Evidence, FindsEachRecordedRangeAmongMany) {
  Evidence::Input input;
  for (int from = 0; from < 30; ++from) {
    for (int to = from; to < 30; ++to) {
      AuthorityInForce authority = AnAuthority("A").of_class("routine");
      authority.terms.scope.recorded_from = at(from);
      authority.terms.scope.recorded_to = at(to);
      input.authorities.push_back(std::move(authority));
    }
  }
  const Evidence evidence(std::move(input));
  for (int recorded = -1; recorded <= 30; ++recorded) {
    const Classification facts{"", "routine", at(recorded), {}};
    const std::size_t before = static_cast<std::size_t>(std::max(recorded + 1, 0));
    const std::size_t after = static_cast<std::size_t>(std::max(30 - recorded, 0));
    const std::size_t expected = recorded < 0 || recorded > 29 ? 0 : before * after;
    EXPECT_EQ(evidence.authorities_over("a", facts, {}).size(), expected) << recorded;
  }
}

TEST(Evidence, CanBeMovedAndKeepsWhatWasUsed) {
  Evidence evidence(only({AnAuthority("A").over("")}));
  evidence.use(0, 7);
  Evidence moved = std::move(evidence);
  EXPECT_EQ(moved.authorities()[0].used_items, 1U);
  EXPECT_EQ(moved.authorities()[0].used_bytes, 7U);
  EXPECT_EQ(moved.authorities_over("a", {}, {}).size(), 1U);
}

}  // namespace
}  // namespace muniment
