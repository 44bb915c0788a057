// What is asked of real witnesses is in tests/scenarios; here is what follows from what is
// known of them.

#include "agent/witness_round.h"

#include <gtest/gtest.h>

#include "temp_state.h"

namespace muniment {
namespace {

Time at(std::int64_t second) {
  return Time{second * kNsPerSecond};
}

WitnessesSettings one_witness() {
  const char* const key =
      "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
  WitnessesSettings settings;
  settings.list = {{"w1", "http://w1", WitnessKey::parse(key).value()}};
  return settings;
}

WitnessConflictRecord a_fork(std::uint64_t size, Time recorded) {
  return {{"w1", WitnessOutcome::kFork, size, 12, "FORK"}, recorded};
}

// Is there still a conflict, of size 20, recorded at second 100?
bool counts(std::optional<Cosigned> newest) {
  const auto summaries =
      summaries_of(one_witness().list, {newest}, {a_fork(20, at(100))});
  EXPECT_EQ(summaries.size(), 1U);
  return summaries[0].conflict.has_value();
}

TEST(WitnessConflict, CountsUntilALaterCosignatureOfAsMuch) {
  EXPECT_TRUE(counts(std::nullopt));
  EXPECT_TRUE(counts(Cosigned{19, at(101)}));
  EXPECT_TRUE(counts(Cosigned{20, at(100)}));
  EXPECT_TRUE(counts(Cosigned{30, at(99)}));
  EXPECT_FALSE(counts(Cosigned{20, at(101)}));
}

TEST(WitnessConflict, OfAWitnessThatIsNoLongerConfiguredIsNotShown) {
  WitnessConflictRecord record = a_fork(20, at(100));
  record.conflict.witness = "gone";
  const auto summaries = summaries_of(one_witness().list, {std::nullopt}, {record});
  EXPECT_FALSE(summaries[0].conflict);
}

class WitnessRoundTest : public testing::Test {
 protected:
  TempState state;
  std::atomic<bool> stop{false};

  // Asks a witness that always gives this reply.
  WitnessRound ask(const HttpReply& reply) {
    const HttpPost post = [&](const HttpRequest&, const std::atomic<bool>&) {
      return Result<HttpReply>(reply);
    };
    Result<WitnessRound> round =
        ask_witnesses(state.directory(), one_witness(), post, stop);
    EXPECT_EQ(reason(round), "");
    return std::move(round).value();
  }
  void record(const WitnessRound& round) {
    EXPECT_EQ(reason(record_conflicts(state.directory(), one_witness(), round)), "");
  }
  std::size_t recorded() const {
    std::size_t count = 0;
    for (const std::string& type : state.event_types()) {
      count += type == WitnessConflict::kType ? 1U : 0U;
    }
    return count;
  }
};

TEST_F(WitnessRoundTest, ConflictIsRecordedOnceUntilItChanges) {
  state.record({added("a")});
  const HttpReply more{409, "text/x.tlog.size", "1000\n"};
  const HttpReply even_more{409, "text/x.tlog.size", "1001\n"};
  for (int i = 0; i < 3; ++i) {
    record(ask(more));
  }
  EXPECT_EQ(recorded(), 1U);
  record(ask(even_more));
  EXPECT_EQ(recorded(), 2U);
  record(ask({403, "", ""}));
  EXPECT_EQ(recorded(), 3U);
}

TEST_F(WitnessRoundTest, NoAnswerIsNotRecorded) {
  state.record({added("a")});
  record(ask({500, "", ""}));
  EXPECT_EQ(recorded(), 0U);
}

TEST_F(WitnessRoundTest, ShowsNothingOfALedgerWhoseTilesAreBroken) {
  state.record({added("a"), added("b")});
  bool is_asked = false;
  const HttpPost post = [&](const HttpRequest&, const std::atomic<bool>&) {
    is_asked = true;
    return Result<HttpReply>(HttpReply{409, "text/x.tlog.size", "1\n"});
  };
  state.files().write("state/ledger/tile/0/000.p/3", std::string(96, 'x'));
  const auto round = ask_witnesses(state.directory(), one_witness(), post, stop);
  ASSERT_FALSE(round);
  EXPECT_EQ(round.error().code, ErrorCode::kCorrupt) << round.error().what;
}

}  // namespace
}  // namespace muniment
