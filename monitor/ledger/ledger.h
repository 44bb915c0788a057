// An append-only log of byte strings: signed, Merkle-hashed, in standard files
// (FORMAT.md).
//
// Owner:   one process holds it open for long; others may append in between. Whoever
//          calls open(), refresh() or append() holds the lock of the state directory
//          meanwhile.
// Threads: one at a time.
// Durability: when append() succeeds, the entries survive power loss and the signed
//             checkpoint says so. The checkpoint is the commit point: bytes beyond it
//             never happened, and a later append writes over them.
// Failure: an append that fails (kNoSpace, kIo, kInvalid) leaves the ledger as it was,
//          and may be tried again. Should a directory not sync, then nobody knows what
//          is on the device: all later calls fail, until the ledger is opened again.
//          kCorrupt is what no crash explains: report it, never repair.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/file_batch.h"
#include "ledger/hash.h"
#include "ledger/ledger_state.h"
#include "ledger/signing_key.h"
#include "ledger/tile_files.h"
#include "model/result.h"

namespace muniment {

class Ledger {
 public:
  // Opens the ledger in `directory`; makes an empty, signed one when there is none. The
  // directory above must exist. Cost does not grow with the ledger.
  static Result<Ledger> open(std::string directory, SigningKey key);

  std::uint64_t size() const { return state_.checkpoint.size; }
  const Hash& root() const { return state_.checkpoint.root; }
  const Checkpoint& checkpoint() const { return state_.checkpoint; }
  const std::string& signed_checkpoint() const { return state_.signed_bytes; }
  const VerifierKey& verifier() const { return key_.verifier(); }

  // Takes in what another process appended. Reads one small file when nothing changed.
  // kCorrupt when the ledger on disk is an older or another one than it was.
  Status refresh();

  // Adds one batch, all or nothing. Each entry is 1 to 65,535 bytes: else kInvalid.
  // REQUIRES: refresh() under the same lock.
  Status append(std::span<const std::string> entries);

  // Adds a signature by the key that takes over to the checkpoint as it is.
  // REQUIRES: refresh() under the same lock.
  Status countersign(const SigningKey& next);

  // Gives out entries `from` to before `until`, without checking their hashes (verify.h
  // does). Needs no lock.
  Status read(std::uint64_t from, std::uint64_t until, const EntrySink& sink) const;

 private:
  Ledger(std::string directory, SigningKey key, LedgerState state)
      : directory_(std::move(directory)),
        key_(std::move(key)),
        state_(std::move(state)) {}

  Status write_batch(std::span<const std::string> entries, FileBatch& files,
                     LedgerState& next);
  Status write_full(std::span<const std::string> entries, FileBatch& files,
                    LedgerState& next);
  Status write_partial(FileBatch& files, const LedgerState& next) const;
  Status check_written(const LedgerState& next);
  Status publish(FileBatch& files, LedgerState next);

  std::string directory_;
  SigningKey key_;
  LedgerState state_;
  TreeHasher hasher_;
  std::set<std::string> synced_directories_;
  std::optional<Error> broken_;
};

}  // namespace muniment
