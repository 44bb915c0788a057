// The checkpoints that somebody else vouched for: with the cosignatures of witnesses,
// and with RFC 3161 time stamps. They are what an altered or older ledger cannot explain.
//
//   checkpoints/SIZE       a signed note: the ledger's signature, then cosignatures
//   checkpoints/SIZE.tsr   the reply of a time stamping authority over the note's text
//
// SIZE is the decimal size of the tree. Nothing else in the directory is read, nothing
// is ever removed. Of each key the oldest and the newest cosignature are kept: since
// when, and until when, it vouched for this tree.
//
// Owner:   keeps the directory's name only. Threads: any; keep() and keep_time_stamp()
//          by one process at a time (the lock of the state directory).
// Durability: when a call that keeps succeeds, what it kept survives power loss.
// Failure: kNotFound when nothing of that size is kept; kConflict when another tree of
//          the same size is; kCorrupt for a file that is not what it must be.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"
#include "ledger/note.h"
#include "model/result.h"
#include "model/time.h"

namespace muniment {

inline constexpr std::size_t kMaxTimeStampBytes = 65'536;

struct VouchedCheckpoint {
  Note note;
  Checkpoint checkpoint;
};

// When a witness last vouched, and for how much.
struct Cosigned {
  std::uint64_t size = 0;
  Time time;

  bool operator==(const Cosigned&) const = default;
};

class KeptCheckpoints {
 public:
  // The directory need not exist: then nothing was ever kept.
  explicit KeptCheckpoints(std::string directory) : directory_(std::move(directory)) {}

  // Of the kept notes and of the kept time stamps, ascending. Reads names only.
  Result<std::vector<std::uint64_t>> sizes() const;
  Result<std::vector<std::uint64_t>> stamped_sizes() const;

  // Parsed, and of the size that its name says. No signature is verified here.
  Result<VouchedCheckpoint> load(std::uint64_t size) const;
  Result<std::string> load_time_stamp(std::uint64_t size) const;

  // Adds the signatures of `note` to what is kept of this checkpoint.
  Status keep(const Note& note);
  // Keeps the note as well: a stamp alone would vouch for a hash only.
  Status keep_time_stamp(const Note& note, std::string_view reply);

  // The newest cosignature by each of `keys` that there is, verified. A file that cannot
  // be used is passed over: whether all of them verify is for `ledger verify`. Reads from
  // the largest size down, and no further than until each key was found.
  Result<std::vector<std::optional<Cosigned>>> newest_by(
      const std::vector<WitnessKey>& keys) const;

 private:
  std::string path_of(std::uint64_t size) const {
    return directory_ + '/' + std::to_string(size);
  }
  Result<std::vector<std::uint64_t>> sizes_with(std::string_view suffix) const;

  std::string directory_;
};

// `note` with the signatures of `more`: of each key the oldest and the newest
// cosignature, in the order in which the keys came. REQUIRES: both have one text.
Note merge_signatures(Note note, const Note& more);

}  // namespace muniment
