// Merkle proofs: that an entry is in a tree, and that a tree is the beginning of another.
//
// Proofs are made from the stored tiles, of which only a few are read, and checked by
// arithmetic alone. A made proof is no better than the tiles: who hands one out checks
// it first.
//
// Owner:   pure functions over files or values. Threads: any.
// Failure: making one: kInvalid when the tree has no such entry or size, kCorrupt when
//          a tile is missing or broken, else it could not be read. Checking hostile
//          proofs answers yes or no; every hash of a proof must be needed.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/hash.h"
#include "ledger/tile_files.h"
#include "model/result.h"

namespace muniment {

// What C2SP tlog-witness allows. A tree of kMaxTreeSize needs 61 at most.
inline constexpr std::size_t kMaxProofHashes = 63;

// RFC 6962, 2.1.1: the audit path of entry `index` in the tree of `files.size()`.
Result<std::vector<Hash>> prove_inclusion(const TileFiles& files, std::uint64_t index);

// RFC 6962, 2.1.2: that the tree of `old_size` is the beginning of that of
// `files.size()`. Empty when the two are one, and when the old one is empty.
Result<std::vector<Hash>> prove_consistency(const TileFiles& files,
                                            std::uint64_t old_size);

// RFC 9162, 2.1.3.2.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                      std::span<const Hash> path, const Hash& root);

// RFC 9162, 2.1.4.2. Every tree extends the empty one, whose root is checked.
bool verify_consistency(std::uint64_t old_size, const Hash& old_root,
                        std::uint64_t size, const Hash& root,
                        std::span<const Hash> path);

}  // namespace muniment
