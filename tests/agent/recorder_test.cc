#include "agent/recorder.h"

#include <gtest/gtest.h>

#include <thread>

#include "model/event_json.h"
#include "temp_state.h"

namespace muniment {
namespace {

using Types = std::vector<std::string>;

TEST(Recorder, StartsALedgerWithItsName) {
  const TempState state;
  state.recorder();
  const auto events = state.events();
  ASSERT_EQ(events.size(), 1U);
  const auto* started = std::get_if<LedgerStarted>(&events[0].body);
  ASSERT_NE(started, nullptr);
  EXPECT_EQ(started->origin, value_of(state.directory().verifier_key()).name());
  state.recorder();
  EXPECT_EQ(state.events().size(), 1U) << "once";
}

TEST(Recorder, RecordsNothingWhenThereIsNothingToRecord) {
  const TempState state;
  state.record({});
  EXPECT_EQ(state.event_types(), Types{"ledger_started"});
}

TEST(Recorder, HasWhatItRecordedInTheLedgerAndInTheCatalogue) {
  const TempState state;
  state.record({added("a"), added("b")});
  EXPECT_EQ(state.event_types(), (Types{"ledger_started", "added", "added"}));
  Reader reader = state.reader();
  EXPECT_EQ(value_of(reader.store("bwv"))->items, 2U);
  EXPECT_EQ(value_of(reader.applied()).size, 3U);
}

TEST(Recorder, BearsAnotherOneBesideIt) {
  const TempState state;
  Recorder one = state.recorder();
  Recorder other = state.recorder();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(reason(one.record({added("one" + std::to_string(i))})), "");
    EXPECT_EQ(reason(other.record({added("other" + std::to_string(i))})), "");
  }
  EXPECT_EQ(state.events().size(), 11U);
  const std::string text = state.catalogue_text();
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 10U);
  state.remove_catalogue();
  state.recorder();
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(Recorder, BearsManyThreadsWithARecorderEach) {
  const TempState state;
  state.recorder();
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&state, thread] {
        Recorder recorder = state.recorder();
        for (int i = 0; i < 8; ++i) {
          EXPECT_EQ(reason(recorder.record(
                        {added(std::to_string(thread) + "/" + std::to_string(i))})),
                    "");
        }
      });
    }
  }
  EXPECT_EQ(state.events().size(), 33U);
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 32U);
}

// As a scan does, beside others that want their turn.
TEST(Recorder, RecordsAheadOfItsCatalogueBesideOthers) {
  const TempState state;
  state.recorder();
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 3; ++thread) {
      threads.emplace_back([&state, thread] {
        Recorder recorder = state.recorder();
        for (int i = 0; i < 40; ++i) {
          const std::string path = std::to_string(thread) + "/" + std::to_string(i);
          EXPECT_EQ(reason(thread == 0 ? recorder.record({added(path)})
                                       : recorder.record_ahead({added(path)})),
                    "");
        }
        EXPECT_EQ(reason(recorder.settle()), "");
      });
    }
  }
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 120U);
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  state.recorder();
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(Recorder, HasTheCatalogueReadyWhenItHasSettled) {
  const TempState state;
  Recorder recorder = state.recorder();
  EXPECT_EQ(reason(recorder.record_ahead({added("a")})), "");
  EXPECT_EQ(reason(recorder.record_ahead({added("b")})), "");
  EXPECT_EQ(reason(recorder.settle()), "");
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 2U);
}

TEST(Recorder, LosesNothingWhenItGoesBeforeItHasSettled) {
  const TempState state;
  {
    Recorder recorder = state.recorder();
    EXPECT_EQ(reason(recorder.record_ahead({added("a")})), "");
    Recorder moved = std::move(recorder);
    EXPECT_EQ(reason(moved.record_ahead({added("b")})), "");
  }
  EXPECT_EQ(value_of(state.reader().applied()).size, 3U);
}

// The ledger has it, the catalogue could not take it: said once, and made good.
TEST(Recorder, TellsOfACatalogueThatCouldNotFollow) {
  const TempState state;
  Recorder recorder = state.recorder();
  state.change_catalogue("ALTER TABLE item RENAME TO away");
  EXPECT_EQ(reason(recorder.record_ahead({added("a")})), "");
  EXPECT_NE(reason(recorder.settle()), "");
  state.change_catalogue("ALTER TABLE away RENAME TO item");
  EXPECT_EQ(reason(recorder.record({added("b")})), "");
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 2U);
}

TEST(Recorder, RecordsOnlyIfTheCheckUnderTheLockAgrees) {
  const TempState state;
  Recorder one = state.recorder();
  Recorder other = state.recorder();
  EXPECT_EQ(reason(other.record({added("taken")})), "");
  Reader reader = state.reader();
  const auto unless_taken = [&]() -> Status {
    if (value_of(reader.store("bwv"))) {
      return Error{ErrorCode::kConflict, 0, "taken"};
    }
    return ok();
  };
  const Status refused = one.record_if({added("second")}, unless_taken);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(state.events().size(), 2U);
}

TEST(Recorder, RefusesAnEventThatTheLedgerCannotHold) {
  const TempState state;
  Recorder recorder = state.recorder();
  const Status refused =
      recorder.record({added("a"), added(std::string(kMaxEventBytes, 'x'))});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(state.events().size(), 1U) << "all or nothing";
  EXPECT_EQ(reason(recorder.record({added("b")})), "");
  EXPECT_EQ(state.events().size(), 2U);
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 1U);
}

// A process with a clock that was wrong once wrote a time in the far future.
TEST(Recorder, NeverLetsTimeRunBackwards) {
  const TempState state;
  const Time future = value_of(parse_time("2200-01-01T00:00:00Z"));
  Recorder recorder = state.recorder();
  state.append_to_ledger({encode_event({future, added("future")})});
  EXPECT_EQ(reason(recorder.record({added("now")})), "");
  EXPECT_EQ(recorder.last_event(), future);
  state.record({added("later")});
  Time last;
  for (const Event& event : state.events()) {
    EXPECT_GE(event.time, last);
    last = event.time;
  }
  EXPECT_EQ(last, future);
}

TEST(Recorder, KeepsFingerprintsOutOfTheLedger) {
  const TempState state;
  Recorder recorder = state.recorder();
  EXPECT_EQ(reason(recorder.record({added("d/a")})), "");
  const std::vector<Catalogue::FingerprintUpdate> updates = {
      {"d", DirectoryFingerprint{1, 2, 3}}};
  EXPECT_EQ(reason(recorder.save_fingerprints("bwv", updates)), "");
  Reader reader = state.reader();
  const auto directories =
      value_of(reader.directories(value_of(reader.store("bwv"))->id));
  ASSERT_EQ(directories.size(), 1U);
  EXPECT_EQ(directories[0].fingerprint, (DirectoryFingerprint{1, 2, 3}));
  EXPECT_EQ(state.events().size(), 2U);
}

}  // namespace
}  // namespace muniment
