#include "ledger/tile_files.h"

#include <algorithm>
#include <cstring>

#include "ledger/durable_file.h"
#include "ledger/entry_bundle.h"
#include "ledger/note.h"
#include "ledger/tile_path.h"
#include "model/printable.h"

namespace muniment {
namespace {

bool is_missing(const Status& read) {
  return !read && read.error().code == ErrorCode::kNotFound;
}

// Calls `read_width(width)` with the width that the tile has at `size`; when that file is
// gone because the ledger grew since, with each wider one: a tile is in place before a
// narrower one goes, so looking upwards misses none.
template <typename ReadWidth>
Status follow_growth(std::uint64_t size, unsigned level, std::uint64_t index,
                     const ReadWidth& read_width) {
  const unsigned narrowest = tile_width(size, level, index);
  Status missing = read_width(narrowest);
  for (unsigned width = narrowest + 1; is_missing(missing) && width <= kTileWidth;
       ++width) {
    Status wider = read_width(width);
    if (!is_missing(wider)) {
      return wider;
    }
  }
  return missing;
}

Error in_file(const std::string& path, Error error) {
  error.what = printable(path) + ' ' + error.what;
  return error;
}

}  // namespace

Result<std::string> read_checkpoint_bytes(const std::string& directory) {
  std::string bytes;
  MUNIMENT_TRY(read_file(directory + "/checkpoint", kMaxNoteBytes, bytes));
  return bytes;
}

Status TileFiles::read_tile(unsigned level, std::uint64_t index,
                            std::vector<Hash>& hashes) const {
  hashes.resize(tile_width(size_, level, index));
  std::string bytes;
  const auto read_width = [&](unsigned width) -> Status {
    const std::string path = directory_ + '/' + tile_path(level, index, width);
    MUNIMENT_TRY(read_file(path, kTileWidth * sizeof(Hash), bytes));
    if (bytes.size() != width * sizeof(Hash)) {
      return in_file(path, Error{ErrorCode::kCorrupt, 0,
                                 "has " + std::to_string(bytes.size()) +
                                     " bytes, not 32 for each hash"});
    }
    return ok();
  };
  MUNIMENT_TRY(follow_growth(size_, level, index, read_width));
  std::memcpy(hashes.data(), bytes.data(), hashes.size() * sizeof(Hash));
  return ok();
}

Status TileFiles::read_bundle(std::uint64_t index, EntryBundle& bundle) const {
  const auto read_width = [&](unsigned width) -> Status {
    const std::string path = directory_ + '/' + bundle_path(index, width);
    MUNIMENT_TRY(read_file(path, kMaxBundleBytes, bundle.bytes));
    Status status = split_bundle(bundle.bytes, width, bundle.entries);
    return status ? status : in_file(path, std::move(status).error());
  };
  MUNIMENT_TRY(follow_growth(size_, 0, index, read_width));
  bundle.entries.resize(tile_width(size_, 0, index));
  return ok();
}

Result<RightEdge> TileFiles::read_right_edge() const {
  std::vector<std::vector<Hash>> tiles;
  for (unsigned level = 0; level < 8 && size_ >> (8 * level) != 0; ++level) {
    std::vector<Hash>& tile = tiles.emplace_back();
    tile.reserve(kTileWidth);
    const std::uint64_t index = size_ >> (8 * (level + 1));
    if (tile_width(size_, level, index) > 0) {
      MUNIMENT_TRY(read_tile(level, index, tile));
    }
  }
  return RightEdge(size_, std::move(tiles));
}

Status TileFiles::read_entries(std::uint64_t from, std::uint64_t until,
                               const EntrySink& sink) const {
  if (from > until || until > size_) {
    return Error{ErrorCode::kInvalid, 0,
                 "read ledger entries " + std::to_string(from) + " to " +
                     std::to_string(until) + ": there are " + std::to_string(size_)};
  }
  EntryBundle bundle;
  for (std::uint64_t next = from; next < until;) {
    const std::uint64_t first = next / kTileWidth * kTileWidth;
    Status read = read_bundle(first / kTileWidth, bundle);
    if (!read) {
      Error error = std::move(read).error();
      // Committed entries that are gone: no crash does that.
      error.code =
          error.code == ErrorCode::kNotFound ? ErrorCode::kCorrupt : error.code;
      return error;
    }
    const std::uint64_t end =
        std::min<std::uint64_t>(until, first + bundle.entries.size());
    for (; next < end; ++next) {
      MUNIMENT_TRY(sink(next, bundle.entries[next - first]));
    }
  }
  return ok();
}

}  // namespace muniment
