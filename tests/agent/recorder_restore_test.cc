// Ledger and catalogue after crashes and restored copies: the ledger is the truth.

#include <gtest/gtest.h>

#include "model/event_json.h"
#include "temp_state.h"

namespace muniment {
namespace {

AuthorityAdded authority() {
  AuthorityAdded terms;
  terms.store = "bwv";
  terms.reference = "DA-1";
  terms.approved_by = "A. Lee";
  terms.from = Time{1};
  terms.until = Time{99};
  terms.max_items = 5;
  terms.max_bytes = 100;
  terms.scope.prefixes = {"d"};
  terms.scope.listed_paths = 2;
  return terms;
}

// What happens in a store in a year, in short.
std::vector<EventBody> a_history() {
  const auto removed = [](std::string path, Explanation why) {
    const Candidate item = candidate(std::move(path));
    return ItemRemoved{"bwv",          item.path, item.facts,  item.first_seen,
                       item.last_seen, Time{30},  why,         "DA-1",
                       "why",          "",        std::nullopt};
  };
  ItemFacts damaged = added("d/e").facts;
  damaged.ctime = Time{77};
  return {
      StoreEnrolled{
          "bwv", {"ext4", "ab", 2, Time{1}, "1:02", "/dev/\xff"}, "B. Moe", "new disk"},
      added("d/a"),
      added("d/b\xff"),
      added("d/c"),
      added("d/e", 99),
      AuthorityPaths{"bwv", "DA-1", {"d/a", "\xfe"}},
      authority(),
      removed("d/a", Explanation::kAuthority),
      removed("d/c", Explanation::kUnexplained),
      IncidentRecorded{"INC-1", "bwv", 1, 1, 10, Time{20}, Time{30}, 0},
      ItemMoved{"bwv", "x/b", "d/b\xff", added("x/b").facts},
      ItemAltered{"bwv", "d/e", ChangeKind::kCorrupted, damaged, 99, Digests{}, Time{1},
                  "rot"},
      ItemsVerified{"bwv", "x", {"b", "none"}},
      PlaceUnobserved{"bwv", "\xff", PlaceKind::kDirectory, "why", Time{5}},
      ScanFinished{"bwv", ScanOutcome::kIncomplete, Time{40}, {}, "why"},
      CheckFinished{"bwv", Time{50}, 1, 2, 3, 4, 5, 6, 7},
      GapRecorded{"", Time{1}, Time{2}, "why"},
      AgentStopped{"why"},
  };
}

void expect_refused(const Result<Recorder>& opened, const std::string& because) {
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(opened.error().what.find(because), std::string::npos)
      << opened.error().what;
}

TEST(Restore, ACatalogueThatWasLostFollowsFromTheLedgerAgain) {
  const TempState state;
  state.record(a_history());
  state.record({added("last")});
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  state.recorder();
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(Restore, ALargeCatalogueFollowsFromTheLedgerAgain) {
  const TempState state;
  std::vector<EventBody> events;
  for (int i = 0; i < 40'000; ++i) {
    events.emplace_back(added(std::to_string(i % 30) + "/" + std::to_string(i)));
  }
  state.record(std::move(events));
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  state.recorder();
  EXPECT_EQ(state.catalogue_text(), text);
}

// As after a crash: no program has opened the state since.
TEST(Restore, ACatalogueThatCouldNotKeepUpCatchesUp) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/catalogue.sqlite", "old.sqlite");
  state.record(a_history());
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  state.copy("old.sqlite", "state/catalogue.sqlite");
  state.recorder();
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(Restore, AnOlderCatalogueIsRefused) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/catalogue.sqlite", "old.sqlite");
  state.record({added("b")});
  state.recorder();
  state.remove_catalogue();
  state.copy("old.sqlite", "state/catalogue.sqlite");
  expect_refused(state.try_recorder(),
                 "the catalogue is an older copy: it has applied 2 events, and there "
                 "were 3 events when it was last opened");
}

// It grew in another way since the copy was made: more events, but others.
TEST(Restore, ACatalogueThatWasContinuedElsewhereIsRefused) {
  const TempState state;
  const TempState elsewhere;
  state.record({added("a")});
  elsewhere.record({added("x"), added("y")});
  state.record({added("b"), added("c"), added("d")});
  state.remove_catalogue();
  state.files().write("state/catalogue.sqlite",
                      elsewhere.files().read("state/catalogue.sqlite"));
  state.files().remove("state/head");
  expect_refused(state.try_recorder(), "catalogue and ledger went separate ways");
}

TEST(Restore, LedgerAndCatalogueOfTheSameOlderCopyAreRefused) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/ledger", "old-ledger");
  state.copy("state/catalogue.sqlite", "old.sqlite");
  state.record({added("b")});
  state.recorder();
  state.copy("old-ledger", "state/ledger");
  state.remove_catalogue();
  state.copy("old.sqlite", "state/catalogue.sqlite");
  expect_refused(state.try_recorder(), "ledger and catalogue are older copies");
}

TEST(Restore, ALedgerThatWasContinuedElsewhereIsRefused) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/ledger", "elsewhere");
  state.record({added("b")});
  state.recorder();
  state.copy("elsewhere", "state/ledger");
  state.append_to_ledger(
      {encode_event({Time{5}, added("c")}), encode_event({Time{6}, added("d")})});
  state.remove_catalogue();
  expect_refused(state.try_recorder(), "the ledger is not the one that was here");
}

TEST(Restore, AHeadThatIsNoCheckpointIsRefused) {
  const TempState state;
  state.record({added("a")});
  state.files().write("state/head", "3 events\n");
  expect_refused(state.try_recorder(), "state/head");
}

TEST(Restore, WhatADyingProcessLeftInTheLedgerComesIntoTheCatalogue) {
  const TempState state;
  Recorder recorder = state.recorder();
  state.append_to_ledger({encode_event({Time{5}, added("orphan")})});
  EXPECT_EQ(reason(recorder.record({added("next")})), "");
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 2U);
  EXPECT_EQ(value_of(state.reader().applied()).size, 3U);
}

TEST(Restore, AnOlderLedgerIsRefused) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/ledger", "old-ledger");
  state.record({added("b")});
  state.copy("old-ledger", "state/ledger");
  expect_refused(state.try_recorder(), "the ledger is an older copy or was cut short");
}

TEST(Restore, AnOlderLedgerIsRefusedByARecorderThatIsOpen) {
  const TempState state;
  Recorder recorder = state.recorder();
  EXPECT_EQ(reason(recorder.record({added("a")})), "");
  state.copy("state/ledger", "old-ledger");
  EXPECT_EQ(reason(recorder.record({added("b")})), "");
  state.copy("old-ledger", "state/ledger");
  const Status refused = recorder.record({added("c")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kCorrupt);
}

// The old ledger, and as many other events in it as the catalogue has applied.
TEST(Restore, AnotherLedgerOfTheSameSizeIsRefused) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/ledger", "old-ledger");
  state.record({added("b")});
  state.copy("old-ledger", "state/ledger");
  state.append_to_ledger({encode_event({Time{5}, added("c")})});
  expect_refused(state.try_recorder(), "went separate ways");
}

TEST(Restore, AnEntryThatIsNoEventIsCorrupt) {
  const TempState state;
  state.record({added("a")});
  state.append_to_ledger({"no event"});
  const auto opened = state.try_recorder();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(opened.error().what.find("ledger entry 2: "), 0U) << opened.error().what;
}

}  // namespace
}  // namespace muniment
