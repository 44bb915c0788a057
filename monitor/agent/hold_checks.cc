#include "agent/hold_checks.h"

#include <spdlog/spdlog.h>

#include "agent/held_check.h"

namespace muniment {
namespace {

void log_report(const std::string& store, const std::string& hold,
                const Result<CheckReport>& report) {
  if (!report) {
    spdlog::error("check of hold {} of {} failed: {}", hold, store,
                  report.error().what);
    return;
  }
  const CheckFinished& n = report.value().result.counts;
  const bool loud = n.corrupted + n.altered + n.missing + n.unreadable > 0;
  spdlog::log(loud ? spdlog::level::warn : spdlog::level::info,
              "check of hold {} of {}: {} verified, {} corrupted, {} altered, {} "
              "missing, {} unreadable",
              hold, store, n.verified, n.corrupted, n.altered, n.missing, n.unreadable);
}

}  // namespace

void HoldChecks::start_due(const StateDirectory& state, Reader& reader,
                           const Summary& summary,
                           const std::vector<StoreSettings>& stores, SteadyTime now) {
  for (const StoreSummary& known : summary.stores) {
    const auto pause = not_before_.find(known.name);
    const bool waits = pause != not_before_.end() && now < pause->second;
    if (known.holds_to_check == 0 || waits || jobs_.contains(known.name)) {
      continue;
    }
    for (const StoreSettings& store : stores) {
      const auto hold = store.name == known.name
                            ? next_hold_to_check(reader, store.name)
                            : Result<std::string>(std::string());
      if (hold && !hold.value().empty()) {
        start(state, store, hold.value());
      }
    }
  }
}

void HoldChecks::start(const StateDirectory& state, const StoreSettings& store,
                       const std::string& hold) {
  auto job = std::make_unique<Job>();
  job->hold = hold;
  job->thread = std::jthread([this, job = job.get(), state, store] {
    const JobControl control{job->progress, job->stop, [] {}};
    job->report.emplace(run_hold_check(state, store, job->hold, control));
    job->is_done = true;
    on_done_();
  });
  jobs_[store.name] = std::move(job);
}

bool HoldChecks::take_done(SteadyTime now) {
  bool any = false;
  for (auto at = jobs_.begin(); at != jobs_.end();) {
    Job& job = *at->second;
    if (!job.is_done) {
      ++at;
      continue;
    }
    job.thread.join();
    log_report(at->first, job.hold, *job.report);
    if (!*job.report) {
      not_before_[at->first] = now + kAgain;
    }
    at = jobs_.erase(at);
    any = true;
  }
  return any;
}

void HoldChecks::stop() {
  for (auto& [store, job] : jobs_) {
    job->stop = true;
  }
}

}  // namespace muniment
