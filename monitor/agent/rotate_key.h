// Puts a new signing key in place of the old one.
//
//   1  the new key is made, beside the old one
//   2  the old key signs a checkpoint whose last entry names the new one (Recorder)
//   3  that checkpoint is kept (ledger/key_chain.h); the new key signs it too
//   4  the new key takes the place of the old one, which is gone
//
// Owner:   functions. Threads: one at a time, under the write lock.
// Durability: killed anywhere, the next process that opens the state finishes what was
//          recorded, or drops the new key when nothing was.
// Failure: kIo, kNoSpace, kPermission: as before, or to be finished by the next one.

#pragma once

#include "agent/state_directory.h"
#include "ledger/ledger.h"
#include "model/result.h"

namespace muniment {

// Step 1: the verifier key of the new one.
Result<VerifierKey> make_next_key(const StateDirectory& state);

bool has_next_key(const StateDirectory& state);

// Steps 3 and 4; `ledger` is open with the new key afterwards.
// REQUIRES: has_next_key().
Status finish_rotation(const StateDirectory& state, Ledger& ledger);

}  // namespace muniment
