#include "digest/digester.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/process.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20;

std::string some_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  unsigned state = 1;
  for (char& byte : bytes) {
    state = state * 1'664'525 + 1'013'904'223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// FIPS 180-4, and what `xxhsum -H2` prints.
TEST(Digester, HasTheKnownDigests) {
  Digester digester;
  const Digests empty = digester.digest("");
  EXPECT_EQ(to_hex(empty.sha256),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(empty.xxh3_128), "99aa06d3014798d86001c324468d497f");
  const Digests abc = digester.digest("abc");
  EXPECT_EQ(to_hex(abc.sha256),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(abc.xxh3_128), "06b05ab6733a618578af5f94892f3950");
}

TEST(Digester, SaysWhatOtherProgramsSay) {
  const TempTree tree;
  Digester digester;
  for (const std::size_t size :
       {0UL, 1UL, 16UL, 17UL, 128UL, 129UL, 240UL, 241UL, 1000UL, kMebibyte + 1}) {
    const std::string bytes = some_bytes(size);
    tree.write("file", bytes);
    const auto xxh = output_of({"xxhsum", "-H2", "-q", tree.absolute("file")});
    const auto sha = output_of({"sha256sum", "-b", tree.absolute("file")});
    if (!xxh || !sha) {
      GTEST_SKIP() << "xxhsum and sha256sum are not both installed";
    }
    const Digests digests = digester.digest(bytes);
    EXPECT_EQ(to_hex(digests.xxh3_128), xxh->substr(0, 32)) << size;
    EXPECT_EQ(to_hex(digests.sha256), sha->substr(0, 64)) << size;
  }
}

TEST(Digester, DoesNotCareInWhichPiecesTheBytesCome) {
  const std::string bytes = some_bytes(5000);
  Digester digester;
  const Digests whole = digester.digest(bytes);
  for (const std::size_t piece : {1UL, 7UL, 64UL, 256UL, 4999UL, 5000UL}) {
    digester.start();
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      digester.add(bytes.data() + at, std::min(piece, bytes.size() - at));
    }
    EXPECT_EQ(digester.finish(), whole) << piece;
  }
}

TEST(Digester, ForgetsWhatWasNotFinished) {
  Digester digester;
  digester.start();
  digester.add("x", 1);
  digester.start();
  const Digests digests = digester.finish();
  EXPECT_EQ(digests, digester.digest(""));
}

Fingerprint fingerprint(const std::vector<std::pair<std::string, ItemFacts>>& entries) {
  FingerprintBuilder builder;
  builder.start();
  for (const auto& [name, facts] : entries) {
    builder.add(name, facts);
  }
  return builder.finish();
}

TEST(Fingerprint, ChangesWithEverythingThatAChangeWouldTouch) {
  const ItemFacts facts{ItemType::kFile, 1, Time{2}, Time{3}, 4, std::nullopt, ""};
  std::set<Fingerprint> seen = {fingerprint({}), fingerprint({{"a", facts}}),
                                fingerprint({{"b", facts}}),
                                fingerprint({{"a", facts}, {"b", facts}})};
  const auto add = [&](auto change) {
    ItemFacts changed = facts;
    change(changed);
    seen.insert(fingerprint({{"a", changed}}));
  };
  add([](ItemFacts& f) { f.type = ItemType::kSymlink; });
  add([](ItemFacts& f) { f.size = 9; });
  add([](ItemFacts& f) { f.mtime.ns = 9; });
  add([](ItemFacts& f) { f.ctime.ns = 9; });
  add([](ItemFacts& f) { f.inode = 9; });
  EXPECT_EQ(seen.size(), 9U);
}

TEST(Fingerprint, TellsListsApartThatHoldTheSameBytes) {
  const ItemFacts facts;
  EXPECT_NE(fingerprint({{"ab", facts}, {"c", facts}}),
            fingerprint({{"a", facts}, {"bc", facts}}));
}

TEST(Fingerprint, OfTheSameEntriesIsTheSame) {
  const ItemFacts facts{ItemType::kFile, 1, Time{2}, Time{3}, 4, std::nullopt, ""};
  ItemFacts with_digests = facts;
  with_digests.digests.emplace();
  EXPECT_EQ(fingerprint({{"a", facts}}), fingerprint({{"a", with_digests}}));
}

}  // namespace
}  // namespace muniment
