#include "catalogue/summary.h"

#include <map>

#include "catalogue/reader_state.h"

namespace muniment {
namespace {

StoreState state_from(const std::optional<ScanOutcome>& last) {
  if (!last) {
    return StoreState::kNeverScanned;
  }
  return *last == ScanOutcome::kUnavailable ? StoreState::kUnavailable
                                            : StoreState::kAvailable;
}

StoreSummary column_store(const SQLite::Statement& query) {
  StoreSummary store;
  store.name = query.getColumn(1).getString();
  store.identity = column_identity(query, 2);
  store.items = column_count(query, 8);
  store.bytes = column_count(query, 9);
  store.unexplained_items = column_count(query, 10);
  store.unexplained_bytes = column_count(query, 11);
  store.not_observed_items = column_count(query, 12);
  store.in_flight_items = column_count(query, 13);
  if (!query.getColumn(14).isNull()) {
    store.last_outcome = static_cast<ScanOutcome>(query.getColumn(14).getInt());
  }
  store.state = state_from(store.last_outcome);
  store.state_reason = query.getColumn(15).getString();
  const std::optional<Time> started = column_time(query, 16);
  store.last_scan = column_time(query, 17);
  if (started && store.last_scan) {
    store.last_scan_seconds = Time{store.last_scan->ns - started->ns}.seconds();
  }
  store.last_complete_scan = column_time(query, 18);
  store.scans_complete = column_count(query, 19);
  store.scans_incomplete = column_count(query, 20);
  store.scans_unavailable = column_count(query, 21);
  store.verified_items = column_count(query, 22);
  store.verified_bytes = column_count(query, 23);
  store.corrupted_items = column_count(query, 24);
  store.gaps = column_count(query, 25);
  store.logged_items = column_count(query, 26);
  store.logged_bytes = column_count(query, 27);
  store.hold_breaches = column_count(query, 28);
  store.registered_items = column_count(query, 29);
  store.overdue_retention_items = column_count(query, 30);
  store.overdue_retention_bytes = column_count(query, 31);
  store.deletable_7d_items = store.overdue_retention_items + column_count(query, 32);
  store.deletable_7d_bytes = store.overdue_retention_bytes + column_count(query, 33);
  store.deletable_30d_items = store.overdue_retention_items + column_count(query, 34);
  store.deletable_30d_bytes = store.overdue_retention_bytes + column_count(query, 35);
  store.undated_items = column_count(query, 36);
  store.holds = column_count(query, 37);
  store.holds_to_check = column_count(query, 38);
  store.transfers_open = column_count(query, 39);
  return store;
}

constexpr const char* kStores =
    "SELECT id, name, filesystem_type, filesystem_id, root_inode, root_birth, "
    "root_handle, "
    "mount_source, items, bytes, unexplained_items, unexplained_bytes, not_observed, "
    "in_flight, last_outcome, last_reason, last_started, last_ended, last_complete, "
    "scans_complete, scans_incomplete, scans_unavailable, verified_items, "
    "verified_bytes, "
    "(SELECT COUNT(*) FROM corrupted c JOIN directory d ON d.id = c.directory "
    " WHERE d.store = s.id), "
    "(SELECT COUNT(*) FROM gap g WHERE g.store = s.name OR g.store = ''), "
    "logged_items, logged_bytes, hold_breaches, registered_items, overdue_items, "
    "overdue_bytes, within_7d_items, within_7d_bytes, within_30d_items, "
    "within_30d_bytes, undated_items, "
    "(SELECT COUNT(*) FROM hold h WHERE h.store = s.id AND released IS NULL), "
    "(SELECT COUNT(*) FROM hold h WHERE h.store = s.id AND released IS NULL AND "
    " checked IS NULL), "
    "(SELECT COUNT(*) FROM transfer t WHERE t.store = s.id AND closed IS NULL) "
    "FROM store s ORDER BY name";

std::vector<ChangeCount> changes_of(SQLite::Database& database, std::int64_t store_id) {
  SQLite::Statement query(database,
                          "SELECT kind, explanation, items, bytes FROM change_count "
                          "WHERE store = ? ORDER BY kind, explanation");
  query.bind(1, store_id);
  std::vector<ChangeCount> changes;
  while (query.executeStep()) {
    changes.push_back({static_cast<ChangeKind>(query.getColumn(0).getInt()),
                       static_cast<Explanation>(query.getColumn(1).getInt()),
                       column_count(query, 2), column_count(query, 3)});
  }
  return changes;
}

std::vector<CollectionSummary> collections_of(SQLite::Database& database,
                                              std::int64_t store_id,
                                              const CollectionTemplate& collection) {
  SQLite::Statement query(database,
                          "SELECT path, items, bytes FROM directory WHERE store = ?");
  query.bind(1, store_id);
  std::map<std::string, CollectionSummary> by_name;
  while (query.executeStep()) {
    const std::string name = collection.of_directory(column_bytes(query, 0));
    CollectionSummary& sums = by_name[name];
    sums.name = name;
    sums.items += column_count(query, 1);
    sums.bytes += column_count(query, 2);
  }
  std::vector<CollectionSummary> collections;
  collections.reserve(by_name.size());
  for (auto& [name, sums] : by_name) {
    collections.push_back(std::move(sums));
  }
  return collections;
}

// How many authorities of the store there are of each state at `now`.
void count_authorities(SQLite::Database& database, std::int64_t store_id, Time now,
                       StoreSummary& store) {
  SQLite::Statement query(
      database,
      "SELECT COALESCE(used_items >= max_items, 0) OR "
      "COALESCE(used_bytes >= max_bytes, 0), "
      "revoked IS NOT NULL OR COALESCE(until_time < ?, 0), COUNT(*) FROM authority "
      "WHERE store = ? GROUP BY 1, 2");
  query.bind(1, now.ns);
  query.bind(2, store_id);
  while (query.executeStep()) {
    const bool used_up = query.getColumn(0).getInt() != 0;
    const bool over = query.getColumn(1).getInt() != 0;
    std::uint64_t& count = used_up ? store.authorities_used_up
                           : over  ? store.authorities_expired
                                   : store.authorities_open;
    count += column_count(query, 2);
  }
}

std::uint64_t overdue_items(SQLite::Database& database, std::int64_t store_id,
                            Time due_before) {
  SQLite::Statement query(database,
                          "SELECT COUNT(*) FROM item i JOIN directory d ON d.id = "
                          "i.directory WHERE d.store = ? AND type = 1 AND "
                          "COALESCE(verified, first_seen) < ?");
  query.bind(1, store_id);
  query.bind(2, due_before.ns);
  query.executeStep();
  return column_count(query, 0);
}

std::vector<WitnessConflictRecord> witness_conflicts(SQLite::Database& database) {
  SQLite::Statement query(database,
                          "SELECT witness, time, outcome, size, their_size, detail "
                          "FROM witness_conflict ORDER BY witness");
  std::vector<WitnessConflictRecord> records;
  while (query.executeStep()) {
    WitnessConflictRecord& record = records.emplace_back();
    record.conflict.witness = query.getColumn(0).getString();
    record.recorded = Time{query.getColumn(1).getInt64()};
    record.conflict.outcome = static_cast<WitnessOutcome>(query.getColumn(2).getInt());
    record.conflict.size = column_count(query, 3);
    if (!query.getColumn(4).isNull()) {
      record.conflict.their_size = column_count(query, 4);
    }
    record.conflict.detail = query.getColumn(5).getString();
  }
  return records;
}

}  // namespace

Result<Summary> Reader::summary(const SummaryOptions& options) {
  return catching("read catalogue", [&]() -> Result<Summary> {
    SQLite::Database& database = *state_->database;
    // One transaction: all numbers are of the same moment.
    SQLite::Transaction transaction(database);
    Summary summary;
    const Applied applied = read_applied(database);
    summary.ledger_size = applied.size;
    summary.ledger_root = applied.root;
    if (applied.size > 0) {
      summary.last_event = applied.last_event;
    }
    summary.incidents_open = static_cast<std::uint64_t>(
        database.execAndGet("SELECT COUNT(*) FROM incident WHERE is_open").getInt64());
    summary.witness_conflicts = witness_conflicts(database);
    SQLite::Statement query(database, kStores);
    while (query.executeStep()) {
      const std::int64_t id = query.getColumn(0).getInt64();
      StoreSummary store = column_store(query);
      store.changes = changes_of(database, id);
      count_authorities(database, id, options.now, store);
      if (const auto found = options.collections.find(store.name);
          found != options.collections.end()) {
        store.collections = collections_of(database, id, found->second);
      }
      if (const auto found = options.fixity_due_before.find(store.name);
          found != options.fixity_due_before.end()) {
        store.overdue_fixity_items = overdue_items(database, id, found->second);
      }
      summary.stores.push_back(std::move(store));
    }
    return summary;
  });
}

}  // namespace muniment
