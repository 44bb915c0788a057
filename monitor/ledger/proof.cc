#include "ledger/proof.h"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>

namespace muniment {
namespace {

// The largest power of two below `count`: where RFC 6962 splits a tree. REQUIRES: > 1.
std::uint64_t split_of(std::uint64_t count) {
  return std::bit_floor(count - 1);
}

// Hashes of ranges of leaves, from stored tiles; each tile is read once.
class RangeHashes {
 public:
  explicit RangeHashes(const TileFiles& files) : files_(files) {}

  // The Merkle tree hash over leaves `first` to before `first + count`. REQUIRES: the
  // range is a node of the tree.
  Result<Hash> of(std::uint64_t first, std::uint64_t count) {
    if (std::has_single_bit(count)) {
      return complete(first, static_cast<unsigned>(std::countr_zero(count)));
    }
    const std::uint64_t k = split_of(count);
    MUNIMENT_ASSIGN(const Hash left, of(first, k));
    MUNIMENT_ASSIGN(const Hash right, of(first + k, count - k));
    return hasher_.node(left, right);
  }

 private:
  // Over 2^height leaves: up to 128 hashes of one tile.
  Result<Hash> complete(std::uint64_t first, unsigned height) {
    const unsigned level = height / 8;
    MUNIMENT_CHECK(level < 8);  // kMaxTreeSize
    const std::uint64_t position = first >> (8 * level);
    const std::size_t count = std::size_t{1} << height % 8;
    MUNIMENT_ASSIGN(const std::vector<Hash>* hashes,
                    tile(level, position / kTileWidth));
    return hasher_.subtree(std::span(*hashes).subspan(position % kTileWidth, count));
  }

  Result<const std::vector<Hash>*> tile(unsigned level, std::uint64_t index) {
    const auto [found, is_new] = tiles_.try_emplace({level, index});
    if (is_new) {
      Status read = files_.read_tile(level, index, found->second);
      if (!read) {
        Error error = std::move(read).error();
        // A committed tile that is gone: no crash does that.
        error.code =
            error.code == ErrorCode::kNotFound ? ErrorCode::kCorrupt : error.code;
        return error;
      }
    }
    return &found->second;
  }

  const TileFiles& files_;
  TreeHasher hasher_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> tiles_;
};

// From a node up to the root, by its number on its level and that of the last one there.
class Climb {
 public:
  Climb(std::uint64_t index, std::uint64_t last) : index_(index), last_(last) {}

  bool is_at_root() const { return last_ == 0; }

  // Goes up to the next parent that has two children; was the node the right one?
  // REQUIRES: !is_at_root().
  bool step_from_right() {
    const bool from_right = index_ % 2 == 1 || index_ == last_;
    // A last node without sibling is its own parent: nothing is hashed there.
    const int lone_levels = from_right ? std::countr_zero(index_) : 0;
    index_ = index_ >> lone_levels >> 1;
    last_ = last_ >> lone_levels >> 1;
    return from_right;
  }

 private:
  std::uint64_t index_;
  std::uint64_t last_;
};

Error not_in_tree(const char* what, std::uint64_t number, std::uint64_t size) {
  return Error{ErrorCode::kInvalid, 0,
               std::string("there is no ") + what + ' ' + std::to_string(number) +
                   " in a ledger of " + std::to_string(size) + " entries"};
}

}  // namespace

Result<std::vector<Hash>> prove_inclusion(const TileFiles& files, std::uint64_t index) {
  if (index >= files.size()) {
    return not_in_tree("entry", index, files.size());
  }
  RangeHashes hashes(files);
  std::vector<Hash> path;
  std::uint64_t first = 0;
  for (std::uint64_t count = files.size(); count > 1;) {
    const std::uint64_t k = split_of(count);
    const bool is_left = index < first + k;
    MUNIMENT_ASSIGN(const Hash sibling,
                    is_left ? hashes.of(first + k, count - k) : hashes.of(first, k));
    path.push_back(sibling);
    first += is_left ? 0 : k;
    count = is_left ? k : count - k;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

Result<std::vector<Hash>> prove_consistency(const TileFiles& files,
                                            std::uint64_t old_size) {
  if (old_size > files.size()) {
    return not_in_tree("tree of size", old_size, files.size());
  }
  std::vector<Hash> path;
  if (old_size == 0) {
    return path;
  }
  RangeHashes hashes(files);
  std::uint64_t first = 0;
  std::uint64_t count = files.size();
  while (first + count != old_size) {
    const std::uint64_t k = split_of(count);
    const bool is_left = old_size <= first + k;
    MUNIMENT_ASSIGN(const Hash sibling,
                    is_left ? hashes.of(first + k, count - k) : hashes.of(first, k));
    path.push_back(sibling);
    first += is_left ? 0 : k;
    count = is_left ? k : count - k;
  }
  if (first > 0) {  // else it is the old root, which the verifier has
    MUNIMENT_ASSIGN(const Hash last, hashes.of(first, count));
    path.push_back(last);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                      std::span<const Hash> path, const Hash& root) {
  if (index >= size) {
    return false;
  }
  TreeHasher hasher;
  Hash hash = leaf;
  Climb climb(index, size - 1);
  for (const Hash& sibling : path) {
    if (climb.is_at_root()) {
      return false;
    }
    hash = climb.step_from_right() ? hasher.node(sibling, hash)
                                   : hasher.node(hash, sibling);
  }
  return climb.is_at_root() && hash == root;
}

bool verify_consistency(std::uint64_t old_size, const Hash& old_root,
                        std::uint64_t size, const Hash& root,
                        std::span<const Hash> path) {
  TreeHasher hasher;
  if (old_size > size || (old_size == 0 && old_root != hasher.empty_tree())) {
    return false;
  }
  if (old_size == 0 || old_size == size) {
    return path.empty() && (old_size != size || old_root == root);
  }
  // The climb begins at the largest complete subtree that ends the old tree. When that
  // is all of the old tree its hash is the old root, else it comes first in the proof.
  const bool is_whole = std::has_single_bit(old_size);
  if (!is_whole && path.empty()) {
    return false;
  }
  Hash old_hash = is_whole ? old_root : path.front();
  Hash hash = old_hash;
  const int height = std::countr_zero(old_size);
  Climb climb((old_size - 1) >> height, (size - 1) >> height);
  for (const Hash& sibling : path.subspan(is_whole ? 0 : 1)) {
    if (climb.is_at_root()) {
      return false;
    }
    if (climb.step_from_right()) {
      old_hash = hasher.node(sibling, old_hash);
      hash = hasher.node(sibling, hash);
    } else {
      hash = hasher.node(hash, sibling);
    }
  }
  return climb.is_at_root() && old_hash == old_root && hash == root;
}

}  // namespace muniment
