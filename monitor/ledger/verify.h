// Verifies a ledger from its files and a public key alone: derives every leaf, every
// tile of every level and the root again, checks the signature, and that the ledger
// extends the checkpoints that somebody kept.
//
// Owner:   pure function over files. Needs no lock: it verifies the checkpoint that it
//          finds, also while the ledger grows. Threads: any. Never writes, never
//          repairs.
// Failure: what is missing, altered or not signed is a problem in the report. An error
//          means that something could not be read: then nobody can tell.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/hash.h"
#include "ledger/tree_check.h"
#include "ledger/verifier_key.h"
#include "model/result.h"

namespace muniment {

// A checkpoint that was kept: by hand, by a witness, from an earlier start.
struct KeptCheckpoint {
  std::string name;          // where it is from, for people
  std::string signed_bytes;  // the signed note
};

struct VerifyReport {
  std::uint64_t size = 0;          // as the checkpoint says
  Hash root{};                     // as the checkpoint says
  std::optional<VerifierKey> key;  // that signed it: the trusted one, or its successor
  std::vector<LedgerProblem> problems;

  bool ok() const { return problems.empty(); }
};

Result<VerifyReport> verify_ledger(const std::string& directory,
                                   const VerifierKey& trusted,
                                   std::span<const KeptCheckpoint> kept = {});

}  // namespace muniment
