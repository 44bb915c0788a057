// Asks one witness to cosign the checkpoint of a ledger: proves that it extends what the
// witness saw last, sends it, and asks again from another size when that is wanted.
//
// Owner:   keeps nothing. Threads: a call blocks; several witnesses at once are fine.
// Failure: what the witness says or does is an outcome. An error means that the ledger
//          here could not be read or does not hash to its checkpoint (kCorrupt: then
//          nothing is sent), or that `stop` was set (kCancelled).

#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "ledger/cosignature.h"
#include "ledger/note.h"
#include "ledger/witness_protocol.h"
#include "model/http_message.h"
#include "model/result.h"

namespace muniment {

// What is to be cosigned. REQUIRES: it survives a power cut: a ledger that comes back
// shorter than what a witness saw looks like an older copy.
struct CheckpointToCosign {
  std::string directory;  // of the ledger
  std::string signed_bytes;
  Note note;
  Checkpoint checkpoint;
};

// `last_size`: what the witness is thought to have seen last, 0 when that is not known.
Result<WitnessAnswer> ask_witness(const CheckpointToCosign& wanted,
                                  const WitnessKey& key, const std::string& url,
                                  std::uint64_t last_size, const HttpPost& post,
                                  const std::atomic<bool>& stop);

}  // namespace muniment
