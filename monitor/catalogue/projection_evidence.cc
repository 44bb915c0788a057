// What events of disposal and of the register do to the tables.

#include <string>

#include "catalogue/projection.h"
#include "catalogue/registered_row.h"

namespace muniment {
namespace {

std::string joined(const RetentionPeriods& classes) {
  std::string text;
  for (const auto& [name, period] : classes) {
    text += (text.empty() ? "" : "\n") + name + '=' + show_period(period);
  }
  return text;
}

}  // namespace

void Projection::count_explanation(StoreSums& store, Explanation explanation,
                                   std::uint64_t bytes, int sign) {
  const std::int64_t size = sign * static_cast<std::int64_t>(bytes);
  if (explanation == Explanation::kUnexplained) {
    store.unexplained_items += sign;
    store.unexplained_bytes += size;
  } else if (explanation == Explanation::kLogged) {
    store.logged_items += sign;
    store.logged_bytes += size;
  }
}

void Projection::count_breach(StoreSums& store, const std::string& hold, int sign) {
  if (hold.empty()) {
    return;
  }
  store.hold_breaches += sign;
  auto& update = prepared(
      "UPDATE hold SET breaches = breaches + ? WHERE store = ? AND reference = ?");
  update.bind(1, sign);
  update.bind(2, store.id);
  update.bind(3, hold);
  update.exec();
}

void Projection::use_authority(const StoreSums& store, const std::string& reference,
                               std::uint64_t bytes, int sign) {
  auto& use = prepared(
      "UPDATE authority SET used_items = used_items + ?, used_bytes = used_bytes + ? "
      "WHERE store = ? AND reference = ?");
  use.bind(1, sign);
  use.bind(2, sign * static_cast<std::int64_t>(bytes));
  use.bind(3, store.id);
  use.bindNoCopy(4, reference);
  use.exec();
}

void Projection::note_evidence(StoreSums& store, std::uint64_t seq) {
  store.evidence = static_cast<std::int64_t>(seq) + 1;
}

void Projection::note_arrivals(std::uint64_t seq, const StoreSums& destination) {
  auto& update = prepared(
      "UPDATE store SET evidence = MAX(evidence, ?) WHERE id IN "
      "(SELECT store FROM transfer WHERE to_store = ?)");
  update.bind(1, static_cast<std::int64_t>(seq) + 1);
  update.bind(2, destination.id);
  update.exec();
}

// Removals.

void Projection::on(std::uint64_t seq, Time, const RemovalReconsidered& e) {
  StoreSums& sums = store(e.store);
  auto& query =
      prepared("SELECT explanation, hold, reference FROM tombstone WHERE seq = ?");
  query.bind(1, static_cast<std::int64_t>(e.removal));
  if (!query.executeStep()) {
    return;
  }
  const auto before = static_cast<Explanation>(query.getColumn(0).getInt());
  const std::string hold_before = query.getColumn(1).getString();
  const std::string reference_before = query.getColumn(2).getString();
  query.reset();
  auto& update = prepared(
      "UPDATE tombstone SET explanation = ?, reference = ?, detail = ?, hold = ?, "
      "kept_until = ?, reconsidered = ? WHERE seq = ?");
  update.bind(1, static_cast<int>(e.explanation));
  update.bindNoCopy(2, e.reference);
  update.bindNoCopy(3, e.detail);
  update.bindNoCopy(4, e.hold);
  bind_time(update, 5, e.kept_until);
  update.bind(6, static_cast<std::int64_t>(seq));
  update.bind(7, static_cast<std::int64_t>(e.removal));
  update.exec();
  count_explanation(sums, before, e.size, -1);
  count_explanation(sums, e.explanation, e.size, +1);
  count_breach(sums, hold_before, -1);
  count_breach(sums, e.hold, +1);
  if (before == Explanation::kAuthority) {
    use_authority(sums, reference_before, e.size, -1);
  }
  if (e.explanation == Explanation::kAuthority) {
    use_authority(sums, e.reference, e.size, +1);
  }
}

void Projection::on(std::uint64_t, Time, const EvidenceReconsidered& e) {
  auto& update = prepared("UPDATE store SET reconsidered = ? WHERE id = ?");
  update.bind(1, static_cast<std::int64_t>(e.upto));
  update.bind(2, store(e.store).id);
  update.exec();
}

// Scopes.

void Projection::add_scope(ScopeKind kind, std::int64_t store,
                           const std::string& reference, const Scope& scope) {
  const auto add = [&](ScopePart part, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      auto& insert =
          prepared("INSERT OR IGNORE INTO scope_part VALUES (?, ?, ?, ?, ?)");
      insert.bind(1, static_cast<int>(kind));
      insert.bind(2, store);
      insert.bindNoCopy(3, reference);
      insert.bind(4, static_cast<int>(part));
      bind_bytes(insert, 5, value);
      insert.exec();
    }
  };
  add(ScopePart::kPrefix, scope.prefixes);
  add(ScopePart::kCollection, scope.collections);
  add(ScopePart::kClass, scope.classes);
  add(ScopePart::kCase, scope.cases);
}

void Projection::add_scope_paths(ScopeKind kind, std::int64_t store,
                                 const std::string& reference,
                                 const std::vector<StorePath>& paths) {
  for (const StorePath& path : paths) {
    auto& insert = prepared("INSERT OR IGNORE INTO scope_path VALUES (?, ?, ?, ?)");
    insert.bind(1, store);
    bind_bytes(insert, 2, path);
    insert.bind(3, static_cast<int>(kind));
    insert.bindNoCopy(4, reference);
    insert.exec();
  }
}

// Authorities.

void Projection::on(std::uint64_t seq, Time time, const AuthorityAdded& e) {
  StoreSums& sums = store(e.store);
  auto& insert = prepared(
      "INSERT OR IGNORE INTO authority (store, reference, approved_by, "
      "second_approver, added, from_time, until_time, max_items, max_bytes, "
      "recorded_from, recorded_to, listed_paths, signed_by, document) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, sums.id);
  insert.bind(2, e.reference);
  insert.bind(3, e.approved_by);
  insert.bind(4, e.second_approver);
  insert.bind(5, time.ns);
  insert.bind(6, e.from.ns);
  bind_time(insert, 7, e.until);
  bind_count(insert, 8, e.max_items);
  bind_count(insert, 9, e.max_bytes);
  bind_time(insert, 10, e.scope.recorded_from);
  bind_time(insert, 11, e.scope.recorded_to);
  insert.bind(12, static_cast<std::int64_t>(e.scope.listed_paths));
  insert.bind(13, joined_lines(e.signed_by));
  insert.bind(14, e.document);
  insert.exec();
  add_scope(ScopeKind::kAuthority, sums.id, e.reference, e.scope);
  note_evidence(sums, seq);
}

void Projection::on(std::uint64_t, Time, const AuthorityPaths& e) {
  add_scope_paths(ScopeKind::kAuthority, store(e.store).id, e.reference, e.paths);
}

void Projection::on(std::uint64_t, Time time, const AuthorityRevoked& e) {
  auto& update = prepared(
      "UPDATE authority SET revoked = ?, revoked_by = ?, revoke_reason = ? "
      "WHERE store = ? AND reference = ? AND revoked IS NULL");
  update.bind(1, time.ns);
  update.bind(2, e.by);
  update.bind(3, e.reason);
  update.bind(4, store(e.store).id);
  update.bind(5, e.reference);
  update.exec();
}

// Holds.

void Projection::on(std::uint64_t, Time time, const HoldPlaced& e) {
  const std::int64_t store_id = store(e.store).id;
  auto& insert = prepared(
      "INSERT OR IGNORE INTO hold (store, reference, reason, placed_by, requester, "
      "placed, review, recorded_from, recorded_to, listed_paths) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, store_id);
  insert.bind(2, e.reference);
  insert.bind(3, e.reason);
  insert.bind(4, e.by);
  insert.bind(5, e.requester);
  insert.bind(6, time.ns);
  bind_time(insert, 7, e.review);
  bind_time(insert, 8, e.scope.recorded_from);
  bind_time(insert, 9, e.scope.recorded_to);
  insert.bind(10, static_cast<std::int64_t>(e.scope.listed_paths));
  insert.exec();
  add_scope(ScopeKind::kHold, store_id, e.reference, e.scope);
}

void Projection::on(std::uint64_t, Time, const HoldPaths& e) {
  add_scope_paths(ScopeKind::kHold, store(e.store).id, e.reference, e.paths);
}

void Projection::on(std::uint64_t, Time time, const HoldReleased& e) {
  auto& update = prepared(
      "UPDATE hold SET released = ?, released_by = ?, release_reason = ? "
      "WHERE store = ? AND reference = ? AND released IS NULL");
  update.bind(1, time.ns);
  update.bind(2, e.by);
  update.bind(3, e.reason);
  update.bind(4, store(e.store).id);
  update.bind(5, e.reference);
  update.exec();
}

void Projection::on(std::uint64_t, Time time, const HoldChecked& e) {
  auto& update = prepared(
      "UPDATE hold SET checked = ?, verified = ?, altered = ?, unreadable = ?, "
      "missing = ? WHERE store = ? AND reference = ?");
  update.bind(1, time.ns);
  update.bind(2, static_cast<std::int64_t>(e.verified));
  update.bind(3, static_cast<std::int64_t>(e.altered));
  update.bind(4, static_cast<std::int64_t>(e.unreadable));
  update.bind(5, static_cast<std::int64_t>(e.missing));
  update.bind(6, store(e.store).id);
  update.bind(7, e.reference);
  update.exec();
}

// Transfers.

void Projection::on(std::uint64_t seq, Time time, const TransferOpened& e) {
  StoreSums& sums = store(e.store);
  const std::int64_t source = sums.id;
  auto& insert = prepared(
      "INSERT OR IGNORE INTO transfer (reference, store, to_store, opened, opened_by, "
      "recorded_from, recorded_to, listed_paths) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, e.reference);
  insert.bind(2, source);
  insert.bind(3, store(e.to).id);
  insert.bind(4, time.ns);
  insert.bind(5, e.by);
  bind_time(insert, 6, e.scope.recorded_from);
  bind_time(insert, 7, e.scope.recorded_to);
  insert.bind(8, static_cast<std::int64_t>(e.scope.listed_paths));
  insert.exec();
  add_scope(ScopeKind::kTransfer, source, e.reference, e.scope);
  note_evidence(store(e.store), seq);
}

void Projection::on(std::uint64_t, Time, const TransferPaths& e) {
  add_scope_paths(ScopeKind::kTransfer, store(e.store).id, e.reference, e.paths);
}

void Projection::on(std::uint64_t, Time time, const TransferClosed& e) {
  auto& update = prepared(
      "UPDATE transfer SET closed = ?, closed_by = ?, verified = ?, unverified = ?, "
      "different = ?, absent = ?, lost = ? WHERE reference = ? AND closed IS NULL");
  (void)store(e.store);
  update.bind(1, time.ns);
  update.bind(2, e.by);
  update.bind(3, static_cast<std::int64_t>(e.verified));
  update.bind(4, static_cast<std::int64_t>(e.unverified));
  update.bind(5, static_cast<std::int64_t>(e.different));
  update.bind(6, static_cast<std::int64_t>(e.absent));
  update.bind(7, static_cast<std::int64_t>(e.lost));
  update.bind(8, e.reference);
  update.exec();
}

// The register.

void Projection::on(std::uint64_t seq, Time, const ItemRegistered& e) {
  StoreSums& sums = store(e.store);
  const std::string cases = joined_lines(e.cases);
  const auto bind = [&](SQLite::Statement& statement) {
    statement.bind(1, sums.id);
    bind_registered(statement, 2, e, cases);
  };
  auto& insert = prepared(
      "INSERT OR IGNORE INTO registered VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "NULL, NULL)");
  bind(insert);
  if (insert.exec() == 1) {
    sums.registered_items += 1;
  } else {
    auto& update = prepared(
        "UPDATE registered SET identifier = ?5, recorded = ?6, class = ?7, cases = ?8, "
        "exhibit = ?9, size = ?10, sha256 = ?11, subjects = ?12 "
        "WHERE store = ?1 AND known_by = ?2 AND directory = ?3 AND name = ?4");
    bind(update);
    update.exec();
  }
  if (!e.path.empty()) {
    // Also where the item is that moved from this path.
    auto& follow = prepared(
        "UPDATE registered SET identifier = ?5, recorded = ?6, class = ?7, cases = ?8, "
        "exhibit = ?9, size = ?10, sha256 = ?11, subjects = ?12 WHERE store = ?1 AND "
        "from_directory = ?3 AND from_name = ?4 AND from_name IS NOT NULL AND "
        "?2 IS NOT NULL");
    bind(follow);
    follow.exec();
  }
  any_registered_ = true;
  note_evidence(sums, seq);
  sums.register_evidence = sums.evidence;
}

// The register goes on speaking of an item that moved.
void Projection::follow_move(const StoreSums& store, const ItemMoved& e) {
  if (!any_registered_) {
    return;
  }
  auto& copy = prepared(
      "INSERT OR REPLACE INTO registered SELECT store, ?1, ?2, ?3, identifier, "
      "recorded, class, cases, exhibit, size, sha256, subjects, "
      "COALESCE(from_directory, directory), COALESCE(from_name, name) FROM registered "
      "WHERE store = ?4 AND known_by IN (1, 3) AND directory = ?5 AND name = ?6 "
      "ORDER BY known_by LIMIT 1");
  copy.bind(1, static_cast<int>(KnownBy::kMove));
  bind_bytes(copy, 2, parent_of(e.path));
  bind_bytes(copy, 3, name_in_parent(e.path));
  copy.bind(4, store.id);
  bind_bytes(copy, 5, parent_of(e.from));
  bind_bytes(copy, 6, name_in_parent(e.from));
  copy.exec();
  auto& leave = prepared(
      "DELETE FROM registered WHERE store = ? AND known_by = 3 AND directory = ? AND "
      "name = ?");
  leave.bind(1, store.id);
  bind_bytes(leave, 2, parent_of(e.from));
  bind_bytes(leave, 3, name_in_parent(e.from));
  leave.exec();
}

void Projection::on(std::uint64_t seq, Time time, const RegisterImported& e) {
  auto& insert = prepared("INSERT INTO import VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, static_cast<std::int64_t>(seq));
  insert.bind(2, store(e.store).id);
  insert.bind(3, time.ns);
  bind_bytes(insert, 4, e.file);
  insert.bind(5, e.sha256);
  insert.bind(6, static_cast<std::int64_t>(e.added));
  insert.bind(7, static_cast<std::int64_t>(e.updated));
  insert.bind(8, static_cast<std::int64_t>(e.unchanged));
  insert.bind(9, static_cast<std::int64_t>(e.skipped));
  insert.exec();
}

void Projection::on(std::uint64_t seq, Time, const DeletionLogged& e) {
  StoreSums& sums = store(e.store);
  auto& insert = prepared("INSERT OR IGNORE INTO deletion_log VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, sums.id);
  bind_bytes(insert, 2, e.path);
  insert.bind(3, e.at.ns);
  insert.bindNoCopy(4, e.actor);
  insert.bindNoCopy(5, e.action);
  insert.exec();
  note_evidence(sums, seq);
}

void Projection::on(std::uint64_t seq, Time time, const LogImported& e) {
  auto& insert = prepared("INSERT INTO import VALUES (?, ?, 2, ?, ?, ?, ?, 0, ?, ?)");
  insert.bind(1, static_cast<std::int64_t>(seq));
  insert.bind(2, store(e.store).id);
  insert.bind(3, time.ns);
  bind_bytes(insert, 4, e.file);
  insert.bind(5, e.sha256);
  insert.bind(6, static_cast<std::int64_t>(e.deletions));
  insert.bind(7, static_cast<std::int64_t>(e.known));
  insert.bind(8, static_cast<std::int64_t>(e.skipped));
  insert.exec();
}

void Projection::on(std::uint64_t seq, Time time, const PolicyDeclared& e) {
  auto& insert = prepared("INSERT INTO policy VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, static_cast<std::int64_t>(seq));
  insert.bind(2, store(e.store).id);
  insert.bind(3, time.ns);
  insert.bind(4, e.collection);
  insert.bind(5, e.recorded_at);
  insert.bind(6, e.default_class);
  insert.bind(7, e.rule);
  insert.bind(8, joined(e.classes));
  insert.exec();
}

void Projection::on(std::uint64_t, Time, const RetentionReviewed& e) {
  auto& update = prepared(
      "UPDATE store SET overdue_items = ?, overdue_bytes = ?, within_7d_items = ?, "
      "within_7d_bytes = ?, within_30d_items = ?, within_30d_bytes = ?, "
      "undated_items = ? WHERE id = ?");
  update.bind(1, static_cast<std::int64_t>(e.overdue_items));
  update.bind(2, static_cast<std::int64_t>(e.overdue_bytes));
  update.bind(3, static_cast<std::int64_t>(e.within_7d_items));
  update.bind(4, static_cast<std::int64_t>(e.within_7d_bytes));
  update.bind(5, static_cast<std::int64_t>(e.within_30d_items));
  update.bind(6, static_cast<std::int64_t>(e.within_30d_bytes));
  update.bind(7, static_cast<std::int64_t>(e.undated_items));
  update.bind(8, store(e.store).id);
  update.exec();
}

}  // namespace muniment
