#include "ledger/witness_client.h"

#include <gtest/gtest.h>

#include "little_witness.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

const char* const kUrl = "http://witness.example";

class WitnessClient : public testing::Test {
 protected:
  TempLedger ledger;
  LittleWitness witness;
  std::atomic<bool> stop{false};

  Result<WitnessAnswer> ask(const std::string& directory, std::uint64_t last_size = 0) {
    return ask_witness(checkpoint_of(directory), little_witness_key(), kUrl, last_size,
                       witness.post(), stop);
  }
  WitnessAnswer answer(std::uint64_t last_size = 0) {
    return answer_about(ledger.path(), last_size);
  }
  WitnessAnswer answer_about(const std::string& directory,
                             std::uint64_t last_size = 0) {
    Result<WitnessAnswer> answer = ask(directory, last_size);
    EXPECT_EQ(reason(answer), "");
    return answer ? std::move(answer).value() : WitnessAnswer{};
  }
  void expect(WitnessOutcome outcome, const WitnessAnswer& answer) {
    EXPECT_EQ(name_of(outcome), name_of(answer.outcome)) << answer.sentence;
  }
};

TEST_F(WitnessClient, GetsEachGrownLedgerCosigned) {
  std::uint64_t last = 0;
  for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 700U, 700U}) {
    ledger.grow_to(size);
    expect(WitnessOutcome::kCosigned, answer(last));
    EXPECT_EQ(witness.size, size);
    last = size;
  }
  EXPECT_EQ(witness.requests.size(), 7U);
}

TEST_F(WitnessClient, AsksOnceMoreWhenItDoesNotKnowWhatTheWitnessSaw) {
  ledger.grow_to(300);
  expect(WitnessOutcome::kCosigned, answer());
  ledger.grow_to(301);
  expect(WitnessOutcome::kCosigned, answer(17));
  EXPECT_EQ(witness.requests.size(), 3U);
}

TEST_F(WitnessClient, NamesAnOlderCopyOfTheLedger) {
  ledger.grow_to(300);
  const TempDirectory copies;
  copy_tree(ledger.path(), copies / "older");
  ledger.grow_to(310);
  expect(WitnessOutcome::kCosigned, answer());
  const WitnessAnswer older = answer_about(copies / "older", 300);
  expect(WitnessOutcome::kRollback, older);
  EXPECT_EQ(older.their_size, 310U);
}

TEST_F(WitnessClient, NamesACopyThatWasContinuedSeparately) {
  for (const std::size_t more : {10U, 11U, 500U}) {  // as long as the other, or longer
    const TempLedger one;
    const TempLedger twin;
    witness = {};
    one.grow_to(300);
    copy_tree(one.path(), twin.path());
    one.grow_to(310);
    expect(WitnessOutcome::kCosigned, answer_about(one.path()));
    Ledger other = twin.open();
    const std::vector<std::string> entries(more, "another history");
    ASSERT_EQ(reason(other.append(entries)), "");
    expect(WitnessOutcome::kFork, answer_about(twin.path(), 300));
    EXPECT_EQ(witness.size, 310U);
  }
}

TEST_F(WitnessClient, SendsNothingWhenItsOwnTilesAreBroken) {
  ledger.grow_to(300);
  expect(WitnessOutcome::kCosigned, answer());
  ledger.grow_to(600);
  flip_byte(ledger.file("tile/0/001"), 40);
  witness.requests.clear();
  EXPECT_EQ(code_of(ask(ledger.path(), 300)), ErrorCode::kCorrupt);
  EXPECT_TRUE(witness.requests.empty());
}

TEST_F(WitnessClient, TellsThatNobodyAnswered) {
  ledger.grow_to(3);
  witness.next_error = Error{ErrorCode::kUnavailable, 0, "no route to host"};
  const WitnessAnswer none = answer();
  expect(WitnessOutcome::kNoAnswer, none);
  EXPECT_EQ(none.sentence, "no route to host");
}

TEST_F(WitnessClient, StopsWhenItIsTold) {
  ledger.grow_to(3);
  stop = true;
  EXPECT_EQ(code_of(ask(ledger.path())), ErrorCode::kCancelled);
}

TEST_F(WitnessClient, DoesNotFollowAWitnessThatNeverSettles) {
  ledger.grow_to(30);
  std::uint64_t size = 0;
  const HttpPost fickle = [&](const HttpRequest&,
                              const std::atomic<bool>&) -> Result<HttpReply> {
    return HttpReply{409, "text/x.tlog.size", std::to_string(++size) + '\n'};
  };
  const auto answer = ask_witness(checkpoint_of(ledger.path()), little_witness_key(),
                                  kUrl, 0, fickle, stop);
  ASSERT_EQ(reason(answer), "");
  expect(WitnessOutcome::kNoAnswer, answer.value());
  EXPECT_EQ(size, 3U);
}

}  // namespace
}  // namespace muniment
