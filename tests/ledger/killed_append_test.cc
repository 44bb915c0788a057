// What processes leave that were killed in the middle of an append.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <boost/filesystem.hpp>
#include <csignal>

#include "ledger/ledger.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

namespace fs = boost::filesystem;

// A ledger of 300 entries, and all that an append of 400 more writes before it renames
// its checkpoint: `checkpoint.new` and the tiles, while those of the old size are
// there.
class KilledAppend : public testing::Test {
 protected:
  void SetUp() override {
    temp_.grow_to(kBefore);
    copy_tree(temp_.path(), older_ / "copy");
    old_root_ = temp_.open().root();
    temp_.grow_to(kAfter);
    new_root_ = temp_.open().root();
    fs::rename(temp_.file("checkpoint"), temp_.file("checkpoint.new"));
    merge_tree(older_ / "copy", temp_.path());
  }

  // Opens it, expects what it holds, and that it can go on.
  void expect_size(std::uint64_t size) {
    EXPECT_EQ(temp_.open().size(), size);
    EXPECT_EQ(temp_.open().root(), size == kBefore ? old_root_ : new_root_);
    EXPECT_FALSE(fs::exists(temp_.file("checkpoint.new")));
    EXPECT_EQ(temp_.verify().problems, std::vector<LedgerProblem>{});
    temp_.grow_to(1000);
    EXPECT_EQ(temp_.all_entries(), entries(0, 1000));
    EXPECT_EQ(temp_.verify().problems, std::vector<LedgerProblem>{});
  }

  static constexpr std::uint64_t kBefore = 300;
  static constexpr std::uint64_t kAfter = 700;
  TempLedger temp_;
  TempDirectory older_;
  Hash old_root_{};
  Hash new_root_{};
};

TEST_F(KilledAppend, IsFinishedWhenItWasSignedAndItsTilesAreThere) {
  expect_size(kAfter);
}

TEST_F(KilledAppend, IsFinishedByRefreshToo) {
  fs::rename(temp_.file("checkpoint.new"), older_ / "aside");
  Ledger ledger = temp_.open();
  EXPECT_EQ(ledger.size(), kBefore);
  fs::rename(older_ / "aside", temp_.file("checkpoint.new"));
  ASSERT_EQ(reason(ledger.refresh()), "");
  EXPECT_EQ(ledger.size(), kAfter);
  expect_size(kAfter);
}

TEST_F(KilledAppend, NeverHappenedWhenItWasNotSigned) {
  fs::remove(temp_.file("checkpoint.new"));
  expect_size(kBefore);
}

TEST_F(KilledAppend, NeverHappenedWhenItsCheckpointIsCutOff) {
  truncate_tail(temp_.file("checkpoint.new"));
  expect_size(kBefore);
}

TEST_F(KilledAppend, NeverHappenedWhenItsCheckpointIsEmpty) {
  write_bytes(temp_.file("checkpoint.new"), "");
  expect_size(kBefore);
}

TEST_F(KilledAppend, NeverHappenedWhenAnyOfItsTilesIsMissingOrDiffers) {
  for (const char* name : {"tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2",
                           "tile/entries/001", "tile/entries/002.p/188"}) {
    for (const bool is_missing : {true, false}) {
      TempLedger copy;
      copy_tree(temp_.path(), copy.path());
      if (is_missing) {
        fs::remove(copy.file(name));
      } else {
        flip_byte(copy.file(name), 40);
      }
      EXPECT_EQ(copy.open().size(), kBefore) << name;
      EXPECT_FALSE(fs::exists(copy.file("checkpoint.new")));
      copy.grow_to(kAfter);
      EXPECT_EQ(copy.all_entries(), entries(0, kAfter));
      EXPECT_EQ(copy.verify().problems, std::vector<LedgerProblem>{}) << name;
    }
  }
}

TEST_F(KilledAppend, IsNotBelievedWhenAnotherKeySignedIt) {
  const TempDirectory keys;
  const Result<SigningKey> other = SigningKey::create(keys / "key", kOrigin);
  ASSERT_TRUE(other);
  const Note note =
      other.value()
          .sign(format_checkpoint({std::string(kOrigin), kAfter, new_root_}))
          .value();
  write_bytes(temp_.file("checkpoint.new"), format_note(note));
  expect_size(kBefore);
}

TEST_F(KilledAppend, IsNotBelievedWhenItDoesNotExtendTheCheckpoint) {
  write_bytes(temp_.file("checkpoint.new"), read_bytes(temp_.file("checkpoint")));
  expect_size(kBefore);
}

TEST_F(KilledAppend, IsNotBelievedAboutAnImpossibleSize) {
  const Note note =
      golden_key()
          .sign(format_checkpoint({std::string(kOrigin), kMaxTreeSize, new_root_}))
          .value();
  write_bytes(temp_.file("checkpoint.new"), format_note(note));
  expect_size(kBefore);
}

TEST_F(KilledAppend, LeavesRubbishThatIsWrittenOver) {
  fs::remove(temp_.file("checkpoint.new"));
  for (const char* name :
       {"tile/0/001", "tile/0/002", "tile/0/003.p/232", "tile/1/000.p/2",
        "tile/1/000.p/3", "tile/entries/001", "tile/entries/003.p/232"}) {
    write_bytes(temp_.file(name), "rubbish beyond the checkpoint");
  }
  expect_size(kBefore);
}

TEST(Ledger, HasNoRubbishWhereAReaderOfAnOlderSizeLooks) {
  const TempLedger temp;
  temp.grow_to(300);
  for (const char* name : {"tile/0/001.p/60", "tile/entries/001.p/60"}) {
    write_bytes(temp.file(name), "of an append that was killed");
  }
  temp.grow_to(310);
  temp.grow_to(330);  // its tile is wider than the rubbish
  const TileFiles older(temp.path(), 300);
  EXPECT_EQ(reason(older.read_right_edge()), "");
  EXPECT_EQ(reason(older.read_entries(0, 300, [](auto, auto) { return Status(ok()); })),
            "");
  EXPECT_FALSE(fs::exists(temp.file("tile/0/001.p/60")));
}

// The real thing: a process that appends without end, killed after ever other times.
TEST(Ledger, SurvivesBeingKilledAtAnyMoment) {
  const TempLedger temp;
  std::uint64_t size = 0;
  // At least 40 times, and on a slow machine until one of them got as far as to append.
  for (int round = 0; round < 40 || size == 0; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      Result<Ledger> ledger = temp.try_open();
      while (ledger) {
        const std::uint64_t from = ledger.value().size();
        (void)ledger.value().append(entries(from, from + 1 + from % 300));
      }
      ::_exit(1);
    }
    const timespec pause{0, 500'000L + 1'700'000L * (round % 17 + round / 40 * 10)};
    ::nanosleep(&pause, nullptr);  // which moment this is does not matter: any will do
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const Ledger ledger = temp.open();
    EXPECT_GE(ledger.size(), size);
    size = ledger.size();
    EXPECT_EQ(temp.verify().problems, std::vector<LedgerProblem>{});
  }
  EXPECT_GT(size, 0U);
  EXPECT_EQ(temp.all_entries(), entries(0, size));
}

}  // namespace
}  // namespace muniment
