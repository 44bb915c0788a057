// What everybody asks of the catalogue: one consistent picture of all stores, by value.
//
// Owner:   plain values, made by Catalogue::summary(); exporters keep them as an
//          immutable snapshot. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"

namespace muniment {

enum class StoreState { kAvailable, kUnavailable, kNeverScanned };
inline std::string_view name_of(StoreState state) {
  switch (state) {
    case StoreState::kAvailable:
      return "available";
    case StoreState::kUnavailable:
      return "unavailable";
    case StoreState::kNeverScanned:
      return "never-scanned";
  }
  return "";
}

// Changes since the store was enrolled, by kind and explanation.
struct ChangeCount {
  ChangeKind kind = ChangeKind::kAdded;
  Explanation explanation = Explanation::kNone;
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
};

struct CollectionSummary {
  std::string name;  // bytes: it comes from paths
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
};

struct StoreSummary {
  std::string name;
  StoreState state = StoreState::kNeverScanned;
  std::string
      state_reason;         // why it is unavailable, or why its last scan is incomplete
  std::uint64_t items = 0;  // regular files held
  std::uint64_t bytes = 0;  // of their content
  std::uint64_t unexplained_items = 0;
  std::uint64_t unexplained_bytes = 0;
  std::uint64_t not_observed_items = 0;
  std::uint64_t in_flight_items = 0;
  std::uint64_t corrupted_items = 0;
  std::uint64_t overdue_fixity_items = 0;
  // Gone; a storage's log shows it, nobody authorised it.
  std::uint64_t logged_items = 0;
  std::uint64_t logged_bytes = 0;
  std::uint64_t hold_breaches = 0;  // of the unexplained: a hold should have kept them
  std::uint64_t holds = 0;          // in force
  std::uint64_t holds_to_check =
      0;  // whose items have not been read since it was placed
  std::uint64_t registered_items = 0;
  std::uint64_t authorities_open = 0;
  std::uint64_t authorities_used_up = 0;
  std::uint64_t authorities_expired = 0;
  std::uint64_t transfers_open = 0;  // from this store
  // As of the last review. Those of 7 days have the overdue ones in them, those of 30 days
  // both.
  std::uint64_t overdue_retention_items = 0;
  std::uint64_t overdue_retention_bytes = 0;
  std::uint64_t deletable_7d_items = 0;
  std::uint64_t deletable_7d_bytes = 0;
  std::uint64_t deletable_30d_items = 0;
  std::uint64_t deletable_30d_bytes = 0;
  std::uint64_t undated_items = 0;  // class or recorded date not known: never deletable
  std::optional<Time> last_complete_scan;  // when it ended
  std::optional<Time> last_scan;           // of any outcome, when it ended
  std::optional<ScanOutcome> last_outcome;
  double last_scan_seconds = 0;
  std::optional<StoreIdentity> identity;
  std::uint64_t scans_complete = 0;
  std::uint64_t scans_incomplete = 0;
  std::uint64_t scans_unavailable = 0;
  std::uint64_t gaps = 0;
  std::uint64_t verified_items = 0;  // content checks that passed, ever
  std::uint64_t verified_bytes = 0;
  std::vector<ChangeCount> changes;
  std::vector<CollectionSummary> collections;
};

// The newest conflict that was recorded of a witness.
struct WitnessConflictRecord {
  WitnessConflict conflict;
  Time recorded;
};

// A witness of the configuration, with what is kept of it. The catalogue does not know
// the configuration: whoever does fills it in.
struct WitnessSummary {
  std::string name;
  std::optional<Time> cosigned;             // when it last did
  std::uint64_t cosigned_size = 0;          // entries
  std::optional<WitnessConflict> conflict;  // that still counts
  Time conflict_since;
};

struct Summary {
  std::vector<StoreSummary> stores;  // by name
  std::uint64_t incidents_open = 0;
  std::uint64_t ledger_size = 0;  // events
  std::string ledger_root;        // SHA-256, hexadecimal
  std::optional<Time> last_event;
  std::vector<WitnessConflictRecord> witness_conflicts;  // by name
  std::vector<WitnessSummary> witnesses;                 // as configured
};

}  // namespace muniment
