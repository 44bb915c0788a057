// Reads a ledger without its key: for commands that only look.
//
// Nothing is verified here, neither signature nor hashes; verify.h does that.
//
// Owner:   keeps the directory's name and one checkpoint. Threads: any.
// Failure: kNotFound when there is no ledger; kCorrupt when its checkpoint or a bundle
//          is no such thing.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/tile_files.h"
#include "model/result.h"

namespace muniment {

class LedgerReader {
 public:
  static Result<LedgerReader> open(const std::string& directory);

  const Checkpoint& checkpoint() const { return checkpoint_; }
  const std::string& signed_checkpoint() const { return signed_bytes_; }
  const TileFiles& files() const { return files_; }

  // Entries `from` to before `until`, of this checkpoint, also when the ledger grew
  // since.
  Status read(std::uint64_t from, std::uint64_t until, const EntrySink& sink) const {
    return files_.read_entries(from, until, sink);
  }

 private:
  LedgerReader(const std::string& directory, Checkpoint checkpoint, std::string bytes)
      : checkpoint_(std::move(checkpoint)),
        signed_bytes_(std::move(bytes)),
        files_(directory, checkpoint_.size) {}

  Checkpoint checkpoint_;
  std::string signed_bytes_;
  TileFiles files_;
};

}  // namespace muniment
