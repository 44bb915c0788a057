// explain_removal() against a slow and obvious one, over random histories of a store in
// which items come back and go again, and the program is started again in between.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "random_history.h"
#include "slow_explain.h"

namespace muniment {
namespace {

// How often something happened, so that the test cannot pass on nothing.
struct Seen {
  std::map<Explanation, int> explanations;
  int histories = 0;
  int removals = 0;
  int restarts = 0;
  int breaches = 0;
  int allowed_breaches = 0;  // something else would have explained it
  int used_up = 0;
  int replays = 0;
  int with_retention = 0;
};

// What the catalogue knows after each removal.
struct Used {
  std::map<std::string, std::uint64_t> items;
  std::map<std::string, std::uint64_t> bytes;
  std::map<std::string, std::set<std::string>> by_path;

  void add(const RemovedItem& item, const std::string& authority) {
    items[authority] += 1;
    bytes[authority] += item.size;
    if (!by_path[item.path].insert(authority).second) {
      RC_FAIL("one item used one authority twice");
    }
  }
};

Evidence evidence_of(const RandomHistory& history, Used& used) {
  Evidence::Input input = history.evidence();
  for (AuthorityInForce& authority : input.authorities) {
    authority.used_items = used.items[authority.terms.reference];
    authority.used_bytes = used.bytes[authority.terms.reference];
  }
  return Evidence(std::move(input));
}

void note(const SlowVerdict& verdict, Seen& seen) {
  seen.removals += 1;
  seen.explanations[verdict.explanation] += 1;
  seen.breaches += verdict.hold.empty() ? 0 : 1;
  seen.allowed_breaches += verdict.met_allowed ? 1 : 0;
  seen.used_up += verdict.met_used_up ? 1 : 0;
  seen.replays += verdict.met_replay ? 1 : 0;
  seen.with_retention += verdict.kept_until ? 1 : 0;
}

void expect_same(const Verdict& verdict, const SlowVerdict& expected) {
  const bool is_same = verdict.explanation == expected.explanation &&
                       verdict.reference == expected.reference &&
                       verdict.hold == expected.hold &&
                       verdict.kept_until == expected.kept_until;
  if (!is_same) {  // RapidCheck is slow at noting what holds
    RC_ASSERT(name_of(verdict.explanation) == name_of(expected.explanation));
    RC_ASSERT(verdict.reference == expected.reference);
    RC_ASSERT(verdict.hold == expected.hold);
    RC_ASSERT(verdict.kept_until == expected.kept_until);
  }
  const bool may_be_silent = verdict.explanation == Explanation::kUnexplained;
  if (verdict.detail.size() >= 2000 || (verdict.detail.empty() && !may_be_silent)) {
    RC_FAIL("the detail is too long, or there is none: " + verdict.detail);
  }
}

bool is_within_limits(const AuthorityInForce& authority) {
  const AuthorityAdded& terms = authority.terms;
  return (!terms.max_items || authority.used_items <= *terms.max_items) &&
         (!terms.max_bytes || authority.used_bytes <= *terms.max_bytes);
}

void expect_counted(const Evidence& evidence, Used& used) {
  for (const AuthorityInForce& authority : evidence.authorities()) {
    const std::string& reference = authority.terms.reference;
    if (authority.used_items != used.items[reference] ||
        authority.used_bytes != used.bytes[reference] || !is_within_limits(authority)) {
      RC_FAIL("authority " + reference + " is not used as often as it explained");
    }
  }
}

void live_through(std::uint64_t seed, const HistorySize& size, Seen& seen) {
  RandomHistory history(seed, size);
  Used used;
  std::vector<PastRemoval> past;
  Evidence evidence = evidence_of(history, used);
  for (int i = 0; i < size.removals; ++i) {
    if (history.is_time_for_a_restart()) {
      history.grow();
      evidence = evidence_of(history, used);
      seen.restarts += 1;
    }
    RemovedItem item = history.next();
    for (const std::string& authority : used.by_path[item.path]) {
      item.used_before.push_back(authority);
    }
    const SlowVerdict expected = slow_explain(item, history.evidence(), past);
    const Verdict verdict = explain_removal(item, evidence);
    expect_same(verdict, expected);
    if (verdict.explanation == Explanation::kAuthority) {
      used.add(item, verdict.reference);
    }
    past.push_back({item.path, item.size, expected});
    note(expected, seen);
  }
  expect_counted(evidence, used);
  seen.histories += 1;
}

// The same spread however small RapidCheck's size is.
int any_below(int end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, end));
}

TEST(Explanation, IsWhatTheRulesSayWordForWord) {
  constexpr std::uint64_t kShort = 1000;  // histories a run
  constexpr std::uint64_t kLong = 10;
  Seen seen;
  EXPECT_TRUE(rc::check("explain_removal is slow_explain", [&] {
    HistorySize size{any_below(9), any_below(4), any_below(4), 4};
    const auto seed =
        *rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>());
    for (std::uint64_t i = 0; i < kShort; ++i) {
      live_through(seed + i, size, seen);
    }
    size.removals = 100;
    for (std::uint64_t i = 0; i < kLong; ++i) {
      live_through(seed + kShort + i, size, seen);
    }
  }));
  EXPECT_GE(seen.histories, 100'000);
  EXPECT_GE(seen.removals, 500'000);
  EXPECT_GT(seen.restarts, 5'000);
  EXPECT_GT(seen.explanations[Explanation::kUnexplained], 5'000);
  EXPECT_GT(seen.explanations[Explanation::kTransfer], 5'000);
  EXPECT_GT(seen.explanations[Explanation::kAuthority], 5'000);
  EXPECT_GT(seen.explanations[Explanation::kRetention], 5'000);
  EXPECT_GT(seen.explanations[Explanation::kLogged], 5'000);
  EXPECT_GT(seen.breaches, 5'000);
  EXPECT_GT(seen.allowed_breaches, 5'000);
  EXPECT_GT(seen.used_up, 5'000);
  EXPECT_GT(seen.replays, 5'000);
  EXPECT_GT(seen.with_retention, 5'000);
}

}  // namespace
}  // namespace muniment
