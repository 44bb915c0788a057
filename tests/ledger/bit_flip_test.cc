// One flipped bit, anywhere in a ledger: found each time.
//
// MUNIMENT_SLOW=1 flips 100,000 bits, the usual run 5,000. MUNIMENT_SEED chooses others.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "temp_ledger.h"

namespace muniment {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text =
      std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): one thread
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Every bit of the files of a ledger, in one row.
class BitsOfLedger {
 public:
  explicit BitsOfLedger(std::uint64_t entry_count) {
    ledger_.grow_to(entry_count);
    for (const auto& [name, bytes] : files_in(ledger_.path())) {
      files_.push_back({ledger_.file(name), bytes});
      bytes_ += bytes.size();
    }
  }

  std::uint64_t count() const { return bytes_ * 8; }
  bool is_sound() const { return ledger_.verify().ok(); }

  // Flips a bit and says whether that is found; then flips it back.
  bool is_found(std::uint64_t bit, std::string& where) const {
    std::uint64_t at = bit / 8;
    auto file = files_.begin();
    while (at >= file->bytes.size()) {
      at -= file->bytes.size();
      ++file;
    }
    where =
        file->path + " byte " + std::to_string(at) + " bit " + std::to_string(bit % 8);
    const char byte = file->bytes[at];
    put(file->path, at, static_cast<char>(byte ^ (1 << (bit % 8))));
    const bool found = !is_sound();
    put(file->path, at, byte);
    return found;
  }

 private:
  struct File {
    std::string path;
    std::string bytes;
  };

  static void put(const std::string& path, std::uint64_t at, char byte) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_GE(fd, 0) << path;
    EXPECT_EQ(::pwrite(fd, &byte, 1, static_cast<off_t>(at)), 1);
    EXPECT_EQ(::close(fd), 0);
  }

  TempLedger ledger_;
  std::vector<File> files_;
  std::uint64_t bytes_ = 0;
};

void flip_bits(const BitsOfLedger& bits, std::uint64_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  ASSERT_TRUE(bits.is_sound());
  std::string where;
  for (std::uint64_t i = 0; i < count; ++i) {
    ASSERT_TRUE(bits.is_found(random() % bits.count(), where)) << where;
  }
  EXPECT_TRUE(bits.is_sound());
}

TEST(BitFlip, IsFoundWhereverItIsInALedger) {
  const std::uint64_t seed = number_from("MUNIMENT_SEED", 96'174);
  const std::uint64_t count = number_from("MUNIMENT_SLOW", 0) > 0 ? 100'000 : 5'000;
  std::cout << count << " flips, seed " << seed << '\n';
  flip_bits(BitsOfLedger(5), count * 4 / 5, seed);
  flip_bits(BitsOfLedger(259), count / 5, seed + 1);  // two levels of tiles
}

TEST(BitFlip, IsFoundInEveryBitOfACheckpointOfOneEntry) {
  const BitsOfLedger bits(1);
  std::string where;
  for (std::uint64_t bit = 0; bit < bits.count(); ++bit) {
    EXPECT_TRUE(bits.is_found(bit, where)) << where;
  }
}

}  // namespace
}  // namespace muniment
