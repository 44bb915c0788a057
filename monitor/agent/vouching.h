// Others who vouch for the ledger, as the agent sees them: asks witnesses and the time
// stamping authority when that is due, and knows how they stand.
//
// Owner:   the agent; one state directory. Threads: the methods are for the loop's
//          thread. One thread of its own asks, so that nobody outside holds up a store,
//          the loop or /metrics; it calls `on_done` when it is through.
// Failure: what fails is logged, counted and tried again when due.

#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "agent/asking_schedule.h"
#include "agent/time_stamping.h"
#include "agent/witness_round.h"
#include "catalogue/summary.h"
#include "model/http_message.h"

namespace muniment {

// What only the running agent knows of a witness.
struct WitnessTally {
  std::map<WitnessOutcome, std::uint64_t> submissions;  // since the agent started
  std::optional<WitnessOutcome> last;
};

class Vouching {
 public:
  Vouching(HttpPost post, std::function<void()> on_done);
  ~Vouching();

  // From now on; what is under way goes on with the old settings.
  void configure(const StateDirectory& state, WitnessesSettings witnesses,
                 TimeStampSettings time_stamps);

  // Starts what is due, unless something is under way. `root` is that of the ledger.
  void start_due(const StateDirectory& state, const std::string& root, SteadyTime now);
  // Takes in what is done; false when nothing is.
  bool take_done(SteadyTime now);

  void stop() { stop_ = true; }
  bool is_running() const { return thread_.joinable(); }

  std::vector<WitnessSummary> summaries(
      const std::vector<WitnessConflictRecord>& conflicts) const;
  const std::map<std::string, WitnessTally>& tallies() const { return tallies_; }
  bool has_time_stamps() const { return !time_stamps_.url.empty(); }
  std::optional<Time> newest_stamp() const { return newest_stamp_; }

 private:
  // What is to be done, by settings that a reload cannot change under it.
  struct Task {
    unsigned generation = 0;
    std::string root;  // of the ledger, as the loop saw it
    std::optional<WitnessesSettings> witnesses;
    std::optional<TimeStampSettings> time_stamps;
  };
  struct Done {
    Task task;
    std::optional<Result<WitnessRound>> round;
    std::optional<Result<Stamped>> stamp;
  };

  void run(const StateDirectory& state, Task task);
  void take_round(const Done& done, SteadyTime now);
  void take_stamp(const Done& done, SteadyTime now);
  void take_report(const WitnessReport& report);

  // Constant after construction
  const HttpPost post_;
  const std::function<void()> on_done_;

  // Owned by the loop's thread
  WitnessesSettings witnesses_;
  TimeStampSettings time_stamps_;
  AskingSchedule witness_schedule_;
  AskingSchedule stamp_schedule_;
  unsigned generation_ = 0;  // of the settings
  std::map<std::string, std::optional<Cosigned>> newest_;
  std::map<std::string, WitnessTally> tallies_;
  std::optional<Time> newest_stamp_;

  std::atomic<bool> stop_{false};
  std::mutex mutex_;  // guards done_
  std::optional<Done> done_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace muniment
