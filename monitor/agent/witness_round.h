// Asks all configured witnesses to cosign the ledger as it is now, keeps what they say,
// and records what contradicts this ledger.
//
// Owner:   whoever wants to be vouched for: a command, or a thread of the agent.
// Threads: a call blocks; the witnesses are asked at the same time, each on a thread of
//          its own, so that one that hangs holds up no other. Processes take turns
//          (`witness.lock`): two checkpoints on their way at once could look like a
//          rollback.
// Durability: what was cosigned is kept before a call returns.
// Failure: what witnesses say is part of the round. An error means that the ledger could
//          not be read or does not hash to its checkpoint, or that nothing could be kept.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/state_directory.h"
#include "catalogue/summary.h"
#include "ledger/cosignature.h"
#include "ledger/kept_checkpoints.h"
#include "ledger/witness_client.h"
#include "model/http_message.h"

namespace muniment {

struct WitnessSettings {
  std::string name;
  std::string url;
  WitnessKey key;
};

struct WitnessesSettings {
  std::vector<WitnessSettings> list;
  unsigned quorum = 1;
  std::chrono::nanoseconds every{std::chrono::minutes(1)};
};

struct WitnessReport {
  std::string name;
  WitnessOutcome outcome = WitnessOutcome::kNoAnswer;
  std::string sentence;  // safe to print
  std::optional<std::uint64_t> their_size;
};

struct WitnessRound {
  std::uint64_t size = 0;                       // of the checkpoint that was shown
  std::string root;                             // hexadecimal
  std::vector<WitnessReport> reports;           // in the order of the settings
  std::vector<std::optional<Cosigned>> newest;  // of each, kept now

  unsigned cosigned() const;
  bool has_conflict() const;
};

// The checkpoint, once it is certain to survive a power cut.
Result<CheckpointToCosign> checkpoint_to_show(const StateDirectory& state);

Result<WitnessRound> ask_witnesses(const StateDirectory& state,
                                   const WitnessesSettings& settings,
                                   const HttpPost& post, const std::atomic<bool>& stop);

// The newest cosignature by each witness that is kept.
Result<std::vector<std::optional<Cosigned>>> newest_cosignatures(
    const StateDirectory& state, const std::vector<WitnessSettings>& witnesses);

// One event for each conflict of the round that is not on record yet.
Status record_conflicts(const StateDirectory& state, const WitnessesSettings& settings,
                        const WitnessRound& round);

// What is known of each witness. A conflict counts until the witness has cosigned this
// ledger later than that, and at least as large: two clocks alone could mislead.
std::vector<WitnessSummary> summaries_of(
    const std::vector<WitnessSettings>& witnesses,
    const std::vector<std::optional<Cosigned>>& newest,
    const std::vector<WitnessConflictRecord>& conflicts);

}  // namespace muniment
