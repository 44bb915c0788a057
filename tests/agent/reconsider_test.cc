// Late evidence: what it explains, what it takes back, and that nothing is used up twice.

#include "agent/reconsider.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "explain/explain.h"
#include "temp_state.h"

namespace muniment {
namespace {

ItemRemoved gone(std::string path, std::int64_t missed,
                 Explanation explanation = Explanation::kUnexplained) {
  const Candidate item = candidate(std::move(path));
  ItemRemoved removed;
  removed.store = "bwv";
  removed.path = item.path;
  removed.facts = item.facts;
  removed.first_seen = Time{missed - 20};
  removed.last_seen = Time{missed - 10};
  removed.first_missed = Time{missed};
  removed.explanation = explanation;
  return removed;
}

AuthorityAdded authority(std::string reference,
                         std::optional<std::uint64_t> most = {}) {
  AuthorityAdded terms;
  terms.store = "bwv";
  terms.reference = std::move(reference);
  terms.approved_by = "A. Lee";
  terms.max_items = most;
  terms.scope.prefixes = {"d"};
  return terms;
}

class ReconsiderTest : public testing::Test {
 protected:
  std::uint64_t reconsider_now() {
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    return value_of(reconsider(state.directory(), recorder, reader, "bwv"));
  }
  std::int64_t store_id() const {
    Reader reader = state.reader();
    return value_of(reader.store("bwv"))->id;
  }
  AuthorityRecord record_of(const std::string& reference) const {
    Reader reader = state.reader();
    for (AuthorityRecord& record : value_of(reader.authorities(store_id()))) {
      if (record.terms.reference == reference) {
        return record;
      }
    }
    ADD_FAILURE() << "no authority " << reference;
    return {};
  }
  // What of `store` has an explanation now.
  std::vector<StorePath> with(Explanation explanation) const {
    Reader reader = state.reader();
    std::vector<StorePath> paths;
    for (const Tombstone& one :
         value_of(reader.removals(store_id(), 0, 100'000, {explanation}))) {
      paths.push_back(one.removed.path);
    }
    return paths;
  }
  std::uint64_t unexplained_items() const {
    Reader reader = state.reader();
    return value_of(reader.summary({})).stores.at(0).unexplained_items;
  }

  TempState state;
};

TEST_F(ReconsiderTest, ALateAuthorityExplainsWhatItCoversAndKeepsTheFirstVerdict) {
  state.record({gone("d/a", 100), gone("e/a", 100)});
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 1U);
  EXPECT_EQ(with(Explanation::kAuthority), std::vector<StorePath>{"d/a"});
  EXPECT_EQ(with(Explanation::kUnexplained), std::vector<StorePath>{"e/a"});
  EXPECT_EQ(unexplained_items(), 1U);
  EXPECT_EQ(record_of("DA-1").used_items, 1U);
  const std::vector<Event> events = state.events();
  const auto first = std::find_if(events.begin(), events.end(), [](const Event& event) {
    return std::holds_alternative<ItemRemoved>(event.body);
  });
  EXPECT_EQ(std::get<ItemRemoved>(first->body).explanation, Explanation::kUnexplained);
}

TEST_F(ReconsiderTest, NothingIsDoneWithoutNewEvidence) {
  state.record({gone("d/a", 100)});
  EXPECT_EQ(reconsider_now(), 0U);
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 1U);
  const std::size_t before = state.events().size();
  EXPECT_EQ(reconsider_now(), 0U);
  EXPECT_EQ(state.events().size(), before);
}

TEST_F(ReconsiderTest, ALimitedAuthorityIsUsedUpOverManyPages) {
  constexpr std::size_t kGone = 10'000;
  std::vector<EventBody> removals;
  for (std::size_t i = 0; i < kGone; ++i) {
    removals.emplace_back(gone("d/" + std::to_string(i), 100));
  }
  state.record(std::move(removals));
  state.record({authority("DA-1", 9'000)});
  EXPECT_EQ(reconsider_now(), 9'000U);
  EXPECT_EQ(record_of("DA-1").used_items, 9'000U);
  EXPECT_EQ(unexplained_items(), 1'000U);
  state.record({authority("DA-2")});
  EXPECT_EQ(reconsider_now(), 1'000U);
  EXPECT_EQ(record_of("DA-1").used_items, 9'000U);
  EXPECT_EQ(record_of("DA-2").used_items, 1'000U);
}

TEST_F(ReconsiderTest, OnePathUsesAnAuthorityOnceAlsoWithinOnePass) {
  state.record({gone("d/a", 100), gone("d/a", 200), gone("d/b", 200)});
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 2U);
  EXPECT_EQ(record_of("DA-1").used_items, 2U);
  EXPECT_EQ(with(Explanation::kUnexplained), std::vector<StorePath>{"d/a"});
  state.record({authority("DA-2")});
  EXPECT_EQ(reconsider_now(), 1U) << "another authority is another approval";
}

// Three times in one page: each must know what the one before it used.
TEST_F(ReconsiderTest, APathThatWentThreeTimesUsesEachAuthorityOnce) {
  state.record(
      {gone("d/a", 100), gone("d/a", 200), gone("d/a", 300), gone("d/a", 400)});
  state.record({authority("DA-1"), authority("DA-2")});
  EXPECT_EQ(reconsider_now(), 2U);
  EXPECT_EQ(record_of("DA-1").used_items, 1U);
  EXPECT_EQ(record_of("DA-2").used_items, 1U);
  EXPECT_EQ(unexplained_items(), 2U);
}

// As a kill between two pages leaves it: some verdicts are recorded, that all has been
// looked at is not.
TEST_F(ReconsiderTest, WhatAKilledPassDidIsNotDoneAgain) {
  std::vector<EventBody> removals;
  for (int i = 0; i < 10; ++i) {
    removals.emplace_back(gone("d/" + std::to_string(i), 100));
  }
  state.record(std::move(removals));
  state.record({authority("DA-1", 7)});
  std::vector<EventBody> done;
  for (std::uint64_t i = 0; i < 4; ++i) {
    RemovalReconsidered verdict;
    verdict.store = "bwv";
    verdict.path = "d/" + std::to_string(i);
    verdict.removal = 1 + i;
    verdict.size = 10;
    verdict.explanation = Explanation::kAuthority;
    verdict.reference = "DA-1";
    done.emplace_back(verdict);
  }
  state.record(std::move(done));
  EXPECT_EQ(reconsider_now(), 3U);
  EXPECT_EQ(record_of("DA-1").used_items, 7U);
  EXPECT_EQ(unexplained_items(), 3U);
  EXPECT_EQ(reconsider_now(), 0U);
}

TEST_F(ReconsiderTest, OneItemBeyondAPageIsLookedAtToo) {
  std::vector<EventBody> removals;
  for (int i = 0; i < 4096; ++i) {
    removals.emplace_back(gone("e/" + std::to_string(i), 100));
  }
  removals.emplace_back(gone("d/last", 100));
  state.record(std::move(removals));
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 1U);
  EXPECT_EQ(with(Explanation::kAuthority), std::vector<StorePath>{"d/last"});
}

TEST_F(ReconsiderTest, EvidenceOfAnotherStoreChangesNothingHere) {
  state.record({gone("d/a", 100)});
  AuthorityAdded other = authority("DA-1");
  other.store = "nas";
  state.record({other});
  const std::size_t before = state.events().size();
  EXPECT_EQ(reconsider_now(), 0U);
  EXPECT_EQ(state.events().size(), before);
}

TEST_F(ReconsiderTest, AStoreThatNobodyKnowsHasNothingToReconsider) {
  Recorder recorder = state.recorder();
  Reader reader = state.reader();
  EXPECT_EQ(value_of(reconsider(state.directory(), recorder, reader, "none")), 0U);
}

TEST_F(ReconsiderTest, WhatAnAuthorityExplainedStaysSoWhateverComesLater) {
  state.record({gone("d/a", 100)});
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 1U);
  state.record(
      {authority("DA-0"), DeletionLogged{"bwv", "d/a", Time{95}, "x", "delete"}});
  EXPECT_EQ(reconsider_now(), 0U);
  EXPECT_EQ(record_of("DA-1").used_items, 1U);
  EXPECT_EQ(record_of("DA-0").used_items, 0U);
}

TEST_F(ReconsiderTest, ALogOutsideTheTimeInWhichItWentSaysNothing) {
  const std::int64_t went = 2 * kLogClockSlackNs;
  state.record({gone("d/a", went)});
  state.record(
      {DeletionLogged{"bwv", "d/a", Time{went + kLogClockSlackNs + 1}, "x", "delete"}});
  EXPECT_EQ(reconsider_now(), 0U);
  state.record(
      {DeletionLogged{"bwv", "d/a", Time{went + kLogClockSlackNs}, "x", "delete"}});
  EXPECT_EQ(reconsider_now(), 1U);
}

TEST_F(ReconsiderTest, WhatAHoldShouldHaveKeptStaysUnexplained) {
  HoldPlaced hold;
  hold.store = "bwv";
  hold.reference = "H-1";
  hold.reason = "CPS";
  hold.by = "B. Moe";
  hold.scope.prefixes = {"d/a"};
  state.record({hold});
  const std::int64_t after = state.events().back().time.ns + 1'000;
  state.record({gone("d/a", after), gone("d/b", after)});
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 2U) << "one is explained, one is now known as a breach";
  Reader reader = state.reader();
  const auto left =
      value_of(reader.removals(store_id(), 0, 10, {Explanation::kUnexplained}));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].removed.hold, "H-1");
  EXPECT_EQ(record_of("DA-1").used_items, 1U);
}

TEST_F(ReconsiderTest, ALogMakesAStateOfItsOwnAndAnAuthorityMoreOfIt) {
  state.record({gone("d/a", 100)});
  state.record({DeletionLogged{"bwv", "d/a", Time{95}, "j.doe", "delete"}});
  EXPECT_EQ(reconsider_now(), 1U);
  EXPECT_EQ(with(Explanation::kLogged), std::vector<StorePath>{"d/a"});
  EXPECT_EQ(unexplained_items(), 0U);
  state.record({authority("DA-1")});
  EXPECT_EQ(reconsider_now(), 1U);
  EXPECT_EQ(with(Explanation::kAuthority), std::vector<StorePath>{"d/a"});
}

TEST_F(ReconsiderTest, ACorrectedRegisterTakesAnExplanationByRetentionBack) {
  PolicyDeclared policy;
  policy.store = "bwv";
  policy.default_class = "short";
  policy.rule = "rule";
  policy.classes = {{"short", {RetentionPeriod::Unit::kDays, 31}}, {"long", {}}};
  state.record({policy});
  const std::int64_t now = state.events().back().time.ns + 1'000;
  ItemRemoved removed = gone("d/a", now, Explanation::kRetention);
  removed.reference = "rule";
  state.record({removed});
  ItemRegistered row;
  row.store = "bwv";
  row.path = "d/a";
  row.recorded = Time{0};
  state.record({row});
  EXPECT_EQ(reconsider_now(), 0U) << "the register agrees";
  row.class_name = "long";
  state.record({row});
  EXPECT_EQ(reconsider_now(), 1U);
  EXPECT_EQ(with(Explanation::kUnexplained), std::vector<StorePath>{"d/a"});
  EXPECT_EQ(unexplained_items(), 1U);
  Reader reader = state.reader();
  const auto incidents = value_of(reader.open_incidents(store_id()));
  ASSERT_EQ(incidents.size(), 1U) << "a loss that is known late is a loss";
  EXPECT_EQ(incidents[0].recorded.items, 1U);
}

TEST_F(ReconsiderTest,
       ALateRegisterShowsThatAHoldShouldHaveKeptWhatAnAuthorityExplains) {
  HoldPlaced hold;
  hold.store = "bwv";
  hold.reference = "H-1";
  hold.reason = "CPS";
  hold.by = "B. Moe";
  hold.scope.cases = {"C-1"};
  state.record({hold, authority("DA-1")});
  const std::int64_t after = state.events().back().time.ns + 1'000;
  ItemRemoved removed = gone("d/a", after, Explanation::kAuthority);
  removed.reference = "DA-1";
  state.record({removed});
  EXPECT_EQ(record_of("DA-1").used_items, 1U);
  ItemRegistered row;
  row.store = "bwv";
  row.path = "d/a";
  row.cases = {"C-1"};
  state.record({row});
  EXPECT_EQ(reconsider_now(), 1U);
  Reader reader = state.reader();
  const auto left =
      value_of(reader.removals(store_id(), 0, 10, {Explanation::kUnexplained}));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].removed.hold, "H-1");
  EXPECT_EQ(record_of("DA-1").used_items, 0U) << "it is not what let the item go";
  EXPECT_EQ(value_of(reader.open_incidents(store_id())).size(), 1U);
}

TEST_F(ReconsiderTest, AVerifiedCopyExplainsWhatLeftAnOpenTransfer) {
  state.record({TransferOpened{"bwv", "dams", "T-1", "C. Day", {}}});
  const std::int64_t now = state.events().back().time.ns + 1'000'000'000;
  ItemRemoved removed = gone("d/a", now);
  removed.facts.digests->sha256[0] = 7;
  state.record({removed});
  EXPECT_EQ(reconsider_now(), 0U);
  ItemAdded copy = added("elsewhere");
  copy.store = "dams";
  copy.facts.digests->sha256[0] = 7;
  ScanFinished scan;
  scan.store = "dams";
  scan.counts.added = 1;
  state.record({copy, scan});
  EXPECT_EQ(reconsider_now(), 1U);
  EXPECT_EQ(with(Explanation::kTransfer), std::vector<StorePath>{"d/a"});
}

TEST_F(ReconsiderTest, ARebuiltCatalogueSaysTheSame) {
  state.record({gone("d/a", 100), gone("d/b", 100)});
  state.record({authority("DA-1", 1)});
  EXPECT_EQ(reconsider_now(), 1U);
  const std::string before = state.catalogue_text();
  state.remove_catalogue();
  (void)state.recorder();
  EXPECT_EQ(state.catalogue_text(), before);
}

TEST_F(ReconsiderTest, WaitsForNobodyWhoIsAtTheStore) {
  state.record({gone("d/a", 100)});
  state.record({authority("DA-1")});
  Recorder recorder = state.recorder();
  Reader reader = state.reader();
  {
    const FileLock scan = value_of(FileLock::take(state.directory().store_lock("bwv")));
    EXPECT_EQ(
        value_of(reconsider_unless_busy(state.directory(), recorder, reader, "bwv")),
        std::nullopt);
  }
  EXPECT_EQ(
      value_of(reconsider_unless_busy(state.directory(), recorder, reader, "bwv")),
      std::optional<std::uint64_t>(1));
}

}  // namespace
}  // namespace muniment
