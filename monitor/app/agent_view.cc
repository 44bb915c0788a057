#include "app/agent_view.h"

#include <fmt/core.h>

#include <algorithm>

#include "app/version.h"
#include "exporters/report/status_report.h"

namespace muniment {
namespace {

Stage stage_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNoSpace:
    case ErrorCode::kCorrupt:
      return Stage::kLedger;
    default:
      return Stage::kScan;
  }
}

WitnessHealth witness_health(const WitnessSummary& witness, const AgentView& view) {
  WitnessHealth health;
  health.witness = witness.name;
  health.cosigned = witness.cosigned;
  health.cosigned_size = witness.cosigned_size;
  health.has_conflict = witness.conflict.has_value();
  const auto tally = view.witness_tallies.find(witness.name);
  if (tally != view.witness_tallies.end()) {
    health.submissions = tally->second.submissions;
    // Also when it could not be recorded.
    health.has_conflict |= tally->second.last && is_conflict(*tally->second.last);
  }
  return health;
}

}  // namespace

AgentPageMaker::AgentPageMaker(const Config& config) : started_(wall_clock_now()) {
  options_.version = kVersion;
  options_.revision = kRevision;
  set_config(config);
}

void AgentPageMaker::set_config(const Config& config) {
  options_.max_collections = config.metrics.max_collections;
  stores_.clear();
  for (const StoreConfig& store : config.stores) {
    stores_.push_back(store.name);
  }
}

AgentPage AgentPageMaker::make(const AgentView& view) const {
  const Summary summary = shown_summary(view);
  return {render_metrics(summary, health_of(view), options_),
          status_text(summary, wall_clock_now()), true};
}

Summary AgentPageMaker::shown_summary(const AgentView& view) const {
  Summary summary = view.summary;
  for (const std::string& name : stores_) {
    const bool known =
        std::any_of(summary.stores.begin(), summary.stores.end(),
                    [&](const StoreSummary& store) { return store.name == name; });
    if (!known) {
      summary.stores.emplace_back().name = name;
    }
  }
  for (const RunningScan& scan : view.running) {
    for (StoreSummary& store : summary.stores) {
      if (scan.is_stuck && store.name == scan.store) {
        store.state = StoreState::kUnavailable;
        store.state_reason =
            fmt::format("its scan makes no progress since {:.0f} s", scan.seconds);
      }
    }
  }
  return summary;
}

AgentHealth AgentPageMaker::health_of(const AgentView& view) const {
  AgentHealth health;
  health.process_started = started_;
  for (const std::string& name : stores_) {
    StoreHealth& store = health.stores.emplace_back();
    store.store = name;
    for (const RunningScan& scan : view.running) {
      if (scan.store == name) {
        store.scan_running = true;
        store.scan_running_seconds = scan.seconds;
        store.scan_stuck = scan.is_stuck;
      }
    }
  }
  for (const auto& [code, count] : view.scan_errors) {
    health.errors.add(stage_of(code), count);
  }
  for (const WitnessSummary& witness : view.summary.witnesses) {
    health.witnesses.push_back(witness_health(witness, view));
  }
  health.has_time_stamps = view.has_time_stamps;
  health.newest_stamp = view.newest_stamp;
  health.config_reload_ok = view.reload_ok;
  health.config_reloaded = view.reloaded;
  return health;
}

}  // namespace muniment
