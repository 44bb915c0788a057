// What others vouched for (checkpoints/), for `ledger verify`: the checkpoints that the
// ledger must extend, and whether cosignatures and time stamps are what they claim.
//
// Owner:   functions over files. Threads: any.
// Failure: what is damaged or not valid is a problem; an error means that something
//          could not be read.

#pragma once

#include <string>
#include <vector>

#include "agent/state_directory.h"
#include "agent/witness_round.h"
#include "ledger/tree_check.h"
#include "ledger/verify.h"
#include "model/result.h"

namespace muniment {

struct Vouched {
  std::vector<KeptCheckpoint> kept;  // for verify_ledger()
  std::vector<LedgerProblem> problems;
  std::uint64_t cosignatures = 0;  // by the configured witnesses, that are valid
  std::uint64_t time_stamps = 0;   // that are valid
};

// Cosignatures by others than `witnesses` are passed over. `ca_file` "": time stamps
// are not checked.
Result<Vouched> verify_vouched(const StateDirectory& state,
                               const std::vector<WitnessSettings>& witnesses,
                               const std::string& ca_file);

}  // namespace muniment
