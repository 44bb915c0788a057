// Reads the items of new holds, one hold of a store at a time: a hold on what cannot be
// read protects nothing, and that must be known the same day.
//
// Owner:   the Agent; all calls on the loop's thread.
// Threads: one for each store with a check under way; it calls on_done when it ends.
// Failure: logged, and tried again after kAgain. The hold stays queued until then.

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "agent/schedule.h"
#include "agent/store_job.h"
#include "catalogue/reader.h"

namespace muniment {

class HoldChecks {
 public:
  static constexpr auto kAgain = std::chrono::minutes(10);

  explicit HoldChecks(std::function<void()> on_done) : on_done_(std::move(on_done)) {}

  // Starts the checks of the stores that have a hold queued and none under way.
  void start_due(const StateDirectory& state, Reader& reader, const Summary& summary,
                 const std::vector<StoreSettings>& stores, SteadyTime now);
  // Takes in what is done; false when nothing is.
  bool take_done(SteadyTime now);

  void stop();
  bool is_running() const { return !jobs_.empty(); }

 private:
  struct Job {
    std::string hold;
    ScanProgress progress;
    std::atomic<bool> stop{false};
    std::atomic<bool> is_done{false};
    std::optional<Result<CheckReport>> report;  // once it is done
    std::jthread thread;                        // last: it ends before what it uses
  };

  void start(const StateDirectory& state, const StoreSettings& store,
             const std::string& hold);

  const std::function<void()> on_done_;
  std::map<std::string, SteadyTime> not_before_;      // by store
  std::map<std::string, std::unique_ptr<Job>> jobs_;  // by store
};

}  // namespace muniment
