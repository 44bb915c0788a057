#include "agent/vouching.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace muniment {
namespace {

// An unchanged ledger is cosigned again after so long: the newest cosignature tells that
// the witness is there, and until when nobody showed it another ledger.
constexpr auto kRefresh = std::chrono::minutes(15);
constexpr auto kRetryStamp = std::chrono::minutes(5);

bool is_well(const WitnessRound& round) {
  return round.cosigned() == round.reports.size();
}

}  // namespace

Vouching::Vouching(HttpPost post, std::function<void()> on_done)
    : post_(std::move(post)), on_done_(std::move(on_done)) {}

Vouching::~Vouching() {
  stop();
}

void Vouching::configure(const StateDirectory& state, WitnessesSettings witnesses,
                         TimeStampSettings time_stamps) {
  witnesses_ = std::move(witnesses);
  time_stamps_ = std::move(time_stamps);
  witness_schedule_.reset();
  stamp_schedule_.reset();
  newest_stamp_.reset();
  ++generation_;
  const auto newest = newest_cosignatures(state, witnesses_.list);
  if (!newest) {
    spdlog::error("reading the checkpoints that were kept: {}", newest.error().what);
  }
  newest_.clear();
  std::map<std::string, WitnessTally> tallies;
  for (std::size_t i = 0; i < witnesses_.list.size(); ++i) {
    const std::string& name = witnesses_.list[i].name;
    newest_[name] = newest ? newest.value()[i] : std::nullopt;
    tallies[name] = tallies_[name];
  }
  tallies_ = std::move(tallies);
}

void Vouching::start_due(const StateDirectory& state, const std::string& root,
                         SteadyTime now) {
  if (is_running() || root.empty()) {
    return;
  }
  Task task{generation_, root, {}, {}};
  if (!witnesses_.list.empty() && witness_schedule_.is_due(root, now)) {
    task.witnesses = witnesses_;
  }
  if (has_time_stamps() && stamp_schedule_.is_due(root, now)) {
    task.time_stamps = time_stamps_;
  }
  if (task.witnesses || task.time_stamps) {
    thread_ = std::jthread([this, state, task = std::move(task)] { run(state, task); });
  }
}

// On the thread of its own.
void Vouching::run(const StateDirectory& state, Task task) {
  Done done{std::move(task), {}, {}};
  if (done.task.witnesses) {
    const WitnessesSettings& asked = *done.task.witnesses;
    done.round.emplace(ask_witnesses(state, asked, post_, stop_));
    const Status recorded = *done.round
                                ? record_conflicts(state, asked, done.round->value())
                                : Status(ok());
    if (!recorded) {
      spdlog::error("recording a conflict: {}", recorded.error().what);
    }
  }
  if (done.task.time_stamps) {
    done.stamp.emplace(stamp_when_old(state, *done.task.time_stamps, post_, stop_));
  }
  {
    const std::lock_guard lock(mutex_);
    done_ = std::move(done);
  }
  on_done_();
}

bool Vouching::take_done(SteadyTime now) {
  std::optional<Done> done;
  {
    const std::lock_guard lock(mutex_);
    done = std::exchange(done_, std::nullopt);
  }
  if (!done) {
    return false;
  }
  thread_.join();  // it has nothing left to do
  if (done->round) {
    take_round(*done, now);
  }
  if (done->stamp) {
    take_stamp(*done, now);
  }
  return true;
}

void Vouching::take_round(const Done& done, SteadyTime now) {
  if (!*done.round) {
    witness_schedule_.open(now + witnesses_.every);
    if (!stop_) {
      spdlog::error("asking the witnesses: {}", done.round->error().what);
    }
    return;
  }
  const WitnessRound& round = done.round->value();
  for (std::size_t i = 0; i < round.reports.size(); ++i) {
    if (newest_.contains(round.reports[i].name)) {  // still configured
      newest_[round.reports[i].name] = round.newest[i];
      take_report(round.reports[i]);
    }
  }
  if (done.task.generation != generation_) {
    return;  // the witnesses that are configured now are due at once
  }
  if (is_well(round)) {
    witness_schedule_.answered(
        round.root, now + witnesses_.every,
        now + std::max<std::chrono::nanoseconds>(witnesses_.every, kRefresh));
  } else {
    witness_schedule_.open(now + witnesses_.every);
  }
}

// Loud when it is news.
void Vouching::take_report(const WitnessReport& report) {
  WitnessTally& tally = tallies_[report.name];
  tally.submissions[report.outcome] += 1;
  const bool is_news = std::exchange(tally.last, report.outcome) != report.outcome;
  const auto level = is_conflict(report.outcome) ? spdlog::level::err
                     : report.outcome == WitnessOutcome::kNoAnswer
                         ? spdlog::level::warn
                         : spdlog::level::info;
  spdlog::log(is_news ? level : spdlog::level::debug, "witness {}: {}", report.name,
              report.sentence);
}

void Vouching::take_stamp(const Done& done, SteadyTime now) {
  if (done.task.generation != generation_) {
    return;
  }
  const auto retry =
      std::min<std::chrono::nanoseconds>(time_stamps_.every, kRetryStamp);
  if (!*done.stamp) {
    stamp_schedule_.open(now + retry);
    if (!stop_) {
      spdlog::error("time stamp: {}", done.stamp->error().what);
    }
    return;
  }
  const Stamped& stamped = done.stamp->value();
  newest_stamp_ = std::max(newest_stamp_, std::optional(stamped.time));
  const std::chrono::nanoseconds age(
      std::max<std::int64_t>(0, wall_clock_now().ns - stamped.time.ns));
  const SteadyTime next = now + std::max(time_stamps_.every - age, retry);
  if (stamped.is_of_now) {
    stamp_schedule_.answered(done.task.root, next, std::nullopt);
  } else {
    stamp_schedule_.open(next);  // this checkpoint has still to wait
  }
  if (stamped.is_new) {
    spdlog::info("time stamp: {} entries at {}", stamped.size,
                 format_time(stamped.time));
  }
}

std::vector<WitnessSummary> Vouching::summaries(
    const std::vector<WitnessConflictRecord>& conflicts) const {
  std::vector<std::optional<Cosigned>> newest;
  for (const WitnessSettings& witness : witnesses_.list) {
    newest.push_back(newest_.at(witness.name));
  }
  return summaries_of(witnesses_.list, newest, conflicts);
}

}  // namespace muniment
