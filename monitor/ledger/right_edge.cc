#include "ledger/right_edge.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace muniment {
namespace {

// The roots of the complete subtrees that `hashes` fall into, left to right, which is
// from the largest to the smallest.
std::vector<Hash> peaks_of(std::span<const Hash> hashes, TreeHasher& hasher) {
  std::vector<Hash> peaks;
  while (!hashes.empty()) {
    const std::size_t count = std::bit_floor(hashes.size());
    peaks.push_back(hasher.subtree(hashes.first(count)));
    hashes = hashes.subspan(count);
  }
  return peaks;
}

}  // namespace

unsigned tile_width(std::uint64_t size, unsigned level, std::uint64_t index) {
  const std::uint64_t hashes = level < 8 ? size >> (8 * level) : 0;
  if (index >= hashes / kTileWidth + 1) {
    return 0;
  }
  return static_cast<unsigned>(
      std::min<std::uint64_t>(hashes - index * kTileWidth, kTileWidth));
}

RightEdge::RightEdge(std::uint64_t size, std::vector<std::vector<Hash>> tiles)
    : size_(size), tiles_(std::move(tiles)) {
  for (unsigned level = 0; level < tiles_.size(); ++level) {
    MUNIMENT_CHECK(tiles_[level].size() == tile_width(size, level, tile_index(level)));
  }
  MUNIMENT_CHECK(level_count() >= 8 || size >> (8 * level_count()) == 0);
}

Status RightEdge::add(const Hash& leaf, TreeHasher& hasher, const TileSink& full) {
  Hash hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (level == tiles_.size()) {
      tiles_.emplace_back().reserve(kTileWidth);
    }
    std::vector<Hash>& tile = tiles_[level];
    tile.push_back(hash);
    if (tile.size() < kTileWidth) {
      break;
    }
    MUNIMENT_TRY(full(level, tile_index(level), tile));
    hash = hasher.subtree(tile);
    tile.clear();
  }
  ++size_;
  return ok();
}

Hash RightEdge::root(TreeHasher& hasher) const {
  std::optional<Hash> root;
  for (const std::vector<Hash>& tile : tiles_) {
    const std::vector<Hash> peaks = peaks_of(tile, hasher);
    for (auto peak = peaks.rbegin(); peak != peaks.rend(); ++peak) {
      root = root ? hasher.node(*peak, *root) : *peak;
    }
  }
  return root ? *root : hasher.empty_tree();
}

}  // namespace muniment
