#include "ledger/proof.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/tile_path.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

// RFC 6962, section 2.1, word for word, over leaf hashes.
class Definition {
 public:
  using Leaves = std::span<const Hash>;

  Hash root(Leaves d) {
    if (d.empty()) {
      return hasher_.empty_tree();
    }
    const std::size_t k = split(d.size());
    return d.size() == 1 ? d[0] : hasher_.node(root(d.first(k)), root(d.subspan(k)));
  }

  std::vector<Hash> path(std::size_t m, Leaves d) {
    if (d.size() == 1) {
      return {};
    }
    const std::size_t k = split(d.size());
    return m < k ? with(path(m, d.first(k)), root(d.subspan(k)))
                 : with(path(m - k, d.subspan(k)), root(d.first(k)));
  }

  std::vector<Hash> subproof(std::size_t m, Leaves d, bool is_known) {
    if (m == d.size()) {
      return is_known ? std::vector<Hash>() : std::vector{root(d)};
    }
    const std::size_t k = split(d.size());
    return m <= k ? with(subproof(m, d.first(k), is_known), root(d.subspan(k)))
                  : with(subproof(m - k, d.subspan(k), false), root(d.first(k)));
  }

  Hash leaf(std::string_view entry) { return hasher_.leaf(entry); }

 private:
  static std::size_t split(std::size_t count) {
    std::size_t k = 1;
    while (2 * k < count) {
      k *= 2;
    }
    return k;
  }

  static std::vector<Hash> with(std::vector<Hash> path, const Hash& next) {
    path.push_back(next);
    return path;
  }

  TreeHasher hasher_;
};

// A ledger once written, seen at any of its sizes.
class Proof : public testing::Test {
 protected:
  static constexpr std::uint64_t kEntries = 70'000;

  static void SetUpTestSuite() {
    ledger_ = new TempLedger;
    ledger_->grow_to(kEntries);
    leaves_ = new std::vector<Hash>;
    Definition definition;
    for (std::uint64_t i = 0; i < kEntries; ++i) {
      leaves_->push_back(definition.leaf(an_entry(i)));
    }
  }
  static void TearDownTestSuite() {
    delete ledger_;
    delete leaves_;
  }

  static TileFiles at(std::uint64_t size) { return {ledger_->path(), size}; }
  static std::span<const Hash> leaves(std::uint64_t size) {
    return std::span(*leaves_).first(size);
  }

  // Sizes at the edges of tiles and subtrees as often as any other.
  static std::uint64_t some_size(std::uint64_t least) {
    const auto any = rc::gen::inRange<std::uint64_t>(least, kEntries + 1);
    const auto edge =
        rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 17), rc::gen::inRange(-1, 2)),
                     [least](const std::pair<int, int>& at) {
                       const auto size = (std::int64_t{1} << at.first) + at.second;
                       return std::clamp<std::uint64_t>(
                           static_cast<std::uint64_t>(size), least, kEntries);
                     });
    return *rc::gen::oneOf(any, edge);
  }

  static TempLedger* ledger_;
  static std::vector<Hash>* leaves_;
};
TempLedger* Proof::ledger_ = nullptr;
std::vector<Hash>* Proof::leaves_ = nullptr;

std::vector<Hash> take(const Result<std::vector<Hash>>& proof) {
  EXPECT_EQ(reason(proof), "");
  return proof ? proof.value() : std::vector<Hash>();
}

// Every proof that differs from `path` a little: a bit of any hash, one hash more or less,
// two hashes in each other's place.
std::vector<std::vector<Hash>> damaged(const std::vector<Hash>& path) {
  std::vector<std::vector<Hash>> all;
  for (std::size_t i = 0; i < path.size(); ++i) {
    all.push_back(path);
    std::uint8_t& byte = all.back()[i][i % 32];
    byte = static_cast<std::uint8_t>(byte ^ 1 << i % 8);
    all.push_back(path);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
    if (i > 0) {
      all.push_back(path);
      std::swap(all.back()[i - 1], all.back()[i]);
    }
  }
  for (const Hash& more : {Hash{}, path.empty() ? Hash{} : path.back()}) {
    all.push_back(path);
    all.back().push_back(more);
    all.push_back(path);
    all.back().insert(all.back().begin(), more);
  }
  return all;
}

TEST_F(Proof, OfEveryEntryIsTheDefinedOneInEverySmallTree) {
  Definition definition;
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const Hash root = definition.root(leaves(size));
    for (std::uint64_t index = 0; index < size; ++index) {
      const std::vector<Hash> path = take(prove_inclusion(at(size), index));
      EXPECT_EQ(path, definition.path(index, leaves(size))) << index << " of " << size;
      EXPECT_TRUE(verify_inclusion(index, size, leaves(size)[index], path, root));
    }
  }
}

TEST_F(Proof, OfAnEntryIsTheDefinedOneInAnyTree) {
  Definition definition;
  EXPECT_TRUE(rc::check("audit paths are those of RFC 6962", [&] {
    const std::uint64_t size = some_size(1);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const std::vector<Hash> path = take(prove_inclusion(at(size), index));
    RC_ASSERT(path == definition.path(index, leaves(size)));
    RC_ASSERT(path.size() <= kMaxProofHashes);
    RC_ASSERT(verify_inclusion(index, size, leaves(size)[index], path,
                               definition.root(leaves(size))));
  }));
}

TEST_F(Proof, OfAnEntryFailsWhenAnythingInItIsChanged) {
  Definition definition;
  EXPECT_TRUE(rc::check("a changed inclusion proof is refused", [&] {
    const std::uint64_t size = some_size(1);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const std::vector<Hash> path = take(prove_inclusion(at(size), index));
    const Hash root = definition.root(leaves(size));
    const Hash leaf = leaves(size)[index];
    for (const std::vector<Hash>& other : damaged(path)) {
      RC_ASSERT(!verify_inclusion(index, size, leaf, other, root));
    }
    RC_ASSERT(!verify_inclusion(index, size, Hash{}, path, root));
    RC_ASSERT(!verify_inclusion(index, size, leaf, path, Hash{}));
    for (std::uint64_t other = 0; other < std::min<std::uint64_t>(size, 600); ++other) {
      RC_ASSERT(verify_inclusion(other, size, leaf, path, root) == (other == index));
    }
    for (const std::uint64_t other : {size, size + index, ~std::uint64_t{0}}) {
      RC_ASSERT(!verify_inclusion(other, size, leaf, path, root));
    }
    RC_ASSERT(!verify_inclusion(index, index, leaf, path, root));
    RC_ASSERT(!verify_inclusion(index, 2 * size + 1, leaf, path, root));
    RC_ASSERT(!verify_inclusion(index, ~std::uint64_t{0}, leaf, path, root));
  }));
}

TEST_F(Proof, ThatATreeGrewIsTheDefinedOneForEverySmallPair) {
  Definition definition;
  for (std::uint64_t size = 1; size <= 40; ++size) {
    for (std::uint64_t old = 1; old <= size; ++old) {
      const std::vector<Hash> path = take(prove_consistency(at(size), old));
      EXPECT_EQ(path, definition.subproof(old, leaves(size), true))
          << old << " of " << size;
      EXPECT_TRUE(verify_consistency(old, definition.root(leaves(old)), size,
                                     definition.root(leaves(size)), path));
    }
  }
}

TEST_F(Proof, ThatATreeGrewIsTheDefinedOneForAnyPair) {
  Definition definition;
  EXPECT_TRUE(rc::check("consistency proofs are those of RFC 6962", [&] {
    const std::uint64_t size = some_size(1);
    const std::uint64_t old = std::min(size, some_size(1));
    const std::vector<Hash> path = take(prove_consistency(at(size), old));
    RC_ASSERT(path == definition.subproof(old, leaves(size), true));
    RC_ASSERT(path.size() <= kMaxProofHashes);
    RC_ASSERT(verify_consistency(old, definition.root(leaves(old)), size,
                                 definition.root(leaves(size)), path));
  }));
}

TEST_F(Proof, ThatATreeGrewFailsWhenAnythingInItIsChanged) {
  Definition definition;
  EXPECT_TRUE(rc::check("a changed consistency proof is refused", [&] {
    const std::uint64_t size = some_size(2);
    const std::uint64_t old = std::min(size - 1, some_size(1));
    const std::vector<Hash> path = take(prove_consistency(at(size), old));
    const Hash old_root = definition.root(leaves(old));
    const Hash root = definition.root(leaves(size));
    for (const std::vector<Hash>& other : damaged(path)) {
      RC_ASSERT(!verify_consistency(old, old_root, size, root, other));
    }
    RC_ASSERT(!verify_consistency(old, Hash{}, size, root, path));
    RC_ASSERT(!verify_consistency(old, old_root, size, Hash{}, path));
    RC_ASSERT(!verify_consistency(0, old_root, size, root, path));
    RC_ASSERT(!verify_consistency(old, old_root, old, root, path));
    RC_ASSERT(!verify_consistency(size, old_root, old, root, path));
    RC_ASSERT(!verify_consistency(size + 1, old_root, size, root, path));
    RC_ASSERT(!verify_consistency(old, old_root, ~std::uint64_t{0}, root, path));
  }));
}

TEST_F(Proof, ThatTheEmptyTreeGrewIsEmpty) {
  const Hash root = Definition().root(leaves(9));
  const Hash empty = Definition().root({});
  EXPECT_TRUE(take(prove_consistency(at(9), 0)).empty());
  EXPECT_TRUE(verify_consistency(0, empty, 9, root, {}));
  EXPECT_TRUE(verify_consistency(0, empty, 0, empty, {}));
  EXPECT_FALSE(verify_consistency(0, root, 9, root, {}));
  EXPECT_FALSE(verify_consistency(0, empty, 0, root, {}));
  EXPECT_FALSE(verify_consistency(0, empty, 9, root, std::vector{root}));
  EXPECT_FALSE(verify_consistency(9, empty, 9, root, {}));
}

TEST_F(Proof, CannotBeMadeOfWhatIsNotInTheTree) {
  EXPECT_EQ(code_of(prove_inclusion(at(9), 9)), ErrorCode::kInvalid);
  EXPECT_EQ(code_of(prove_inclusion(at(0), 0)), ErrorCode::kInvalid);
  EXPECT_EQ(code_of(prove_consistency(at(9), 10)), ErrorCode::kInvalid);
}

TEST(ProofOfADamagedLedger, SaysWhichTileIsMissing) {
  const TempLedger ledger;
  ledger.grow_to(600);
  const std::string tile = ledger.file(tile_path(0, 1));
  ASSERT_EQ(std::remove(tile.c_str()), 0);
  const TileFiles files(ledger.path(), 600);
  const Result<std::vector<Hash>> proof = prove_inclusion(files, 300);
  EXPECT_EQ(code_of(proof), ErrorCode::kCorrupt);
  EXPECT_NE(reason(proof).find(tile), std::string::npos) << reason(proof);
  EXPECT_EQ(reason(prove_inclusion(files, 3)), "") << "needs other tiles only";
}

}  // namespace
}  // namespace muniment
