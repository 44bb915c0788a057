// What a ledger holds in memory of its last checkpoint, and how it is read from disk.
//
// Owner:   plain value. Threads: one at a time.
// Durability: settle_pending() finishes what a killed process had signed, or clears it
//             away. Failure: kNotFound when there is no checkpoint; kCorrupt when it is
//             not signed by the key, or the tiles do not hash to its root.

#pragma once

#include <string>

#include "ledger/checkpoint.h"
#include "ledger/right_edge.h"
#include "ledger/verifier_key.h"
#include "model/result.h"

namespace muniment {

struct LedgerState {
  std::string signed_bytes;  // of the file `checkpoint`
  Checkpoint checkpoint;
  RightEdge edge;
  std::string bundle;  // bytes of the last, incomplete entry bundle; may be empty
};

// Names in the ledger's directory.
std::string checkpoint_path(const std::string& directory);
std::string pending_path(const std::string& directory);  // signed, not yet in place

Result<LedgerState> load_ledger_state(const std::string& directory,
                                      const VerifierKey& verifier);

// A process that was killed between signing and renaming leaves `checkpoint.new`. When
// that is signed, extends `current` and its tiles are all there, it becomes the
// checkpoint: the key has spoken and must not say anything else of that size. Else it
// is removed. Returns the state that counts now. REQUIRES: the caller holds the lock of
// the ledger.
Result<LedgerState> settle_pending(const std::string& directory,
                                   const VerifierKey& verifier, LedgerState current);

}  // namespace muniment
