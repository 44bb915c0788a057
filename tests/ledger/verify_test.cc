#include "ledger/verify.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/filesystem.hpp>
#include <csignal>

#include "temp_ledger.h"

namespace muniment {
namespace {

namespace fs = boost::filesystem;

// Three levels of tiles, whole and partial.
constexpr std::uint64_t kSize = 65'536 + 700;

class Verify : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    whole = new TempLedger;
    whole->grow_to(kSize);
  }
  static void TearDownTestSuite() {
    delete whole;
    whole = nullptr;
  }

  // The first problem after `damage` was done to file `name`. The file is put back.
  template <typename Damage>
  static LedgerProblem first_problem(const std::string& name, const Damage& damage) {
    const std::string bytes = read_bytes(whole->file(name));
    damage(whole->file(name));
    const VerifyReport report = whole->verify();
    write_bytes(whole->file(name), bytes);
    EXPECT_FALSE(report.ok()) << name;
    return report.ok() ? LedgerProblem{} : report.problems[0];
  }

  static TempLedger* whole;
};

TempLedger* Verify::whole = nullptr;

TEST_F(Verify, FindsNothingInAnUntouchedLedger) {
  const VerifyReport report = whole->verify();
  EXPECT_EQ(report.problems, std::vector<LedgerProblem>{});
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.size, kSize);
  EXPECT_EQ(report.root, whole->open().root());
}

TEST_F(Verify, NamesTheEntryThatWasAltered) {
  const auto flip = [](const std::string& path) { flip_byte(path, 2 + 10); };
  EXPECT_EQ(
      first_problem("tile/entries/100", flip),
      (LedgerProblem{"tile/entries/100",
                     "entry 25600 does not have the hash that is in tile/0/100"}));
  EXPECT_EQ(first_problem("tile/entries/258.p/188", flip).where,
            "tile/entries/258.p/188");
}

TEST_F(Verify, NamesTheTileThatWasAlteredOnEveryLevel) {
  const auto flip = [](const std::string& path) { flip_byte(path, 33); };
  const auto flip_first = [](const std::string& path) { flip_byte(path, 3); };
  EXPECT_EQ(first_problem("tile/0/007", flip),
            (LedgerProblem{"tile/entries/007",
                           "entry 1793 does not have the hash that is in tile/0/007"}));
  EXPECT_EQ(first_problem("tile/0/258.p/188", flip).where, "tile/entries/258.p/188");
  EXPECT_EQ(
      first_problem("tile/1/000", flip),
      (LedgerProblem{"tile/1/000",
                     "hash 1 of it is not the one that the entries below it have"}));
  EXPECT_EQ(first_problem("tile/1/001.p/2", flip).where, "tile/1/001.p/2");
  EXPECT_EQ(first_problem("tile/2/000.p/1", flip_first).where, "tile/2/000.p/1");
}

TEST_F(Verify, FindsEveryFlippedBitOfTheCheckpoint) {
  const std::size_t length = read_bytes(whole->file("checkpoint")).size();
  for (std::size_t at = 0; at < length; at += 7) {
    EXPECT_EQ(first_problem("checkpoint",
                            [&](const std::string& path) { flip_byte(path, at); })
                  .where,
              "checkpoint")
        << at;
  }
}

TEST_F(Verify, FindsWhatIsCutOffOrMissingOrLonger) {
  for (const std::string name :
       {"checkpoint", "tile/entries/100", "tile/entries/258.p/188", "tile/0/007",
        "tile/0/258.p/188", "tile/1/000", "tile/1/001.p/2", "tile/2/000.p/1"}) {
    EXPECT_EQ(first_problem(name, truncate_tail).where, name);
    EXPECT_EQ(first_problem(name,
                            [](const std::string& path) {
                              write_bytes(path, read_bytes(path) + 'x');
                            })
                  .where,
              name);
    EXPECT_EQ(first_problem(name, [](const std::string& path) { fs::remove(path); }),
              (LedgerProblem{name, "is missing"}));
  }
}

TEST_F(Verify, LooksAtTheRestWhenEntriesAreMissing) {
  const std::string bytes = read_bytes(whole->file("tile/entries/005"));
  fs::remove(whole->file("tile/entries/005"));
  const VerifyReport report = whole->verify();
  write_bytes(whole->file("tile/entries/005"), bytes);
  EXPECT_EQ(report.problems,
            (std::vector<LedgerProblem>{{"tile/entries/005", "is missing"}}));
}

TEST_F(Verify, RefusesAnotherKey) {
  const TempDirectory keys;
  const Result<SigningKey> other = SigningKey::create(keys / "key", kOrigin);
  ASSERT_TRUE(other);
  const auto report = verify_ledger(whole->path(), other.value().verifier());
  ASSERT_TRUE(report);
  ASSERT_EQ(report.value().problems.size(), 1U);
  EXPECT_EQ(report.value().problems[0].where, "checkpoint");
}

TEST_F(Verify, RefusesEntriesThatWereRewrittenWithAllTheirTiles) {
  const TempLedger forged;  // everything fits, but nobody signed it
  std::vector<std::string> batch = entries(0, kSize);
  batch[1234] = "entry that never was";
  {
    Ledger ledger = forged.open();
    ASSERT_TRUE(ledger.append(batch));
  }
  write_bytes(forged.file("checkpoint"), read_bytes(whole->file("checkpoint")));
  const VerifyReport report = forged.verify();
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].where, "checkpoint");
  EXPECT_NE(report.problems[0].what.find("but the entries have root"),
            std::string::npos);
}

TEST_F(Verify, HoldsItAgainstCheckpointsThatWereKept) {
  TempLedger ledger;
  std::vector<KeptCheckpoint> kept;
  for (const std::uint64_t size : {0U, 1U, 255U, 256U, 257U, 700U}) {
    ledger.grow_to(size);
    kept.push_back({std::to_string(size), ledger.open().signed_checkpoint()});
  }
  ledger.grow_to(1000);
  const VerifierKey key = golden_key().verifier();
  EXPECT_TRUE(verify_ledger(ledger.path(), key, kept).value().ok());
}

TEST_F(Verify, NamesTheKeptCheckpointThatAnOlderCopyDoesNotReach) {
  TempLedger ledger;
  ledger.grow_to(300);
  const std::vector<KeptCheckpoint> kept{
      {"from the safe", whole->open().signed_checkpoint()}};
  const auto report = verify_ledger(ledger.path(), golden_key().verifier(), kept);
  ASSERT_EQ(report.value().problems.size(), 1U);
  EXPECT_EQ(report.value().problems[0],
            (LedgerProblem{"from the safe",
                           "is of 66236 entries, but the ledger has 300 entries: it "
                           "is an older copy or was cut short"}));
}

TEST_F(Verify, NamesTheKeptCheckpointThatAnotherHistoryContradicts) {
  TempLedger one;
  TempLedger other;
  one.grow_to(5);
  EXPECT_EQ(reason(other.open().append(entries(100, 107))), "");
  const std::vector<KeptCheckpoint> kept{{"kept", one.open().signed_checkpoint()}};
  const auto report = verify_ledger(other.path(), golden_key().verifier(), kept);
  ASSERT_EQ(report.value().problems.size(), 1U);
  EXPECT_NE(report.value().problems[0].what.find("went another way"),
            std::string::npos);
}

TEST_F(Verify, DoesNotBelieveAKeptCheckpointWhoseSignatureWasAltered) {
  const Ledger ledger = whole->open();
  Note note = parse_note(ledger.signed_checkpoint()).value();
  note.signatures[0].bytes[5] ^= 1;
  const std::vector<KeptCheckpoint> kept{{"kept", format_note(note)},
                                         {"junk", "no note"}};
  const auto report = verify_ledger(whole->path(), ledger.verifier(), kept).value();
  ASSERT_EQ(report.problems.size(), 2U);
  EXPECT_EQ(report.problems[0], (LedgerProblem{"kept", "its signature is not valid"}));
  EXPECT_EQ(report.problems[1].where, "junk");
}

TEST_F(Verify, LeavesOutWhatLiesBeyondTheCheckpoint) {
  write_bytes(whole->file("tile/0/259"), "rubbish");
  write_bytes(whole->file("tile/entries/258"), "rubbish");
  EXPECT_TRUE(whole->verify().ok());
  fs::remove(whole->file("tile/0/259"));
  fs::remove(whole->file("tile/entries/258"));
}

TEST_F(Verify, DoesNotRunForEverOnAHugeForgedSize) {
  const TempLedger forged;
  forged.grow_to(3);
  const Note note =
      golden_key()
          .sign(format_checkpoint({std::string(kOrigin), kMaxTreeSize, Hash{}}))
          .value();
  write_bytes(forged.file("checkpoint"), format_note(note));
  const VerifyReport report = forged.verify();
  EXPECT_FALSE(report.ok());
  EXPECT_LE(report.problems.size(), 110U);
}

TEST_F(Verify, SaysThatThereIsNoCheckpoint) {
  const TempDirectory directory;
  const auto report = verify_ledger(directory / "none", golden_key().verifier());
  ASSERT_TRUE(report);
  EXPECT_EQ(report.value().problems,
            (std::vector<LedgerProblem>{{"checkpoint", "is missing"}}));
}

TEST_F(Verify, CannotTellWhenAFileIsUnreadable) {
  if (::geteuid() == 0) {
    // Root reads everything: what follows is done by a child that is nobody.
    const std::string path = whole->file("tile/0/007");
    ASSERT_EQ(::chmod(path.c_str(), 0), 0);
    ASSERT_EQ(::chmod((whole->path() + "/..").c_str(), 0755), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const VerifierKey key = golden_key().verifier();
      if (::setuid(65534) != 0) {
        ::_exit(2);
      }
      const auto report = verify_ledger(whole->path(), key);
      ::_exit(!report && report.error().code == ErrorCode::kPermission ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
    EXPECT_EQ(status, 0);
    return;
  }
  const std::string path = whole->file("tile/0/007");
  ASSERT_EQ(::chmod(path.c_str(), 0), 0);
  const auto report = verify_ledger(whole->path(), golden_key().verifier());
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  ASSERT_FALSE(report);
  EXPECT_EQ(code_of(report), ErrorCode::kPermission);
}

TEST(VerifyWhileItGrows, FindsNothing) {
  const TempLedger temp;
  temp.grow_to(10);
  const pid_t writer = ::fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) {
    Result<Ledger> ledger = temp.try_open();
    while (ledger && ledger.value().append(
                         entries(ledger.value().size(), ledger.value().size() + 37))) {
    }
    ::_exit(1);
  }
  std::uint64_t last = 0;
  for (int round = 0; round < 200; ++round) {
    const VerifyReport report = temp.verify();
    EXPECT_EQ(report.problems, std::vector<LedgerProblem>{});
    last = report.size;
  }
  ASSERT_EQ(::kill(writer, SIGKILL), 0);
  ASSERT_EQ(::waitpid(writer, nullptr, 0), writer);
  EXPECT_GT(last, 10U);
}

// FORMAT.md lets a ledger be copied while it grows, the checkpoint first.
TEST(VerifyACopy, TakesTheWiderTilesWhenItWasMadeWhileTheLedgerGrew) {
  for (const std::uint64_t size : {5U, 260U, 520U, 900U}) {
    const TempLedger ledger;
    ledger.grow_to(3);
    const std::string older = read_bytes(ledger.file("checkpoint"));
    ledger.grow_to(4);
    ledger.grow_to(size);
    write_bytes(ledger.file("checkpoint"), older);
    const VerifyReport report = ledger.verify();
    EXPECT_EQ(report.problems, std::vector<LedgerProblem>{}) << size;
    EXPECT_EQ(report.size, 3U);
  }
}

}  // namespace
}  // namespace muniment
