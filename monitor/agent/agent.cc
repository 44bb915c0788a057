#include "agent/agent.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>

#include "model/printable.h"

namespace muniment {
namespace {

using std::chrono::steady_clock;

constexpr auto kViewEvery = std::chrono::seconds(1);
constexpr auto kStuckAfter = std::chrono::seconds(60);
constexpr auto kStopWait = std::chrono::seconds(8);

double seconds_between(SteadyTime from, SteadyTime until) {
  return std::chrono::duration<double>(until - from).count();
}

void log_report(const ScanReport& report) {
  const ScanCounts& n = report.counts;
  const bool loud = report.outcome != ScanOutcome::kComplete ||
                    n.unexplained + n.logged > 0 ||
                    n.corrupted + n.modified + n.emptied > 0;
  spdlog::log(
      loud ? spdlog::level::warn : spdlog::level::info,
      "scan of {} {}: {} items, {} added, {} removed ({} unexplained), {} moved, "
      "{} modified, {} corrupted, {} not observed, {:.1f} s{}{}",
      report.store, name_of(report.outcome), n.items, n.added, n.removed, n.unexplained,
      n.moved, n.modified + n.emptied, n.corrupted, n.not_observed, report.seconds,
      report.reason.empty() ? "" : ": ", report.reason);
}

}  // namespace

Agent::Agent(std::string version, AgentSettings settings, AgentHooks hooks)
    : version_(std::move(version)),
      hooks_(std::move(hooks)),
      settings_(std::move(settings)),
      vouching_(hooks_.post, [this] { post(VouchingDone{}); }),
      hold_checks_([this] { post(HoldCheckDone{}); }) {}

Agent::~Agent() = default;

void Agent::post_stop(std::string reason) {
  post(Stop{std::move(reason)});
}
void Agent::post_reload() {
  post(Reload{});
}

void Agent::post(Message message) {
  {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(message));
  }
  posted_.notify_one();
}

Status Agent::run() {
  MUNIMENT_TRY(prepare());
  for (;;) {
    start_due();
    refresh_view(false);
    hooks_.on_alive();
    std::optional<Message> message = wait();
    if (!message) {
      continue;
    }
    if (auto* done = std::get_if<ScanDone>(&*message)) {
      scan_done(std::move(*done));
    } else if (std::holds_alternative<VouchingDone>(*message)) {
      vouching_done();
    } else if (std::holds_alternative<HoldCheckDone>(*message)) {
      hold_check_done();
    } else if (std::holds_alternative<Reload>(*message)) {
      reload();
    } else {
      return finish(std::get<Stop>(*message).reason);
    }
  }
}

Status Agent::prepare() {
  MUNIMENT_ASSIGN(state_, StateDirectory::open_or_create(settings_.state_directory));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(*state_));
  MUNIMENT_ASSIGN(reader_, Reader::open(state_->catalogue()));
  record_missed_scans(recorder);
  MUNIMENT_TRY(recorder.record({AgentStarted{version_}}));
  schedule_.set_stores(settings_.stores, steady_clock::now());
  vouching_.configure(*state_, settings_.witnesses, settings_.time_stamps);
  view_.reloaded = wall_clock_now();
  refresh_view(true);
  return ok();
}

// A scan that was due while no agent ran is a time that nobody observed.
void Agent::record_missed_scans(Recorder& recorder) {
  const Time now = wall_clock_now();
  std::vector<EventBody> gaps;
  for (const StoreSettings& store : settings_.stores) {
    const auto record = reader_->store(store.name);
    if (!record || !record.value() || !record.value()->last_ended) {
      continue;
    }
    const Time last = *record.value()->last_ended;
    if (now.ns - last.ns > store.every.count()) {
      gaps.emplace_back(
          GapRecorded{store.name, last, now, "the agent was not running"});
    }
  }
  if (auto recorded = recorder.record(std::move(gaps)); !recorded) {
    spdlog::error("recording a gap: {}", recorded.error().what);
  }
}

std::optional<Agent::Message> Agent::wait() {
  const SteadyTime now = steady_clock::now();
  const SteadyTime until =
      std::min(now + kViewEvery, schedule_.next_due().value_or(now + kViewEvery));
  std::unique_lock lock(mutex_);
  if (!posted_.wait_until(lock, until, [this] { return !messages_.empty(); })) {
    return std::nullopt;
  }
  Message message = std::move(messages_.front());
  messages_.pop_front();
  return message;
}

void Agent::start_due() {
  const SteadyTime now = steady_clock::now();
  for (StoreSettings& store : schedule_.take_due(now)) {
    auto job = std::make_shared<Job>();
    job->began = now;
    job->last_moved = now;
    job->thread = std::jthread([this, job = job.get(), state = *state_, store] {
      const JobControl control{job->progress, job->stop, [] {}};
      post(ScanDone{store.name, run_scan(state, store, control)});
    });
    jobs_[store.name] = std::move(job);
  }
  vouching_.start_due(*state_, view_.summary.ledger_root, now);
  hold_checks_.start_due(*state_, *reader_, view_.summary, settings_.stores, now);
}

void Agent::hold_check_done() {
  if (hold_checks_.take_done(steady_clock::now())) {
    refresh_view(true);
  }
}

bool Agent::is_busy() const {
  return !jobs_.empty() || vouching_.is_running() || hold_checks_.is_running();
}

void Agent::vouching_done() {
  if (vouching_.take_done(steady_clock::now())) {
    refresh_view(true);
  }
}

void Agent::scan_done(ScanDone done) {
  jobs_.erase(done.store);
  schedule_.finished(done.store, steady_clock::now());
  if (done.report) {
    log_report(done.report.value());
  } else if (done.report.error().code != ErrorCode::kCancelled) {
    view_.scan_errors[done.report.error().code] += 1;
    spdlog::error("scan of {} failed: {}", done.store, done.report.error().what);
  }
  refresh_view(true);
}

void Agent::reload() {
  auto settings = hooks_.reload();
  view_.reload_ok = settings.has_value();
  if (!settings) {
    spdlog::error("configuration not reloaded, the old one stays in force: {}",
                  settings.error().what);
  } else {
    settings_ = std::move(settings).value();
    schedule_.set_stores(settings_.stores, steady_clock::now());
    vouching_.configure(*state_, settings_.witnesses, settings_.time_stamps);
    view_.reloaded = wall_clock_now();
    spdlog::info("configuration reloaded: {} stores", settings_.stores.size());
  }
  refresh_view(true);
}

void Agent::refresh_view(bool force) {
  if (!reader_->is_in_place()) {  // rebuilt by another process
    if (auto another = Reader::open(state_->catalogue())) {
      reader_ = std::move(another).value();
      force = true;
    }
  }
  const auto version = reader_->data_version();
  const bool changed = version && version.value() != seen_version_;
  if (force || changed || !jobs_.empty()) {
    view_.running = running_scans(steady_clock::now());
  }
  if (force || changed) {
    SummaryOptions options = settings_.summary;
    options.now = wall_clock_now();
    auto summary = reader_->summary(options);
    if (summary) {
      view_.summary = std::move(summary).value();
      seen_version_ = version ? version.value() : -1;
    } else {
      spdlog::error("reading the catalogue: {}", summary.error().what);
    }
    view_.summary.witnesses = vouching_.summaries(view_.summary.witness_conflicts);
    view_.witness_tallies = vouching_.tallies();
    view_.has_time_stamps = vouching_.has_time_stamps();
    view_.newest_stamp = vouching_.newest_stamp();
  }
  if (force || changed || !jobs_.empty()) {
    hooks_.on_view(view_);
  }
}

std::vector<RunningScan> Agent::running_scans(SteadyTime now) {
  std::vector<RunningScan> running;
  for (auto& [store, job] : jobs_) {
    const std::uint64_t moved = job->progress.items + job->progress.bytes_read +
                                static_cast<std::uint64_t>(job->progress.phase.load());
    if (moved != job->last_seen_progress) {
      job->last_seen_progress = moved;
      job->last_moved = now;
    }
    const bool stuck = job->progress.phase == ScanPhase::kWalking &&
                       now - job->last_moved > kStuckAfter;
    running.push_back({store, seconds_between(job->began, now), stuck});
  }
  return running;
}

Status Agent::finish(const std::string& reason) {
  spdlog::info("stopping: {}", reason);
  for (auto& [store, job] : jobs_) {
    job->stop = true;
  }
  vouching_.stop();
  hold_checks_.stop();
  const SteadyTime until = steady_clock::now() + kStopWait;
  while (is_busy() && steady_clock::now() < until) {
    std::optional<Message> message = wait();
    if (message && std::holds_alternative<ScanDone>(*message)) {
      scan_done(std::move(std::get<ScanDone>(*message)));
    } else if (message && std::holds_alternative<VouchingDone>(*message)) {
      vouching_done();
    } else if (message && std::holds_alternative<HoldCheckDone>(*message)) {
      hold_check_done();
    }
  }
  Status recorded = [&]() -> Status {
    MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(*state_));
    return recorder.record({AgentStopped{reason}});
  }();
  if (is_busy()) {
    // A thread inside a store that hangs cannot be ended; what it was about to record
    // is not recorded, and nothing that was recorded is lost.
    spdlog::warn("{} scan(s) do not end: leaving them", jobs_.size());
    spdlog::shutdown();
    std::_Exit(recorded ? 0 : 4);
  }
  return recorded;
}

}  // namespace muniment
