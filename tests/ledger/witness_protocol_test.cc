#include "ledger/witness_protocol.h"

#include <gtest/gtest.h>

#include "little_witness.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

class WitnessProtocol : public testing::Test {
 protected:
  const WitnessKey key = little_witness_key();
  const Note note =
      golden_key().sign(format_checkpoint({std::string(kOrigin), 20, Hash{1}})).value();

  WitnessReply read(int status, std::string body, std::string type = "text/plain",
                    std::uint64_t old_size = 12) const {
    return read_witness_reply({key, note, 20, old_size},
                              {status, std::move(type), std::move(body)}, kCosignedAt);
  }
  WitnessAnswer answer(int status, std::string body, std::string type = "text/plain",
                       std::uint64_t old_size = 12) const {
    const WitnessReply reply = read(status, std::move(body), std::move(type), old_size);
    EXPECT_TRUE(std::holds_alternative<WitnessAnswer>(reply)) << "asks again";
    return std::holds_alternative<WitnessAnswer>(reply) ? std::get<WitnessAnswer>(reply)
                                                        : WitnessAnswer{};
  }
  std::string lines(const std::vector<NoteSignature>& signatures) const {
    return format_note({"x\n", signatures}).substr(3);
  }
  void expect(WitnessOutcome outcome, const std::string& words,
              const WitnessAnswer& answer) const {
    EXPECT_EQ(name_of(outcome), name_of(answer.outcome)) << answer.sentence;
    EXPECT_NE(answer.sentence.find(words), std::string::npos) << answer.sentence;
  }
};

const char* const kSizeType = "text/x.tlog.size";

TEST_F(WitnessProtocol, AsksAtTheUrlWithTheProofAndTheCheckpoint) {
  EXPECT_EQ(add_checkpoint_url("http://w.example"), "http://w.example/add-checkpoint");
  EXPECT_EQ(add_checkpoint_url("http://w.example/x/"),
            "http://w.example/x/add-checkpoint");
  const std::vector<Hash> proof{Hash{}, Hash{1}};
  EXPECT_EQ(add_checkpoint_body(12, proof, "CHECKPOINT\n"),
            "old 12\n"
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
            "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
            "\n"
            "CHECKPOINT\n");
  EXPECT_EQ(add_checkpoint_body(0, {}, "C\n"), "old 0\n\nC\n");
}

TEST_F(WitnessProtocol, AValidCosignatureIsKept) {
  const NoteSignature ours = cosign(note.text, kCosignedAt);
  const NoteSignature other = cosign(note.text, kCosignedAt, "other.example");
  const WitnessAnswer answer = this->answer(200, lines({other, ours}));
  expect(WitnessOutcome::kCosigned, "cosigned 20 entries at 2023-11-14T22:13:20Z",
         answer);
  EXPECT_EQ(answer.cosignatures, std::vector<NoteSignature>{ours});
  EXPECT_EQ(answer.time, kCosignedAt);
}

TEST_F(WitnessProtocol, WhatIsNotAValidCosignatureIsNoAnswer) {
  const std::string good = lines({cosign(note.text, kCosignedAt)});
  NoteSignature forged = cosign(note.text, kCosignedAt);
  forged.bytes[30] ^= 0x01;
  NoteSignature cut_off = cosign(note.text, kCosignedAt);
  cut_off.bytes.resize(30);
  const NoteSignature other_text = cosign("other\n1\nx\n", kCosignedAt);
  const auto no = WitnessOutcome::kNoAnswer;
  expect(no, "holds no cosignatures", answer(200, ""));
  expect(no, "holds no cosignatures", answer(200, "<html>hello</html>"));
  expect(no, "holds no cosignatures", answer(200, good.substr(0, good.size() - 1)));
  expect(no, "holds no cosignatures", answer(200, good + "\n" + good));
  expect(no, "is not of the form", answer(200, lines({cut_off})));
  expect(no, "is not valid", answer(200, lines({forged})));
  expect(no, "is not valid", answer(200, lines({other_text})));
  expect(no, "with another key than the one configured",
         answer(200, lines({cosign(note.text, kCosignedAt, "other.example")})));
}

// "text, empty line, signatures" in the answer would make the text that counts longer.
TEST_F(WitnessProtocol, ACosignatureOfALongerTextIsNoAnswer) {
  const std::string more = "\u2014 a lie";
  const NoteSignature signature = cosign(note.text + '\n' + more + '\n', kCosignedAt);
  expect(WitnessOutcome::kNoAnswer, "holds no cosignatures",
         answer(200, more + "\n\n" + lines({signature})));
}

TEST_F(WitnessProtocol, ACosignatureFromTheFutureIsNoAnswer) {
  const Time soon{kCosignedAt.ns + kMaxClockAheadNs};
  const Time late{soon.ns + kNsPerSecond};
  expect(WitnessOutcome::kCosigned, "cosigned",
         answer(200, lines({cosign(note.text, soon)})));
  expect(WitnessOutcome::kNoAnswer, "clock is ahead",
         answer(200, lines({cosign(note.text, late)})));
}

TEST_F(WitnessProtocol, AWitnessThatSawLessIsAskedAgainFromThere) {
  const WitnessReply reply = read(409, "7\n", kSizeType);
  ASSERT_TRUE(std::holds_alternative<AskAgain>(reply));
  EXPECT_EQ(std::get<AskAgain>(reply).old_size, 7U);
  EXPECT_TRUE(std::holds_alternative<AskAgain>(
      read(409, "20\n", "Text/X.tlog.size; charset=utf-8")));
}

TEST_F(WitnessProtocol, AWitnessThatSawMoreMeansAnOlderCopyHere) {
  const WitnessAnswer answer = this->answer(409, "21\n", kSizeType);
  expect(WitnessOutcome::kRollback, "This state directory is an older copy", answer);
  expect(WitnessOutcome::kRollback, "21 entries", answer);
  EXPECT_EQ(answer.their_size, 21U);
}

TEST_F(WitnessProtocol, TheSameSizeWithAnotherRootIsAFork) {
  const auto fork = WitnessOutcome::kFork;
  expect(fork, "continued separately", answer(409, "20\n", kSizeType, 20));
  expect(fork, "continued separately", answer(409, "roots differ", "text/plain", 20));
  expect(fork, "continued separately", answer(422, "", "text/plain", 20));
}

TEST_F(WitnessProtocol, AProofThatDoesNotHoldThereIsAFork) {
  const WitnessAnswer answer = this->answer(422, "");
  expect(WitnessOutcome::kFork,
         "the 12 entries that it has cosigned are not the beginning of the 20 entries",
         answer);
  EXPECT_EQ(answer.their_size, 12U);
  expect(WitnessOutcome::kNoAnswer, "none is needed",
         this->answer(422, "", "text/plain", 0));
}

TEST_F(WitnessProtocol, AConflictThatNamesNoSizeIsNoAnswer) {
  const auto no = WitnessOutcome::kNoAnswer;
  for (const char* const body : {"", "7", "07\n", "-7\n", "7\n\n", "7 \n", "x\n",
                                 "99999999999999999999\n", "1152921504606846977\n"}) {
    expect(no, "names no size", answer(409, body, kSizeType));
  }
  expect(no, "names no size", answer(409, "7\n", "text/html"));
  expect(no, "contradicts itself", answer(409, "12\n", kSizeType));
}

TEST_F(WitnessProtocol, AWitnessThatDoesNotKnowUsRefuses) {
  const auto refused = WitnessOutcome::kRefused;
  expect(refused, "does not trust the key", answer(403, "go away\nreally"));
  expect(refused, "(HTTP 403): go away", answer(403, "go away\nreally"));
  expect(refused, "does not know this ledger", answer(404, ""));
  expect(refused, "does not take the request", answer(400, "\x1b[31m"));
  expect(refused, "\\x1b[31m", answer(400, "\x1b[31m"));
}

TEST_F(WitnessProtocol, AnyOtherStatusIsNoAnswer) {
  for (const int status : {0, 100, 201, 204, 301, 302, 401, 429, 500, 502, 503, 599}) {
    expect(WitnessOutcome::kNoAnswer, "status " + std::to_string(status),
           answer(status, ""));
  }
}

TEST_F(WitnessProtocol, WordsOfTheWitnessAreKeptShort) {
  EXPECT_LT(answer(500, std::string(60'000, 'x')).sentence.size(), 400U);
}

}  // namespace
}  // namespace muniment
