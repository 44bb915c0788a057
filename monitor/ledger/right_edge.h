// The right edge of a Merkle tree: all that is needed to add leaves and know the root.
//
// A tile holds 256 hashes of one level, eight levels of the tree apart (C2SP
// tlog-tiles). The edge is the one incomplete tile of each level: 8 KiB a level, 64 KiB
// at most.
//
// Owner:   plain value; copying it is how an append can be undone. Threads: one at a
//          time. Failure: none of its own; add() passes on what the receiver of full
//          tiles says.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ledger/hash.h"
#include "model/result.h"

namespace muniment {

inline constexpr unsigned kTileWidth = 256;
// More entries than can ever be: keeps hostile sizes clear of overflow.
inline constexpr std::uint64_t kMaxTreeSize = std::uint64_t{1} << 60;

// How many hashes tile `index` of `level` has in a tree of `size` leaves: 0 to 256.
unsigned tile_width(std::uint64_t size, unsigned level, std::uint64_t index);

class RightEdge {
 public:
  // Gets every tile that a leaf completes, lowest level first.
  using TileSink = std::function<Status(unsigned level, std::uint64_t index,
                                        std::span<const Hash> hashes)>;

  RightEdge() = default;
  // `tiles[level]` are the hashes of the incomplete tile there.
  // REQUIRES: as many levels and hashes as a tree of `size` has.
  RightEdge(std::uint64_t size, std::vector<std::vector<Hash>> tiles);

  std::uint64_t size() const { return size_; }
  unsigned level_count() const { return static_cast<unsigned>(tiles_.size()); }
  std::span<const Hash> tile(unsigned level) const { return tiles_[level]; }
  std::uint64_t tile_index(unsigned level) const { return size_ >> (8 * (level + 1)); }

  // When the sink fails the edge is of no more use: drop it and keep a copy from
  // before.
  Status add(const Hash& leaf, TreeHasher& hasher, const TileSink& full);

  Hash root(TreeHasher& hasher) const;

 private:
  std::uint64_t size_ = 0;
  std::vector<std::vector<Hash>> tiles_;
};

}  // namespace muniment
