#include "ledger/tlog_proof.h"

#include <gtest/gtest.h>

#include "ledger/tile_path.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

constexpr std::string_view kSecondEntry = R"({"event":"two"})";

LedgerReader reader_of(const std::string& directory) {
  Result<LedgerReader> reader = LedgerReader::open(directory);
  EXPECT_EQ(reason(reader), "");
  return std::move(reader).value();
}

VerifierKey key() {
  return golden_key().verifier();
}

TlogProof proof_of(const LedgerReader& ledger, std::uint64_t index) {
  const Result<TlogProof> proof = prove_entry(ledger, index, key());
  EXPECT_EQ(reason(proof), "");
  return proof ? proof.value() : TlogProof();
}

// The golden file was made by another implementation, from the specification.
TEST(TlogProof, OfTheGoldenEntryIsWrittenByteForByte) {
  const TlogProof proof = proof_of(reader_of(golden("ledger")), 1);
  EXPECT_EQ(format_tlog_proof(proof), read_bytes(golden("second_entry.tlog-proof")));
  EXPECT_EQ(proof.extra, kSecondEntry);
}

TEST(TlogProof, OfTheGoldenEntryIsReadAndVerifies) {
  const std::string bytes = read_bytes(golden("second_entry.tlog-proof"));
  const Result<TlogProof> proof = parse_tlog_proof(bytes);
  ASSERT_TRUE(proof) << reason(proof);
  EXPECT_EQ(proof.value().index, 1U);
  EXPECT_EQ(proof.value().path.size(), 2U);
  const Result<Checkpoint> checkpoint =
      verify_tlog_proof(proof.value(), kSecondEntry, key());
  ASSERT_TRUE(checkpoint) << reason(checkpoint);
  EXPECT_EQ(checkpoint.value().size, 3U);
}

TEST(TlogProof, OfEveryEntryHoldsForThatEntryOnly) {
  const TempLedger ledger;
  ledger.grow_to(523);
  const LedgerReader reader = reader_of(ledger.path());
  for (std::uint64_t index = 0; index < 523; index += 9) {
    TlogProof proof = proof_of(reader, index);
    EXPECT_EQ(proof.extra, an_entry(index));
    EXPECT_EQ(reason(verify_tlog_proof(proof, an_entry(index), key())), "");
    EXPECT_EQ(code_of(verify_tlog_proof(proof, an_entry(index + 1), key())),
              ErrorCode::kCorrupt);
    proof.index += 1;
    EXPECT_EQ(code_of(verify_tlog_proof(proof, an_entry(index), key())),
              ErrorCode::kCorrupt);
  }
  EXPECT_EQ(code_of(prove_entry(reader, 523, key())), ErrorCode::kInvalid);
}

TEST(TlogProof, DoesNotHoldUnderAnotherKey) {
  const TlogProof proof = proof_of(reader_of(golden("ledger")), 1);
  const VerifierKey other = golden_key("example.org/other").verifier();
  const auto checked = verify_tlog_proof(proof, kSecondEntry, other);
  EXPECT_EQ(code_of(checked), ErrorCode::kCorrupt);
  EXPECT_NE(reason(checked).find("no signature by example.org/other"),
            std::string::npos)
      << reason(checked);
}

TEST(TlogProof, SaysSoWhenAnyBitOfItIsChanged) {
  const std::string bytes = read_bytes(golden("second_entry.tlog-proof"));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    const Result<TlogProof> proof = parse_tlog_proof(damaged);
    EXPECT_FALSE(proof && verify_tlog_proof(proof.value(),
                                            proof.value().extra.value_or(""), key()))
        << "bit " << bit;
  }
}

TEST(TlogProof, IsRefusedWhenItIsCutOffAnywhere) {
  const std::string bytes = read_bytes(golden("second_entry.tlog-proof"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(code_of(parse_tlog_proof(bytes.substr(0, size))), ErrorCode::kCorrupt);
  }
}

TEST(TlogProof, HasOneSpelling) {
  const std::string hash = "4FL9kom6d1HI9YmT7bwVVhUBaWaHIXkGrcLo2XC/u2Y=\n";
  const std::string note = read_bytes(golden("ledger/checkpoint"));
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  EXPECT_TRUE(parse_tlog_proof(head + "index 0\n\n" + note));
  EXPECT_TRUE(parse_tlog_proof(head + "extra \nindex 0\n\n" + note));
  for (const std::string& bad : {
           "index 0\n\n" + note,
           head + "\n" + note,
           head + "index 00\n\n" + note,
           head + "index -1\n\n" + note,
           head + "index 0 \n\n" + note,
           head + "index 0\r\n\n" + note,
           head + "index 0\nextra YQ==\n\n" + note,
           head + "extra YQ==\nextra YQ==\nindex 0\n\n" + note,
           head + "extra YR==\nindex 0\n\n" + note,
           head + "index 0\n" + hash,
           head + "index 0\n" + hash + note,
           head + "index 0\nAAAA\n\n" + note,
           head + "index 0\n\n\n" + note,
           head + "index 1152921504606846977\n\n" + note,
           head + "index 0\n\n" + note + "\n",
       }) {
    EXPECT_EQ(code_of(parse_tlog_proof(bad)), ErrorCode::kCorrupt) << bad;
  }
}

TEST(TlogProof, HasNoMoreHashesThanATreeCanNeed) {
  const std::string note = read_bytes(golden("ledger/checkpoint"));
  TlogProof proof{"x", 0, std::vector<Hash>(kMaxProofHashes), note};
  EXPECT_TRUE(parse_tlog_proof(format_tlog_proof(proof)));
  proof.path.emplace_back();
  EXPECT_EQ(code_of(parse_tlog_proof(format_tlog_proof(proof))), ErrorCode::kCorrupt);
}

TEST(TlogProof, OfTheLargestEntryCanBeReadAgain) {
  TlogProof proof{std::string(kMaxEntryBytes, 'x'), kMaxTreeSize,
                  std::vector<Hash>(kMaxProofHashes),
                  read_bytes(golden("ledger/checkpoint"))};
  EXPECT_TRUE(parse_tlog_proof(format_tlog_proof(proof)));
  *proof.extra += 'x';
  EXPECT_EQ(code_of(parse_tlog_proof(format_tlog_proof(proof))), ErrorCode::kCorrupt);
}

TEST(TlogProof, IsNotHandedOutByADamagedLedger) {
  // What the proof of entry 258 needs.
  for (const auto& [file, at] :
       std::vector<std::pair<std::string, std::size_t>>{{tile_path(0, 1), 40},
                                                        {tile_path(0, 2, 11), 40},
                                                        {tile_path(1, 0, 2), 4},
                                                        {bundle_path(1), 40},
                                                        {"checkpoint", 40}}) {
    const TempLedger ledger;
    ledger.grow_to(523);
    flip_byte(ledger.file(file), at);
    const Result<LedgerReader> reader = LedgerReader::open(ledger.path());
    const bool refused = !reader || code_of(prove_entry(reader.value(), 258, key())) ==
                                        ErrorCode::kCorrupt;
    EXPECT_TRUE(refused) << file;
  }
}

}  // namespace
}  // namespace muniment
