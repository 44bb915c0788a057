// What asking a witness for a cosignature came to: one closed list for the ledger, events,
// metrics and reports.
//
// Owner: plain values. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace muniment {

// Persisted by name.
enum class WitnessOutcome : std::uint8_t {
  kCosigned = 1,
  kRollback = 2,  // it has seen more of this ledger than there is here
  kFork = 3,      // it has seen another history of this ledger
  kRefused = 4,   // it does not know this ledger, or does not trust its key
  kNoAnswer = 5,  // or none that could be used
};
inline constexpr WitnessOutcome kWitnessOutcomes[] = {
    WitnessOutcome::kCosigned, WitnessOutcome::kRollback, WitnessOutcome::kFork,
    WitnessOutcome::kRefused, WitnessOutcome::kNoAnswer};
std::string_view name_of(WitnessOutcome outcome);
std::optional<WitnessOutcome> witness_outcome_from(std::string_view name);

// A conflict is an answer that needs a person: rollback, fork or refused.
constexpr bool is_conflict(WitnessOutcome outcome) {
  return outcome == WitnessOutcome::kRollback || outcome == WitnessOutcome::kFork ||
         outcome == WitnessOutcome::kRefused;
}

}  // namespace muniment
