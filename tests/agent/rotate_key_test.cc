#include "agent/rotate_key.h"

#include <gtest/gtest.h>

#include "ledger/verify.h"
#include "model/event_json.h"
#include "temp_state.h"

namespace muniment {
namespace {

VerifierKey key_of(const TempState& state) {
  return value_of(state.directory().verifier_key());
}

void expect_verifies(const TempState& state, const VerifierKey& trusted) {
  const auto report = value_of(verify_ledger(state.directory().ledger(), trusted));
  EXPECT_EQ(report.problems, std::vector<LedgerProblem>{});
  EXPECT_EQ(report.key, key_of(state));
}

TEST(RotateKey, GoesOnUnderANewKeyThatTheOldOneNamed) {
  const TempState state;
  state.record({added("a")});
  const VerifierKey old = key_of(state);
  const VerifierKey made = value_of(state.recorder().rotate_key("B. Moe", "moved"));
  EXPECT_NE(made, old);
  EXPECT_EQ(made.name(), old.name());
  EXPECT_EQ(made, key_of(state));
  state.record({added("b")});
  expect_verifies(state, old);
  expect_verifies(state, made);
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 2U);
}

TEST(RotateKey, DestroysTheOldPrivateKey) {
  const TempState state;
  state.record({added("a")});
  const std::string old = state.files().read("state/keys/ledger.pem");
  value_of(state.recorder().rotate_key("B. Moe", "moved"));
  for (const std::string& path : state.files().entries()) {
    if (path.find("keys/") != std::string::npos) {
      EXPECT_NE(state.files().read(path), old) << path;
    }
  }
}

TEST(RotateKey, IsTakenInByARecorderThatWasOpen) {
  const TempState state;
  Recorder open = state.recorder();
  const VerifierKey old = key_of(state);
  value_of(state.recorder().rotate_key("B. Moe", "moved"));
  EXPECT_EQ(reason(open.record({added("a")})), "");
  expect_verifies(state, old);
}

// What a process leaves that is killed after each of the steps.
TEST(RotateKey, IsDroppedWhenNothingWasRecorded) {
  const TempState state;
  state.record({added("a")});
  const VerifierKey old = key_of(state);
  value_of(make_next_key(state.directory()));
  state.record({added("b")});
  EXPECT_FALSE(has_next_key(state.directory()));
  EXPECT_EQ(key_of(state), old);
}

TEST(RotateKey, IsFinishedWhenItWasRecorded) {
  const TempState state;
  state.record({added("a")});
  const VerifierKey old = key_of(state);
  const VerifierKey next = value_of(make_next_key(state.directory()));
  state.append_to_ledger(
      {encode_event({wall_clock_now(), KeyRotated{next.text(), "B. Moe", "moved"}})});
  state.record({added("b")});
  EXPECT_EQ(key_of(state), next);
  expect_verifies(state, old);
}

TEST(RotateKey, IsFinishedByARecorderThatWasOpen) {
  const TempState state;
  Recorder open = state.recorder();
  const VerifierKey old = key_of(state);
  const VerifierKey next = value_of(make_next_key(state.directory()));
  state.append_to_ledger(
      {encode_event({wall_clock_now(), KeyRotated{next.text(), "B. Moe", "moved"}})});
  EXPECT_EQ(reason(open.record({added("b")})), "");
  EXPECT_EQ(key_of(state), next);
  expect_verifies(state, old);
}

TEST(RotateKey, IsNoWayInForAForeignKey) {
  const TempState state;
  state.record({added("a")});
  const TempState other;
  other.recorder();
  state.files().write("state/keys/ledger.pem",
                      other.files().read("state/keys/ledger.pem"));
  const auto opened = state.try_recorder();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace muniment
