#include "ledger/tree_check.h"

#include <algorithm>
#include <utility>

#include "ledger/tile_path.h"

namespace muniment {

TreeCheck::TreeCheck(TileFiles files, RightEdge start, std::size_t max_problems)
    : files_(std::move(files)),
      start_(std::move(start)),
      edge_(start_),
      max_problems_(max_problems) {
  MUNIMENT_CHECK(start_.size() <= files_.size());
}

Status TreeCheck::run() {
  while (edge_.size() < files_.size() && !is_full()) {
    MUNIMENT_TRY(check_bundle(edge_.size() / kTileWidth));
  }
  return is_full() ? Status(ok()) : compare_right_edge();
}

// Missing or altered is a problem; anything else is passed on: nobody can tell.
Status TreeCheck::note_problem(const std::string& where, Error error) {
  if (error.code != ErrorCode::kNotFound && error.code != ErrorCode::kCorrupt) {
    return error;
  }
  const bool is_missing = error.code == ErrorCode::kNotFound;
  problems_.push_back({where, is_missing ? "is missing" : std::move(error.what)});
  return ok();
}

Status TreeCheck::check_bundle(std::uint64_t index) {
  MUNIMENT_TRY(derive_leaves(index));
  // Leaves of the tree that we started from are in the edge already.
  for (std::uint64_t i = edge_.size() % kTileWidth; i < leaves_.size(); ++i) {
    MUNIMENT_TRY(edge_.add(
        leaves_[i], hasher_,
        [this](unsigned level, std::uint64_t tile, std::span<const Hash> derived) {
          // Level 0 was compared leaf by leaf, which names the entry.
          return level == 0 ? Status(ok()) : compare_tile(level, tile, derived);
        }));
  }
  return ok();
}

// The hashes of the bundle's entries. Where the entries are lost, the stored hashes
// stand in for them, so that the rest of the tree can still be looked at.
Status TreeCheck::derive_leaves(std::uint64_t index) {
  const unsigned width = tile_width(files_.size(), 0, index);
  const Status tile = files_.read_tile(0, index, stored_);
  if (!tile) {
    MUNIMENT_TRY(note_problem(tile_path(0, index, width), tile.error()));
  }
  const Status bundle = files_.read_bundle(index, bundle_);
  leaves_.resize(width);
  if (bundle) {
    std::transform(bundle_.entries.begin(), bundle_.entries.end(), leaves_.begin(),
                   [this](std::string_view entry) { return hasher_.leaf(entry); });
  } else {
    MUNIMENT_TRY(note_problem(bundle_path(index, width), bundle.error()));
    leaves_ = tile ? stored_ : std::vector<Hash>(width);
  }
  compare_with(tile ? std::span<const Hash>(stored_) : std::span<const Hash>(), index,
               tile_path(0, index, width));
  if (index == start_.size() / kTileWidth && start_.size() % kTileWidth != 0) {
    compare_with(start_.tile(0), index, "the checkpoint before");
  }
  return ok();
}

void TreeCheck::compare_with(std::span<const Hash> known, std::uint64_t index,
                             const std::string& known_from) {
  const auto [in_known, in_leaves] =
      std::mismatch(known.begin(), known.end(), leaves_.begin());
  if (in_known != known.end()) {
    const auto entry =
        index * kTileWidth + static_cast<std::uint64_t>(in_leaves - leaves_.begin());
    problems_.push_back({bundle_path(index, static_cast<unsigned>(leaves_.size())),
                         "entry " + std::to_string(entry) +
                             " does not have the hash that is in " + known_from});
  }
}

Status TreeCheck::compare_tile(unsigned level, std::uint64_t index,
                               std::span<const Hash> derived) {
  const std::string path =
      tile_path(level, index, static_cast<unsigned>(derived.size()));
  const Status read = files_.read_tile(level, index, stored_);
  if (!read) {
    return note_problem(path, read.error());
  }
  const auto [in_derived, in_stored] =
      std::mismatch(derived.begin(), derived.end(), stored_.begin());
  if (in_derived != derived.end()) {
    problems_.push_back(
        {path, "hash " + std::to_string(in_derived - derived.begin()) +
                   " of it is not the one that the entries below it have"});
  }
  return ok();
}

Status TreeCheck::compare_right_edge() {
  for (unsigned level = 1; level < edge_.level_count(); ++level) {
    if (!edge_.tile(level).empty()) {
      MUNIMENT_TRY(compare_tile(level, edge_.tile_index(level), edge_.tile(level)));
    }
  }
  return ok();
}

}  // namespace muniment
