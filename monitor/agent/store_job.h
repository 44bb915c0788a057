// One scan or check of one store from beginning to end: its lock, the look itself, the
// explanations, the incident, what late evidence changes, the review of retention, and the
// record that it happened.
//
// Owner:   whoever wants the store looked at: a command, or a thread of the agent.
// Threads: a call runs on the caller's thread and blocks; several stores at once are
//          fine. Failure: as presence_scan() and fixity_check() have it, and as
//          Recorder. A store that is not there is an outcome, recorded with the gap
//          that it makes.

#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "agent/state_directory.h"
#include "scan/fixity_check.h"
#include "scan/scan.h"

namespace muniment {

// What the configuration says of a store, as far as looking at it goes.
struct StoreSettings {
  std::string name;
  std::string root;  // absolute path
  std::chrono::nanoseconds every{std::chrono::hours(1)};
  std::chrono::nanoseconds settle{std::chrono::seconds(5)};
  unsigned threads = 0;   // 0: choose
  PolicyDeclared policy;  // what explanations depend on; its `store` is `name`

  bool operator==(const StoreSettings&) const = default;
};

struct JobControl {
  ScanProgress& progress;
  const std::atomic<bool>& stop;
  std::function<void()> on_wait;  // called when another process is at the store
};

struct ScanReport {
  std::string store;
  ScanOutcome outcome = ScanOutcome::kComplete;
  std::string reason;
  ScanCounts counts;
  double seconds = 0;
};

// `accepted`: another identity than the enrolled one is taken for the store's from now on.
Result<ScanReport> run_scan(const StateDirectory& state, const StoreSettings& store,
                            const JobControl& control,
                            std::optional<Acceptance> accepted = std::nullopt);

struct CheckReport {
  CheckResult result;
  double seconds = 0;
};

// Reads the content of the items that a hold keeps, and records that it was done for the
// hold. kNotFound: the store has no such hold, or it is released.
Result<CheckReport> run_hold_check(const StateDirectory& state,
                                   const StoreSettings& store,
                                   const std::string& reference,
                                   const JobControl& control);

// `paths`: items or directories; empty for everything.
Result<CheckReport> run_check(const StateDirectory& state, const StoreSettings& store,
                              std::vector<StorePath> paths, const JobControl& control);

}  // namespace muniment
