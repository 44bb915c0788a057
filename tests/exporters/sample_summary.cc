#include "sample_summary.h"

#include <utility>

namespace muniment {

StoreSummary healthy_store(const std::string& name) {
  StoreSummary store;
  store.name = name;
  store.state = StoreState::kAvailable;
  store.items = 1000;
  store.bytes = 3'400'000'000;
  store.last_complete_scan = kScanEnd;
  store.last_scan = kScanEnd;
  store.last_outcome = ScanOutcome::kComplete;
  store.last_scan_seconds = 12.5;
  store.scans_complete = 7;
  store.changes = {{ChangeKind::kAdded, Explanation::kNone, 1000, 3'400'000'000}};
  store.collections = {{"2023/06", 400, 1'000'000'000},
                       {"2023/07", 600, 2'400'000'000}};
  return store;
}

StoreSummary store_with_losses(const std::string& name) {
  StoreSummary store = healthy_store(name);
  store.unexplained_items = 96;
  store.unexplained_bytes = 1'200'000'000;
  store.changes = {
      {ChangeKind::kAdded, Explanation::kNone, 1196, 5'000'000'000},
      {ChangeKind::kRemoved, Explanation::kUnexplained, 96, 1'200'000'000},
      {ChangeKind::kRemoved, Explanation::kAuthority, 100, 400'000'000},
      {ChangeKind::kMoved, Explanation::kMoved, 5, 50'000},
  };
  return store;
}

StoreSummary store_with_disposals(const std::string& name) {
  StoreSummary store = healthy_store(name);
  store.logged_items = 7;
  store.logged_bytes = 70'000;
  store.hold_breaches = 2;
  store.holds = 5;
  store.holds_to_check = 1;
  store.registered_items = 990;
  store.authorities_open = 4;
  store.authorities_used_up = 3;
  store.authorities_expired = 6;
  store.transfers_open = 8;
  store.overdue_retention_items = 11;
  store.overdue_retention_bytes = 110'000;
  store.deletable_7d_items = 20;
  store.deletable_7d_bytes = 200'000;
  store.deletable_30d_items = 30;
  store.deletable_30d_bytes = 300'000;
  store.undated_items = 12;
  return store;
}

StoreSummary unavailable_store(const std::string& name) {
  StoreSummary store = healthy_store(name);
  store.state = StoreState::kUnavailable;
  store.state_reason = "open /srv/evidence: No such file or directory";
  store.last_outcome = ScanOutcome::kUnavailable;
  return store;
}

Summary summary_of(std::vector<StoreSummary> stores) {
  Summary summary;
  summary.stores = std::move(stores);
  summary.ledger_size = 1234;
  summary.ledger_root = std::string(64, 'a');
  summary.last_event = kScanEnd;
  return summary;
}

Summary sample_summary() {
  Summary summary =
      summary_of({store_with_losses("bwv-primary"), healthy_store("records")});
  summary.incidents_open = 1;
  return summary;
}

AgentHealth sample_health() {
  AgentHealth health;
  health.process_started = Time{kScanEnd.ns - 3600 * kNsPerSecond};
  health.config_reloaded = health.process_started;
  health.stores = {{"bwv-primary", true, 4.5, false, WatchMode::kFanotify},
                   {"records", false, 0, false, WatchMode::kPolling}};
  health.errors.add(Stage::kRead, 3);
  health.witnesses = {
      {"north", kScanEnd, 1200, false, {{WitnessOutcome::kCosigned, 7}}},
      {"witness.example/w2",
       std::nullopt,
       0,
       true,
       {{WitnessOutcome::kRefused, 2}, {WitnessOutcome::kNoAnswer, 1}}}};
  health.has_time_stamps = true;
  health.newest_stamp = kScanEnd;
  return health;
}

}  // namespace muniment
