// What only the running agent knows, for the metrics: the catalogue cannot tell whether
// a scan is under way or stuck.
//
// Owner:   plain values, filled by the program from the agent's state. Threads: any.
// Failure: none.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/time.h"
#include "model/witness_outcome.h"

namespace muniment {

// How the agent learns of changes between two scans.
enum class WatchMode { kOff, kPolling, kInotify, kFanotify };
inline constexpr WatchMode kWatchModes[] = {WatchMode::kOff, WatchMode::kPolling,
                                            WatchMode::kInotify, WatchMode::kFanotify};
std::string_view name_of(WatchMode mode);

// Where an error happened: the closed list of values of the label `stage`.
enum class Stage { kConfig, kScan, kRead, kWatch, kLedger, kCatalogue, kAlert };
inline constexpr Stage kStages[] = {Stage::kConfig, Stage::kScan,   Stage::kRead,
                                    Stage::kWatch,  Stage::kLedger, Stage::kCatalogue,
                                    Stage::kAlert};
std::string_view name_of(Stage stage);

// Errors since the process started, by stage.
class ErrorCounts {
 public:
  void add(Stage stage, std::uint64_t count = 1) { counts_[index(stage)] += count; }
  std::uint64_t of(Stage stage) const { return counts_[index(stage)]; }

 private:
  static std::size_t index(Stage stage) { return static_cast<std::size_t>(stage); }

  std::array<std::uint64_t, std::size(kStages)> counts_{};
};

struct StoreHealth {
  std::string store;
  bool scan_running = false;
  double scan_running_seconds = 0;  // since the running scan started; 0 when none runs
  bool scan_stuck = false;          // the running scan makes no progress: a hung mount
  WatchMode watch = WatchMode::kOff;
};

struct WitnessHealth {
  std::string witness;
  std::optional<Time> cosigned;  // the newest cosignature
  std::uint64_t cosigned_size = 0;
  bool has_conflict = false;
  std::map<WitnessOutcome, std::uint64_t> submissions;  // since the agent started
};

struct AgentHealth {
  Time process_started;
  std::vector<StoreHealth> stores;
  ErrorCounts errors;
  bool config_reload_ok = true;  // of the last attempt; the first load counts
  std::vector<WitnessHealth> witnesses;
  bool has_time_stamps = false;  // is an authority configured?
  std::optional<Time> newest_stamp;
  Time config_reloaded;  // when a configuration was last taken into use
};

}  // namespace muniment
