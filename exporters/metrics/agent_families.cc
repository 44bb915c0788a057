#include <string>
#include <utility>

#include "exporters/metrics/family.h"
#include "model/printable.h"

namespace muniment {
namespace {

void add_single(Families& out, prometheus::MetricFamily family, double value) {
  add_sample(family, {}, value);
  out.push_back(std::move(family));
}

void add_scan_state(Families& out, const AgentHealth& health) {
  auto running = gauge("muniment_store_scan_running", "1 while a scan is under way.");
  auto seconds = gauge("muniment_store_scan_running_seconds",
                       "How long the scan under way has taken so far, 0 when none is.");
  auto stuck =
      gauge("muniment_store_scan_stuck",
            "1 when the scan under way makes no progress, as on a hung mount.");
  for (const StoreHealth& store : health.stores) {
    const Labels labels{{"store", printable(store.store)}};
    add_sample(running, labels, store.scan_running ? 1 : 0);
    add_sample(seconds, labels, store.scan_running_seconds);
    add_sample(stuck, labels, store.scan_stuck ? 1 : 0);
  }
  out.push_back(std::move(running));
  out.push_back(std::move(seconds));
  out.push_back(std::move(stuck));
}

void add_watch_mode(Families& out, const AgentHealth& health) {
  auto family = gauge("muniment_store_watch_mode",
                      "1 for the way in which changes are noticed between two scans.");
  for (const StoreHealth& store : health.stores) {
    for (const WatchMode mode : kWatchModes) {
      add_sample(
          family,
          {{"store", printable(store.store)}, {"mode", std::string(name_of(mode))}},
          store.watch == mode ? 1 : 0);
    }
  }
  out.push_back(std::move(family));
}

void add_errors(Families& out, const ErrorCounts& errors) {
  auto family =
      counter("muniment_errors_total",
              "Errors of the agent since it started, by where they happened.");
  for (const Stage stage : kStages) {
    add_sample(family, {{"stage", std::string(name_of(stage))}},
               number(errors.of(stage)));
  }
  out.push_back(std::move(family));
}

}  // namespace

std::string_view name_of(WatchMode mode) {
  switch (mode) {
    case WatchMode::kOff:
      return "off";
    case WatchMode::kPolling:
      return "polling";
    case WatchMode::kInotify:
      return "inotify";
    case WatchMode::kFanotify:
      return "fanotify";
  }
  return "";
}

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::kConfig:
      return "config";
    case Stage::kScan:
      return "scan";
    case Stage::kRead:
      return "read";
    case Stage::kWatch:
      return "watch";
    case Stage::kLedger:
      return "ledger";
    case Stage::kCatalogue:
      return "catalogue";
    case Stage::kAlert:
      return "alert";
  }
  return "";
}

void add_agent_families(Families& out, const AgentHealth& health) {
  add_scan_state(out, health);
  add_watch_mode(out, health);
  add_errors(out, health.errors);
  add_single(out,
             gauge("muniment_config_last_reload_successful",
                   "1 when the configuration was good the last time it was read."),
             health.config_reload_ok ? 1 : 0);
  add_single(out,
             gauge("muniment_config_last_reload_success_timestamp_seconds",
                   "When a configuration was last taken into use, as Unix time."),
             health.config_reloaded.seconds());
  add_single(out,
             gauge("process_start_time_seconds",
                   "When the process started, as Unix time in seconds."),
             health.process_started.seconds());
}

}  // namespace muniment
