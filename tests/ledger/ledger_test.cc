#include "ledger/ledger.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <csignal>

#include "ledger/ledger_reader.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

namespace fs = boost::filesystem;

TEST(Ledger, StartsEmptyAndSigned) {
  const TempLedger temp;
  const Ledger ledger = temp.open();
  EXPECT_EQ(ledger.size(), 0U);
  EXPECT_EQ(ledger.root(), TreeHasher().empty_tree());
  EXPECT_EQ(temp.verify().problems, std::vector<LedgerProblem>{});
}

TEST(Ledger, GivesBackWhatWasAppended) {
  const TempLedger temp;
  temp.grow_to(1000);
  EXPECT_EQ(temp.all_entries(), entries(0, 1000));
  EXPECT_EQ(temp.verify().problems, std::vector<LedgerProblem>{});
}

TEST(Ledger, ReadsAnyRange) {
  const TempLedger temp;
  temp.grow_to(700);
  const Ledger ledger = temp.open();
  for (const auto& [from, until] :
       std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 0},
                                                            {0, 1},
                                                            {255, 257},
                                                            {256, 512},
                                                            {300, 700},
                                                            {699, 700},
                                                            {700, 700}}) {
    std::vector<std::string> seen;
    ASSERT_TRUE(ledger.read(from, until, [&](std::uint64_t, std::string_view entry) {
      seen.emplace_back(entry);
      return Status(ok());
    }));
    EXPECT_EQ(seen, entries(from, until));
  }
}

TEST(Ledger, RefusesARangeThatItDoesNotHave) {
  const TempLedger temp;
  temp.grow_to(3);
  const Ledger ledger = temp.open();
  const auto sink = [](std::uint64_t, std::string_view) { return Status(ok()); };
  EXPECT_EQ(code_of(ledger.read(0, 4, sink)), ErrorCode::kInvalid);
  EXPECT_EQ(code_of(ledger.read(2, 1, sink)), ErrorCode::kInvalid);
}

TEST(Ledger, StopsReadingWhenTheReceiverSaysSo) {
  const TempLedger temp;
  temp.grow_to(600);
  std::uint64_t seen = 0;
  const Status status = temp.open().read(0, 600, [&](std::uint64_t, std::string_view) {
    return ++seen == 300 ? Status(Error{ErrorCode::kCancelled, 0, "enough"})
                         : Status(ok());
  });
  EXPECT_EQ(reason(status), "cancelled: enough");
  EXPECT_EQ(seen, 300U);
}

TEST(Ledger, IsTheSameInManyBatchesAsInOne) {
  const TempLedger whole;
  constexpr std::uint64_t kSize = 66'500;
  whole.grow_to(kSize);
  const auto expected = files_in(whole.path());
  const int runs = 4;
  for (int run = 0; run < runs; ++run) {
    const TempLedger temp;
    Ledger ledger = temp.open();
    std::uint64_t seed = 7919U * static_cast<std::uint64_t>(run + 1);
    while (ledger.size() < kSize) {
      seed = seed * 6364136223846793005U + 1442695040888963407U;
      // Batches from one entry to a few tiles, and some of thousands.
      const std::uint64_t batch = (seed >> 33) % ((seed >> 60) == 0 ? 300 : 5000) + 1;
      const std::uint64_t until = std::min(kSize, ledger.size() + batch);
      ASSERT_EQ(reason(ledger.append(entries(ledger.size(), until))), "");
    }
    EXPECT_TRUE(files_in(temp.path()) == expected) << "run " << run;
  }
}

TEST(Ledger, HasTheRootOfOneBatchWhateverTheBatches) {
  EXPECT_TRUE(rc::check("batches do not show", [] {
    const auto batches = *rc::gen::resize(
        12, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400)));
    const TempLedger many;
    const TempLedger one;
    std::uint64_t size = 0;
    Ledger ledger = many.open();
    for (const int batch : batches) {
      const std::uint64_t until = size + static_cast<std::uint64_t>(batch);
      RC_ASSERT(reason(ledger.append(entries(size, until))).empty());
      size = until;
    }
    one.grow_to(size);
    RC_ASSERT(files_in(many.path()) == files_in(one.path()));
  }));
}

TEST(Ledger, KeepsOnlyTheTilesOfItsCheckpoint) {
  const TempLedger temp;
  for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 300U}) {
    temp.grow_to(size);
  }
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files_in(temp.path())) {
    names.push_back(name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{
                       "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
                       "tile/entries/000", "tile/entries/001.p/44"}));
}

TEST(Ledger, RefusesEntriesThatAreEmptyOrTooLongAndWritesNothing) {
  const TempLedger temp;
  temp.grow_to(5);
  const auto before = files_in(temp.path());
  Ledger ledger = temp.open();
  const std::vector<std::string> empty = {"fine", ""};
  const std::vector<std::string> too_long = {"fine", std::string(65'536, 'x')};
  EXPECT_EQ(code_of(ledger.append(empty)), ErrorCode::kInvalid);
  EXPECT_EQ(code_of(ledger.append(too_long)), ErrorCode::kInvalid);
  EXPECT_EQ(files_in(temp.path()), before);
  const std::vector<std::string> longest = {std::string(65'535, 'x')};
  EXPECT_EQ(reason(ledger.append(longest)), "");
  EXPECT_EQ(ledger.size(), 6U);
}

TEST(Ledger, IsNotTouchedByAnEmptyBatch) {
  const TempLedger temp;
  temp.grow_to(5);
  const auto before = files_in(temp.path());
  EXPECT_EQ(reason(temp.open().append({})), "");
  EXPECT_EQ(files_in(temp.path()), before);
}

TEST(Ledger, TakesInWhatAnotherProcessAppended) {
  const TempLedger temp;
  Ledger mine = temp.open();
  ASSERT_TRUE(mine.append(entries(0, 200)));
  Ledger theirs = temp.open();
  ASSERT_TRUE(theirs.append(entries(200, 600)));
  EXPECT_EQ(mine.size(), 200U);
  ASSERT_EQ(reason(mine.refresh()), "");
  EXPECT_EQ(mine.size(), 600U);
  EXPECT_EQ(mine.root(), theirs.root());
  ASSERT_EQ(reason(mine.append(entries(600, 700))), "");
  EXPECT_EQ(temp.all_entries(), entries(0, 700));
  EXPECT_EQ(temp.verify().problems, std::vector<LedgerProblem>{});
}

TEST(Ledger, NoticesThatItWasTakenBack) {
  const TempLedger temp;
  temp.grow_to(10);
  const TempDirectory older;
  copy_tree(temp.path(), older / "copy");
  temp.grow_to(20);
  Ledger ledger = temp.open();
  copy_tree(older / "copy", temp.path());
  EXPECT_EQ(code_of(ledger.refresh()), ErrorCode::kCorrupt);
}

TEST(Ledger, NoticesThatItsCheckpointIsGone) {
  const TempLedger temp;
  temp.grow_to(10);
  Ledger ledger = temp.open();
  fs::remove(temp.file("checkpoint"));
  EXPECT_EQ(code_of(ledger.refresh()), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(temp.try_open()), ErrorCode::kCorrupt)
      << "an empty ledger in place of a lost one";
}

TEST(Ledger, DoesNotOpenWithAnotherKey) {
  const TempLedger temp;
  temp.grow_to(10);
  const TempDirectory keys;
  Result<SigningKey> other = SigningKey::create(keys / "key", kOrigin);
  ASSERT_TRUE(other);
  const auto opened = Ledger::open(temp.path(), std::move(other).value());
  ASSERT_FALSE(opened);
  EXPECT_EQ(code_of(opened), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(Ledger::open(temp.path(), golden_key("other"))),
            ErrorCode::kCorrupt);
}

TEST(Ledger, DoesNotOpenOnADamagedRightEdge) {
  for (const char* name :
       {"checkpoint", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"}) {
    const TempLedger temp;
    temp.grow_to(300);
    const std::string whole = read_bytes(temp.file(name));
    flip_byte(temp.file(name), 4);  // in the bundle: of an entry, not of a length
    EXPECT_EQ(code_of(temp.try_open()), ErrorCode::kCorrupt) << name;
    write_bytes(temp.file(name), std::string_view(whole).substr(1));
    EXPECT_EQ(code_of(temp.try_open()), ErrorCode::kCorrupt) << name;
    write_bytes(temp.file(name), whole + "x");
    EXPECT_EQ(code_of(temp.try_open()), ErrorCode::kCorrupt) << name;
    fs::remove(temp.file(name));
    EXPECT_EQ(code_of(temp.try_open()), ErrorCode::kCorrupt) << name;
    write_bytes(temp.file(name), whole);
    EXPECT_EQ(reason(temp.try_open()), "") << name;
  }
}

TEST(Ledger, DoesNotSignOnTopOfTilesThatWereAlteredMeanwhile) {
  const TempLedger temp;
  temp.grow_to(300);
  Ledger ledger = temp.open();
  flip_byte(temp.file("tile/1/000.p/1"), 5);
  EXPECT_EQ(code_of(ledger.append(entries(300, 310))), ErrorCode::kCorrupt);
  flip_byte(temp.file("tile/1/000.p/1"), 5);
  EXPECT_EQ(reason(ledger.append(entries(300, 310))), "");
}

TEST(Ledger, SaysNotFoundWhenTheStateDirectoryIsNotThere) {
  const auto opened = Ledger::open("/nowhere/at/all", golden_key());
  ASSERT_FALSE(opened);
  EXPECT_EQ(code_of(opened), ErrorCode::kNotFound);
}

// A limit on the size of files fails a write in the middle, without root.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    (void)std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = SIG_DFL;
};

TEST(Ledger, IsAsItWasAfterAWriteFailedAndGoesOn) {
  const TempLedger temp;
  temp.grow_to(200);
  const auto before = files_in(temp.path());
  Ledger ledger = temp.open();
  // The checkpoint fails first, then the tiles, then bundles.
  for (const rlim_t limit : {100U, 1000U, 8000U, 100'000U}) {
    std::vector<std::string> batch = entries(200, 900);
    batch[400] = std::string(60'000, 'x');
    batch[401] = std::string(60'000, 'y');
    const FileSizeLimit limited(limit);
    const Status status = ledger.append(batch);
    ASSERT_FALSE(status);
    EXPECT_EQ(code_of(status), ErrorCode::kIo);
    EXPECT_EQ(ledger.size(), 200U);
    EXPECT_EQ(files_in(temp.path()), before) << limit;
  }
  ASSERT_EQ(reason(ledger.refresh()), "");
  ASSERT_EQ(reason(ledger.append(entries(200, 900))), "");
  EXPECT_EQ(temp.all_entries(), entries(0, 900));
  EXPECT_EQ(temp.verify().problems, std::vector<LedgerProblem>{});
}

TEST(LedgerReader, ReadsWithoutAKeyWhatItsCheckpointSays) {
  const TempLedger temp;
  temp.grow_to(300);
  const Result<LedgerReader> reader = LedgerReader::open(temp.path());
  ASSERT_TRUE(reader) << reason(reader);
  for (const std::uint64_t size : {310U, 400U, 512U, 600U}) {
    temp.grow_to(size);  // the tiles of the reader's size go
    std::vector<std::string> seen;
    const Status status =
        reader.value().read(0, 300, [&](std::uint64_t, std::string_view entry) {
          seen.emplace_back(entry);
          return Status(ok());
        });
    EXPECT_EQ(reason(status), "");
    EXPECT_EQ(seen, entries(0, 300));
  }
  EXPECT_EQ(reader.value().checkpoint().size, 300U);
}

TEST(LedgerReader, SaysThatThereIsNoLedger) {
  const TempDirectory directory;
  EXPECT_EQ(code_of(LedgerReader::open(directory / "none")), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace muniment
