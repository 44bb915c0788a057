// The keys that signed a ledger, one after the other (FORMAT.md, "Change of key").
//
// Owner:   functions over a ledger's directory. Threads: any; keep_rotation() under the
//          lock of the state directory.
// Durability: what keep_rotation() wrote survives power loss.
// Failure: kCorrupt for a rotation file that is not what it should be; kNotFound when
//          the chain does not lead on from a key.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/checkpoint.h"
#include "ledger/verifier_key.h"
#include "model/result.h"

namespace muniment {

// The key that the entry says comes next, which must have the name of `now`; kInvalid
// when the entry is no change of key.
Result<VerifierKey> next_key(std::string_view entry, const VerifierKey& now);

// Keeps the last checkpoint that a key signs; its last entry names the next key.
Status keep_rotation(const std::string& directory, std::uint64_t size,
                     const std::string& signed_checkpoint);

// The key in force, from one that is trusted and that signed earlier checkpoints: the
// one with which `checkpoint` (signed bytes) is signed in the end.
Result<VerifierKey> key_in_force(const std::string& directory,
                                 const VerifierKey& trusted,
                                 const std::string& checkpoint);

}  // namespace muniment
