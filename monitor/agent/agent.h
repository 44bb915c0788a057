// The daemon's loop: scans each store when it is due, reads what new holds keep, keeps a
// picture of everything for the exporters, and stays answerable whatever a store does.
//
// Owner:   the `agent` command. run() blocks until a stop is posted.
// Threads: the loop runs on the thread that calls run(); each running scan has a thread
//          of its own, so that a store that hangs holds up nothing else, and so have
//          those outside who vouch for the ledger (vouching.h). post_*() are
//          for any thread. on_view is called on the loop's thread.
// Failure: run() fails when the state directory cannot be used at the start. After
//          that, failures of scans are counted, logged and shown, and tried again when
//          due.

#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "agent/hold_checks.h"
#include "agent/recorder.h"
#include "agent/schedule.h"
#include "agent/store_job.h"
#include "agent/vouching.h"
#include "catalogue/reader.h"

namespace muniment {

struct AgentSettings {
  std::string state_directory;
  std::vector<StoreSettings> stores;
  SummaryOptions summary;
  WitnessesSettings witnesses;
  TimeStampSettings time_stamps;
};

struct RunningScan {
  std::string store;
  double seconds = 0;     // since it started
  bool is_stuck = false;  // it makes no progress: a hung mount
};

// What the exporters show; complete in itself.
struct AgentView {
  Summary summary;
  std::vector<RunningScan> running;
  std::map<ErrorCode, std::uint64_t> scan_errors;  // since the start
  std::map<std::string, WitnessTally> witness_tallies;
  bool has_time_stamps = false;
  std::optional<Time> newest_stamp;
  bool reload_ok = true;
  Time reloaded;
};

struct AgentHooks {
  std::function<void(const AgentView&)> on_view;
  // Reads the configuration again; an error keeps the one in force. The state directory
  // must stay what it was.
  std::function<Result<AgentSettings>()> reload;
  // Called at least once a second: for the watchdog.
  std::function<void()> on_alive;
  // The way to witnesses and time stamping authorities; on their own thread.
  HttpPost post;
};

class Agent {
 public:
  Agent(std::string version, AgentSettings settings, AgentHooks hooks);
  ~Agent();

  Status run();
  void post_stop(std::string reason);
  void post_reload();

 private:
  struct ScanDone {
    std::string store;
    Result<ScanReport> report;
  };
  struct VouchingDone {};
  struct HoldCheckDone {};
  struct Reload {};
  struct Stop {
    std::string reason;
  };
  using Message = std::variant<ScanDone, VouchingDone, HoldCheckDone, Reload, Stop>;

  struct Job {
    ScanProgress progress;
    std::atomic<bool> stop{false};
    SteadyTime began;
    std::uint64_t last_seen_progress = 0;
    SteadyTime last_moved;
    std::jthread thread;
  };

  Status prepare();
  void record_missed_scans(Recorder& recorder);
  void post(Message message);
  // Waits for the next message, but not longer than until something has to be done.
  std::optional<Message> wait();
  void start_due();
  void scan_done(ScanDone done);
  void reload();
  void vouching_done();
  void hold_check_done();
  bool is_busy() const;
  void refresh_view(bool force);
  std::vector<RunningScan> running_scans(SteadyTime now);
  Status finish(const std::string& reason);

  // Constant after construction
  const std::string version_;
  const AgentHooks hooks_;

  // Owned by the loop's thread
  AgentSettings settings_;
  std::optional<StateDirectory> state_;
  std::optional<Reader> reader_;
  Schedule schedule_;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  AgentView view_;
  std::int64_t seen_version_ = -1;

  std::mutex mutex_;  // guards messages_
  std::condition_variable posted_;
  std::deque<Message> messages_;

  // Last: their threads post messages
  Vouching vouching_;
  HoldChecks hold_checks_;
};

}  // namespace muniment
