#include "ledger/cosignature.h"

#include <gtest/gtest.h>

#include "little_witness.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

// Made by another implementation, with the key of RFC 8032, section 7.1, test 2.
std::string golden_key_text() {
  std::string text = read_bytes(golden("witness_key"));
  text.pop_back();
  return text;
}

WitnessKey golden_witness() {
  return WitnessKey::parse(golden_key_text()).value();
}

Note cosigned() {
  return parse_note(read_bytes(golden("cosigned_checkpoint"))).value();
}

constexpr Time kGoldenTime{1'679'315'147 * kNsPerSecond};

TEST(Cosignature, ThatAnotherProgramMadeIsAccepted) {
  const Result<std::optional<Time>> time = golden_witness().newest_in(cosigned());
  ASSERT_EQ(reason(time), "");
  EXPECT_EQ(time.value(), kGoldenTime);
}

TEST(Cosignature, OfTheTestsOwnWitnessIsMadeAsThoseOfOthers) {
  const Note note = cosigned();
  const NoteSignature made = cosign(note.text, kGoldenTime);
  EXPECT_EQ(reason(little_witness_key().verify(note.text, made)), "");
}

TEST(Cosignature, KeyComesBackAsItWasWritten) {
  EXPECT_EQ(golden_witness().text(), golden_key_text());
  EXPECT_EQ(golden_witness().name(), "witness.example/w1");
  EXPECT_EQ(golden_witness().key_hash(), 0x04d2d833U);
}

TEST(Cosignature, KeyOfALogIsNotTakenForThatOfAWitness) {
  const Result<WitnessKey> key = WitnessKey::parse(
      "witness.example/w1+d3188955+AT1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM");
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().what.find("is the key of a log"), std::string::npos)
      << key.error().what;
  const Result<VerifierKey> log = VerifierKey::parse(golden_key_text());
  ASSERT_FALSE(log);
  EXPECT_NE(log.error().what.find("is the key of a witness"), std::string::npos);
}

TEST(Cosignature, IsRefusedWithAnyBitOfItChanged) {
  for (std::size_t at = 0; at < 72; ++at) {
    Note note = cosigned();
    note.signatures[1].bytes[at] ^= 0x01;
    const auto time = golden_witness().newest_in(note);
    EXPECT_EQ(code_of(time), ErrorCode::kCorrupt) << at;
  }
}

TEST(Cosignature, IsRefusedOverAnotherText) {
  for (std::size_t at = 0; at < cosigned().text.size(); ++at) {
    Note note = cosigned();
    note.text[at] ^= 0x01;
    EXPECT_FALSE(golden_witness().newest_in(note)) << at;
  }
}

TEST(Cosignature, IsRefusedWhenItIsTooShortOrTooLong) {
  for (const std::size_t length : {1U, 8U, 64U, 71U, 73U}) {
    Note note = cosigned();
    note.signatures[1].bytes.resize(length);
    EXPECT_EQ(code_of(golden_witness().newest_in(note)), ErrorCode::kCorrupt) << length;
  }
}

TEST(Cosignature, WithATimeBeyondAllTimesIsRefused) {
  Note note = cosigned();
  note.signatures[1].bytes[0] = '\x80';
  EXPECT_EQ(claimed_time(note.signatures[1]), std::nullopt);
  EXPECT_FALSE(golden_witness().newest_in(note));
}

TEST(Cosignature, ByOthersIsNoneByThisWitness) {
  const Result<std::optional<Time>> time =
      little_witness_key("witness.example/w2").newest_in(cosigned());
  ASSERT_EQ(reason(time), "");
  EXPECT_EQ(time.value(), std::nullopt);
}

TEST(Cosignature, TheNewestOfSeveralCounts) {
  Note note = cosigned();
  const Time later{kGoldenTime.ns + 5 * kNsPerSecond};
  note.signatures.push_back(cosign(note.text, later));
  note.signatures.push_back(cosign(note.text, kGoldenTime));
  EXPECT_EQ(little_witness_key().newest_in(note).value(), later);
}

}  // namespace
}  // namespace muniment
