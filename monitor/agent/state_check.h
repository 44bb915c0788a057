// Do ledger, catalogue and the note of the last start belong together?
//
// Each of the three may have been put back from an older copy, cut short, or continued
// elsewhere. What a crash leaves is none of that: the note is never newer than the
// catalogue, and the catalogue never newer than the ledger. An older copy of all three
// together cannot be told here; checkpoints that others keep tell it (witnesses,
// `ledger verify --checkpoint`).
//
// Owner:   functions. Threads: any; where others may write meanwhile, read the note
//          first, then the catalogue, then the ledger.
// Failure: kCorrupt, and a sentence that says which of them is what.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "agent/state_directory.h"
#include "catalogue/catalogue.h"
#include "ledger/checkpoint.h"
#include "model/result.h"

namespace muniment {

// The checkpoint that was in force when the state was last opened for writing; nullopt
// before the first time.
Result<std::optional<Checkpoint>> read_head(const StateDirectory& state);
// REQUIRES: the catalogue has applied, durably, what this checkpoint covers.
Status write_head(const StateDirectory& state, const std::string& signed_checkpoint);

Status check_state(const StateDirectory& state, const std::optional<Checkpoint>& head,
                   const Applied& catalogue, const Checkpoint& ledger);

}  // namespace muniment
