#include "catalogue/projection.h"

namespace muniment {

void bind_time(SQLite::Statement& statement, int index,
               const std::optional<Time>& time) {
  if (time) {
    statement.bind(index, time->ns);
  } else {
    statement.bind(index);
  }
}

void bind_count(SQLite::Statement& statement, int index,
                const std::optional<std::uint64_t>& count) {
  if (count) {
    statement.bind(index, static_cast<std::int64_t>(*count));
  } else {
    statement.bind(index);
  }
}

Projection::Projection(SQLite::Database& database) : database_(database) {
  any_corrupted_ =
      database_.execAndGet("SELECT EXISTS (SELECT 1 FROM corrupted)").getInt() != 0;
  any_registered_ =
      database_.execAndGet("SELECT EXISTS (SELECT 1 FROM registered)").getInt() != 0;
}

void Projection::apply(std::uint64_t seq, const Event& event) {
  std::visit([&](const auto& body) { on(seq, event.time, body); }, event.body);
}

void Projection::finish() {
  for (auto& [name, sums] : stores_) {
    for (auto& [path, directory] : sums.directories) {
      write_directory(directory);
    }
    write_store(sums);
  }
  stores_.clear();
}

SQLite::Statement& Projection::prepared(const char* sql) {
  auto& statement = statements_[sql];
  if (statement) {
    statement->reset();
  } else {
    statement = std::make_unique<SQLite::Statement>(database_, sql);
  }
  return *statement;
}

// Stores, directories and their sums.

Projection::StoreSums& Projection::store(const std::string& name) {
  const auto found = stores_.find(name);
  if (found != stores_.end()) {
    return found->second;
  }
  auto& insert = prepared("INSERT OR IGNORE INTO store (name) VALUES (?)");
  insert.bind(1, name);
  insert.exec();
  auto& query = prepared("SELECT id FROM store WHERE name = ?");
  query.bind(1, name);
  query.executeStep();
  StoreSums& sums = stores_[name];
  sums.id = query.getColumn(0).getInt64();
  return sums;
}

Projection::DirectorySums& Projection::directory(StoreSums& store,
                                                 std::string_view path) {
  if (store.last != nullptr && store.last_path == path) {
    return *store.last;
  }
  store.last_path = path;
  const auto [found, is_new] = store.directories.try_emplace(store.last_path);
  store.last = &found->second;
  if (!is_new) {
    return *store.last;
  }
  auto& query = prepared("SELECT id FROM directory WHERE store = ? AND path = ?");
  query.bind(1, store.id);
  bind_bytes(query, 2, path);
  if (query.executeStep()) {
    store.last->id = query.getColumn(0).getInt64();
    return *store.last;
  }
  auto& insert = prepared("INSERT INTO directory (store, path) VALUES (?, ?)");
  insert.bind(1, store.id);
  bind_bytes(insert, 2, path);
  insert.exec();
  store.last->id = database_.getLastInsertRowid();
  return *store.last;
}

void Projection::write_directory(const DirectorySums& sums) {
  auto& update = prepared(
      "UPDATE directory SET entries = entries + ?, items = items + ?, bytes = bytes + "
      "? "
      "WHERE id = ?");
  update.bind(1, sums.entries);
  update.bind(2, sums.items);
  update.bind(3, sums.bytes);
  update.bind(4, sums.id);
  update.exec();
}

void Projection::write_store(const StoreSums& sums) {
  auto& update = prepared(
      "UPDATE store SET items = items + ?, bytes = bytes + ?, "
      "unexplained_items = unexplained_items + ?, "
      "unexplained_bytes = unexplained_bytes + ?, "
      "verified_items = verified_items + ?, verified_bytes = verified_bytes + ?, "
      "logged_items = logged_items + ?, logged_bytes = logged_bytes + ?, "
      "hold_breaches = hold_breaches + ?, registered_items = registered_items + ?, "
      "evidence = MAX(evidence, ?), register_evidence = MAX(register_evidence, ?) "
      "WHERE id = ?");
  update.bind(1, sums.items);
  update.bind(2, sums.bytes);
  update.bind(3, sums.unexplained_items);
  update.bind(4, sums.unexplained_bytes);
  update.bind(5, sums.verified_items);
  update.bind(6, sums.verified_bytes);
  update.bind(7, sums.logged_items);
  update.bind(8, sums.logged_bytes);
  update.bind(9, sums.hold_breaches);
  update.bind(10, sums.registered_items);
  update.bind(11, sums.evidence);
  update.bind(12, sums.register_evidence);
  update.bind(13, sums.id);
  update.exec();
  for (const auto& [key, count] : sums.changes) {
    auto& upsert = prepared(
        "INSERT INTO change_count VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "items = items + excluded.items, bytes = bytes + excluded.bytes");
    upsert.bind(1, sums.id);
    upsert.bind(2, key.first);
    upsert.bind(3, key.second);
    upsert.bind(4, count.first);
    upsert.bind(5, count.second);
    upsert.exec();
  }
}

void Projection::count_change(StoreSums& store, ChangeKind kind,
                              Explanation explanation, std::uint64_t bytes) {
  auto& count = store.changes[{static_cast<int>(kind), static_cast<int>(explanation)}];
  count.first += 1;
  count.second += static_cast<std::int64_t>(bytes);
}

void Projection::count_entry(StoreSums& store, DirectorySums& directory,
                             const ItemFacts& facts, int sign) {
  directory.entries += sign;
  if (facts.type == ItemType::kFile) {
    const std::int64_t bytes = sign * static_cast<std::int64_t>(facts.size);
    directory.items += sign;
    directory.bytes += bytes;
    store.items += sign;
    store.bytes += bytes;
  }
}

// Items.

void Projection::insert_item(std::uint64_t seq, StoreSums& store, const StorePath& path,
                             const ItemFacts& facts, Time first_seen) {
  DirectorySums& parent = directory(store, parent_of(path));
  auto& insert = prepared(
      "INSERT INTO item (directory, name, type, size, mtime, ctime, inode, sha256, "
      "xxh3, "
      "target, first_seen, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING");
  insert.bind(1, parent.id);
  bind_bytes(insert, 2, name_in_parent(path));
  const int next = bind_facts(insert, 3, facts);
  insert.bind(next, first_seen.ns);
  insert.bind(next + 1, static_cast<std::int64_t>(seq));
  if (insert.exec() == 0) {
    // Something stands there already: it goes, with its sums, before this comes.
    delete_item(store, path, first_seen);
    insert.reset();
    insert.exec();
  }
  count_entry(store, parent, facts, +1);
}

Time Projection::delete_item(StoreSums& store, const StorePath& path, Time otherwise,
                             std::optional<ItemType> type) {
  DirectorySums& parent = directory(store, parent_of(path));
  const std::string_view name = name_in_parent(path);
  auto& query = prepared(
      "SELECT type, size, first_seen FROM item WHERE directory = ? AND name = ?");
  query.bind(1, parent.id);
  bind_bytes(query, 2, name);
  if (!query.executeStep()) {
    return otherwise;
  }
  ItemFacts facts;
  facts.type = static_cast<ItemType>(query.getColumn(0).getInt());
  if (type && facts.type != *type) {
    return otherwise;
  }
  facts.size = static_cast<std::uint64_t>(query.getColumn(1).getInt64());
  const Time first_seen{query.getColumn(2).getInt64()};
  query.reset();
  auto& erase = prepared("DELETE FROM item WHERE directory = ? AND name = ?");
  erase.bind(1, parent.id);
  bind_bytes(erase, 2, name);
  erase.exec();
  forget_corrupted(parent, name);
  count_entry(store, parent, facts, -1);
  return first_seen;
}

void Projection::forget_corrupted(const DirectorySums& directory,
                                  std::string_view name) {
  if (!any_corrupted_) {
    return;
  }
  auto& erase = prepared("DELETE FROM corrupted WHERE directory = ? AND name = ?");
  erase.bind(1, directory.id);
  bind_bytes(erase, 2, name);
  erase.exec();
}

void Projection::on(std::uint64_t seq, Time time, const ItemAdded& e) {
  StoreSums& sums = store(e.store);
  insert_item(seq, sums, e.path, e.facts, time);
  count_change(sums, ChangeKind::kAdded, Explanation::kNone, e.facts.size);
}

void Projection::on(std::uint64_t seq, Time time, const ItemAltered& e) {
  StoreSums& sums = store(e.store);
  DirectorySums& parent = directory(sums, parent_of(e.path));
  const std::string_view name = name_in_parent(e.path);
  const bool corrupted = e.kind == ChangeKind::kCorrupted;
  // The digests of a corrupted item stay what they were: they are what it should be.
  auto& update = prepared(
      "UPDATE item SET type = ?1, size = ?2, mtime = ?3, ctime = ?4, inode = ?5, "
      "sha256 = iif(?9, sha256, ?6), xxh3 = iif(?9, xxh3, ?7), target = ?8, "
      "verified = iif(?9, verified, ?10), seq = ?13 "
      "WHERE directory = ?11 AND name = ?12");
  bind_facts(update, 1, e.facts);
  update.bind(9, corrupted ? 1 : 0);
  update.bind(10, time.ns);
  update.bind(11, parent.id);
  bind_bytes(update, 12, name);
  update.bind(13, static_cast<std::int64_t>(seq));
  update.exec();
  if (corrupted) {
    auto& mark = prepared("INSERT OR IGNORE INTO corrupted VALUES (?, ?, ?)");
    mark.bind(1, parent.id);
    bind_bytes(mark, 2, name);
    mark.bind(3, time.ns);
    mark.exec();
    any_corrupted_ = true;
  } else {
    forget_corrupted(parent, name);
  }
  if (e.facts.type == ItemType::kFile) {
    const std::int64_t grown = static_cast<std::int64_t>(e.facts.size) -
                               static_cast<std::int64_t>(e.size_before);
    parent.bytes += grown;
    sums.bytes += grown;
  }
  const Explanation explanation =
      e.kind == ChangeKind::kMetadata ? Explanation::kNone : Explanation::kUnexplained;
  count_change(sums, e.kind, explanation, e.facts.size);
}

void Projection::on(std::uint64_t seq, Time time, const ItemMoved& e) {
  StoreSums& sums = store(e.store);
  const Time first_seen = delete_item(sums, e.from, time, e.facts.type);
  insert_item(seq, sums, e.path, e.facts, first_seen);
  follow_move(sums, e);
  count_change(sums, ChangeKind::kMoved, Explanation::kMoved, e.facts.size);
}

void Projection::on(std::uint64_t seq, Time, const ItemRemoved& e) {
  StoreSums& sums = store(e.store);
  delete_item(sums, e.path, e.first_seen);
  auto& insert = prepared(
      "INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, NULL)");
  insert.bind(1, static_cast<std::int64_t>(seq));
  insert.bind(2, sums.id);
  bind_bytes(insert, 3, e.path);
  int next = bind_facts(insert, 4, e.facts);
  insert.bind(next++, e.first_seen.ns);
  insert.bind(next++, e.last_seen.ns);
  insert.bind(next++, e.first_missed.ns);
  insert.bind(next++, static_cast<int>(e.explanation));
  insert.bindNoCopy(next++, e.reference);
  insert.bindNoCopy(next++, e.detail);
  insert.bindNoCopy(next++, e.hold);
  bind_time(insert, next, e.kept_until);
  insert.exec();
  count_change(sums, ChangeKind::kRemoved, e.explanation, e.facts.size);
  count_explanation(sums, e.explanation, e.facts.size, +1);
  count_breach(sums, e.hold, +1);
  if (e.explanation == Explanation::kAuthority) {
    use_authority(sums, e.reference, e.facts.size, +1);
  }
}

void Projection::on(std::uint64_t, Time time, const ItemsVerified& e) {
  StoreSums& sums = store(e.store);
  DirectorySums& parent = directory(sums, e.directory);
  for (const std::string& name : e.names) {
    auto& update = prepared(
        "UPDATE item SET verified = ? WHERE directory = ? AND name = ? RETURNING size");
    update.bind(1, time.ns);
    update.bind(2, parent.id);
    bind_bytes(update, 3, name);
    if (update.executeStep()) {
      sums.verified_items += 1;
      sums.verified_bytes += update.getColumn(0).getInt64();
    }
    forget_corrupted(parent, name);
  }
}

// Everything else.

void Projection::on(std::uint64_t, Time, const LedgerStarted&) {}

void Projection::on(std::uint64_t, Time, const StoreEnrolled& e) {
  const StoreIdentity& identity = e.identity;
  auto& update = prepared(
      "UPDATE store SET filesystem_type = ?, filesystem_id = ?, root_inode = ?, "
      "root_birth = ?, root_handle = ?, mount_source = ? WHERE id = ?");
  update.bind(1, identity.filesystem_type);
  update.bind(2, identity.filesystem_id);
  update.bind(3, static_cast<std::int64_t>(identity.root_inode));
  bind_time(update, 4, identity.root_birth);
  update.bind(5, identity.root_handle);
  bind_bytes(update, 6, identity.mount_source);
  update.bind(7, store(e.store).id);
  update.exec();
}

void Projection::on(std::uint64_t, Time time, const PlaceUnobserved& e) {
  auto& insert =
      prepared("INSERT OR REPLACE INTO unobserved VALUES (?, ?, ?, ?, ?, ?)");
  insert.bind(1, store(e.store).id);
  bind_bytes(insert, 2, e.path);
  insert.bind(3, static_cast<int>(e.place));
  insert.bindNoCopy(4, e.reason);
  insert.bind(5, time.ns);
  bind_time(insert, 6, e.last_observed);
  insert.exec();
}

void Projection::on(std::uint64_t seq, Time, const PlaceObserved& e) {
  const StoreSums& sums = store(e.store);
  auto& erase = prepared("DELETE FROM unobserved WHERE store = ? AND path = ?");
  erase.bind(1, sums.id);
  bind_bytes(erase, 2, e.path);
  erase.exec();
  note_arrivals(seq, sums);  // the copies there count again
}

void Projection::on(std::uint64_t seq, Time time, const ScanFinished& e) {
  const bool complete = e.outcome == ScanOutcome::kComplete;
  const bool observed = e.outcome != ScanOutcome::kUnavailable;
  auto& update = prepared(
      "UPDATE store SET last_outcome = ?1, last_reason = ?2, last_started = ?3, "
      "last_ended = ?4, not_observed = ?5, in_flight = ?6, "
      "last_observed = iif(?7, ?3, last_observed), "
      "last_complete = iif(?8, ?4, last_complete), "
      "scans_complete = scans_complete + ?8, "
      "scans_incomplete = scans_incomplete + (?7 AND NOT ?8), "
      "scans_unavailable = scans_unavailable + (NOT ?7) WHERE id = ?9");
  update.bind(1, static_cast<int>(e.outcome));
  update.bind(2, e.reason);
  update.bind(3, e.started.ns);
  update.bind(4, time.ns);
  update.bind(5, static_cast<std::int64_t>(e.counts.not_observed));
  update.bind(6, static_cast<std::int64_t>(e.counts.in_flight));
  update.bind(7, observed ? 1 : 0);
  update.bind(8, complete ? 1 : 0);
  update.bind(9, store(e.store).id);
  update.exec();
  if (e.counts.added + e.counts.modified + e.counts.moved > 0) {
    note_arrivals(seq, store(e.store));
  }
}

void Projection::on(std::uint64_t seq, Time, const CheckFinished& e) {
  const StoreSums& sums = store(e.store);
  if (e.verified > 0) {
    note_arrivals(seq, sums);
  }
}

void Projection::on(std::uint64_t seq, Time, const GapRecorded& e) {
  auto& insert = prepared("INSERT INTO gap VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, static_cast<std::int64_t>(seq));
  insert.bind(2, e.store);
  insert.bind(3, e.from.ns);
  insert.bind(4, e.until.ns);
  insert.bind(5, e.reason);
  insert.exec();
}

void Projection::on(std::uint64_t, Time time, const IncidentRecorded& e) {
  auto& upsert = prepared(
      "INSERT INTO incident (id, store, version, opened, changed, items, bytes, "
      "last_seen, first_missed, hold_breaches) "
      "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET "
      "version = ?3, changed = ?4, items = ?5, bytes = ?6, last_seen = ?7, "
      "first_missed = ?8, hold_breaches = ?9");
  upsert.bind(1, e.id);
  upsert.bind(2, store(e.store).id);
  upsert.bind(3, e.version);
  upsert.bind(4, time.ns);
  upsert.bind(5, static_cast<std::int64_t>(e.items));
  upsert.bind(6, static_cast<std::int64_t>(e.bytes));
  upsert.bind(7, e.last_seen.ns);
  upsert.bind(8, e.first_missed.ns);
  upsert.bind(9, static_cast<std::int64_t>(e.hold_breaches));
  upsert.exec();
}

void Projection::on(std::uint64_t, Time, const AgentStarted&) {}
void Projection::on(std::uint64_t, Time, const AgentStopped&) {}
void Projection::on(std::uint64_t, Time, const KeyRotated&) {}

void Projection::on(std::uint64_t, Time time, const WitnessConflict& e) {
  auto& upsert =
      prepared("INSERT OR REPLACE INTO witness_conflict VALUES (?, ?, ?, ?, ?, ?)");
  upsert.bind(1, e.witness);
  upsert.bind(2, time.ns);
  upsert.bind(3, static_cast<int>(e.outcome));
  upsert.bind(4, static_cast<std::int64_t>(e.size));
  bind_count(upsert, 5, e.their_size);
  upsert.bind(6, e.detail);
  upsert.exec();
}

}  // namespace muniment
