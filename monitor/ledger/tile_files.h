// Reads the stored tiles and entry bundles of a tree, as it was at one size.
//
// A process that appends removes the partial tiles of the size before. A reader of that
// older size finds its hashes and entries in the wider tile that took the place.
//
// Owner:   keeps the directory's name only. Threads: any.
// Failure: kNotFound when a file is missing, kCorrupt when it is not what the size
//          demands; anything else means that it could not be read.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/hash.h"
#include "ledger/right_edge.h"
#include "model/result.h"

namespace muniment {

struct EntryBundle {
  std::string bytes;
  std::vector<std::string_view> entries;  // in `bytes`
};

// Gets entries in order; an error ends the reading and is passed on.
using EntrySink = std::function<Status(std::uint64_t index, std::string_view entry)>;

class TileFiles {
 public:
  TileFiles(std::string directory, std::uint64_t size)
      : directory_(std::move(directory)), size_(size) {}

  std::uint64_t size() const { return size_; }

  // All hashes that tile `index` of `level` has at this size.
  Status read_tile(unsigned level, std::uint64_t index,
                   std::vector<Hash>& hashes) const;
  Status read_bundle(std::uint64_t index, EntryBundle& bundle) const;

  // The incomplete tile of every level.
  Result<RightEdge> read_right_edge() const;

  // Entries `from` to before `until`. kInvalid when there are not as many.
  Status read_entries(std::uint64_t from, std::uint64_t until,
                      const EntrySink& sink) const;

 private:
  std::string directory_;
  std::uint64_t size_;
};

// The bytes of the checkpoint of a ledger directory, as they are.
Result<std::string> read_checkpoint_bytes(const std::string& directory);

}  // namespace muniment
