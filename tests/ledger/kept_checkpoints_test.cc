#include "ledger/kept_checkpoints.h"

#include <gtest/gtest.h>

#include "little_witness.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

Time at(std::int64_t seconds) {
  return Time{kCosignedAt.ns + seconds * kNsPerSecond};
}

Note checkpoint(std::uint64_t size, std::uint8_t root = 1) {
  Hash hash{};
  hash[0] = root;
  return golden_key()
      .sign(format_checkpoint({std::string(kOrigin), size, hash}))
      .value();
}

Note with(Note note, const NoteSignature& signature) {
  note.signatures.push_back(signature);
  return note;
}

Note cosigned(std::uint64_t size, Time time,
              std::string_view name = "witness.example/w1") {
  const Note note = checkpoint(size);
  return with(note, cosign(note.text, time, name));
}

class KeptCheckpointsTest : public testing::Test {
 protected:
  TempDirectory directory;
  KeptCheckpoints kept{directory / "checkpoints"};

  std::string file(std::string_view name) const {
    return directory / ("checkpoints/" + std::string(name));
  }
  std::vector<Time> times_of(std::uint64_t size) const {
    std::vector<Time> times;
    const VouchedCheckpoint checkpoint = kept.load(size).value();
    for (const NoteSignature& signature : checkpoint.note.signatures) {
      if (signature.key_name != kOrigin) {
        times.push_back(claimed_time(signature).value());
      }
    }
    return times;
  }
};

TEST_F(KeptCheckpointsTest, AreNoneBeforeAnythingWasKept) {
  EXPECT_TRUE(kept.sizes().value().empty());
  EXPECT_TRUE(kept.stamped_sizes().value().empty());
  EXPECT_EQ(code_of(kept.load(3)), ErrorCode::kNotFound);
  EXPECT_EQ(kept.newest_by({little_witness_key()}).value()[0], std::nullopt);
}

TEST_F(KeptCheckpointsTest, ComeBackAsTheyWere) {
  const Note note = cosigned(12, at(0));
  ASSERT_EQ(reason(kept.keep(note)), "");
  ASSERT_EQ(reason(kept.keep(cosigned(7, at(0)))), "");
  EXPECT_EQ(kept.sizes().value(), (std::vector<std::uint64_t>{7, 12}));
  EXPECT_EQ(kept.load(12).value().note, note);
  EXPECT_EQ(read_bytes(file("12")), format_note(note));
}

TEST_F(KeptCheckpointsTest, GatherTheCosignaturesOfAllWitnesses) {
  ASSERT_EQ(reason(kept.keep(cosigned(3, at(0)))), "");
  ASSERT_EQ(reason(kept.keep(cosigned(3, at(1), "witness.example/w2"))), "");
  const Note note = kept.load(3).value().note;
  EXPECT_EQ(note.signatures.size(), 3U);
  EXPECT_EQ(reason(golden_key().verifier().verify(note)), "");
  EXPECT_EQ(little_witness_key().newest_in(note).value(), at(0));
  EXPECT_EQ(little_witness_key("witness.example/w2").newest_in(note).value(), at(1));
}

TEST_F(KeptCheckpointsTest, HaveTheOldestAndTheNewestCosignatureOfAWitness) {
  for (const int second : {5, 3, 4, 9, 1, 7}) {
    ASSERT_EQ(reason(kept.keep(cosigned(3, at(second)))), "");
  }
  std::vector<Time> times = times_of(3);
  std::sort(times.begin(), times.end());
  EXPECT_EQ(times, (std::vector<Time>{at(1), at(9)}));
}

TEST_F(KeptCheckpointsTest, RefuseAnotherTreeOfTheSameSize) {
  ASSERT_EQ(reason(kept.keep(checkpoint(3, 1))), "");
  EXPECT_EQ(code_of(kept.keep(checkpoint(3, 2))), ErrorCode::kConflict);
  EXPECT_EQ(kept.load(3).value().note, checkpoint(3, 1));
}

TEST_F(KeptCheckpointsTest, KeepTheFirstTimeStampAndTheNoteThatItStamps) {
  const Note note = checkpoint(3);
  ASSERT_EQ(reason(kept.keep_time_stamp(note, "first")), "");
  ASSERT_EQ(reason(kept.keep_time_stamp(note, "second")), "");
  EXPECT_EQ(kept.load_time_stamp(3).value(), "first");
  EXPECT_EQ(kept.load(3).value().note, note);
  EXPECT_EQ(kept.stamped_sizes().value(), std::vector<std::uint64_t>{3});
  EXPECT_EQ(kept.sizes().value(), std::vector<std::uint64_t>{3});
}

TEST_F(KeptCheckpointsTest, OverlookFilesOfOtherNames) {
  ASSERT_EQ(reason(kept.keep(checkpoint(3))), "");
  for (const char* const name : {"03", "3.new", "-1", "x", "18446744073709551615",
                                 "3.tsr.1f.new", "1152921504606846977", ".tsr"}) {
    write_bytes(file(name), "x");
  }
  EXPECT_EQ(kept.sizes().value(), std::vector<std::uint64_t>{3});
  EXPECT_TRUE(kept.stamped_sizes().value().empty());
}

TEST_F(KeptCheckpointsTest, SayWhichFileIsNotWhatItMustBe) {
  write_bytes(file("4"), format_note(checkpoint(3)));
  write_bytes(file("5"), "nonsense");
  write_bytes(file("6"), std::string(kMaxNoteBytes + 1, 'x'));
  for (const std::uint64_t size : {4U, 5U, 6U}) {
    const auto loaded = kept.load(size);
    ASSERT_EQ(code_of(loaded), ErrorCode::kCorrupt) << size;
    EXPECT_NE(loaded.error().what.find(file(std::to_string(size))), std::string::npos)
        << loaded.error().what;
    EXPECT_EQ(code_of(kept.keep(checkpoint(size))), ErrorCode::kCorrupt);
  }
}

TEST_F(KeptCheckpointsTest, TellTheNewestOfEachWitness) {
  ASSERT_EQ(reason(kept.keep(cosigned(3, at(0)))), "");
  ASSERT_EQ(reason(kept.keep(cosigned(3, at(1), "witness.example/w2"))), "");
  ASSERT_EQ(reason(kept.keep(cosigned(9, at(2)))), "");
  write_bytes(file("10"), "nonsense");
  const auto newest =
      kept.newest_by({little_witness_key(), little_witness_key("witness.example/w2"),
                      little_witness_key("witness.example/w3")});
  ASSERT_EQ(reason(newest), "");
  EXPECT_EQ(newest.value()[0], (Cosigned{9, at(2)}));
  EXPECT_EQ(newest.value()[1], (Cosigned{3, at(1)}));
  EXPECT_EQ(newest.value()[2], std::nullopt);
}

TEST_F(KeptCheckpointsTest, DoNotBelieveAForgedCosignature) {
  ASSERT_EQ(reason(kept.keep(cosigned(3, at(0)))), "");
  Note forged = cosigned(9, at(2));
  forged.signatures[1].bytes[20] ^= 0x01;
  ASSERT_EQ(reason(kept.keep(forged)), "");
  EXPECT_EQ(kept.newest_by({little_witness_key()}).value()[0], (Cosigned{3, at(0)}));
}

}  // namespace
}  // namespace muniment
