// Questions about authorities, holds, transfers, the register and earlier removals.

#include <algorithm>
#include <utility>

#include "catalogue/reader_state.h"
#include "catalogue/registered_row.h"

namespace muniment {
namespace {

constexpr const char* kRead = "read catalogue";

constexpr const char* kRegisteredColumns =
    "known_by, directory, r.name, identifier, recorded, class, cases, exhibit, r.size, "
    "r.sha256, subjects, s.name";

RetentionPeriods periods_of(const std::string& text) {
  RetentionPeriods classes;
  for (const std::string& line : lines_of(text)) {
    const std::size_t equals = line.rfind('=');
    const auto period = parse_period(std::string_view(line).substr(equals + 1));
    if (period) {
      classes[line.substr(0, equals)] = period.value();
    }
  }
  return classes;
}

// column_registered() and the name of the store.
ItemRegistered column_row(const SQLite::Statement& query) {
  ItemRegistered row = column_registered(query, 0);
  row.store = query.getColumn(11).getString();
  return row;
}

// Puts the parts of a scope where they belong.
void add_part(Scope& scope, ScopePart part, std::string value) {
  switch (part) {
    case ScopePart::kPrefix:
      scope.prefixes.push_back(std::move(value));
      break;
    case ScopePart::kCollection:
      scope.collections.push_back(std::move(value));
      break;
    case ScopePart::kClass:
      scope.classes.push_back(std::move(value));
      break;
    case ScopePart::kCase:
      scope.cases.push_back(std::move(value));
      break;
  }
}

// Reads the parts of one scope after another with one prepared query.
class ScopeParts {
 public:
  ScopeParts(SQLite::Database& database, ScopeKind kind)
      : query_(database,
               "SELECT part, value FROM scope_part "
               "WHERE kind = ? AND store = ? AND reference = ? ORDER BY part, value"),
        kind_(kind) {}

  void read(std::int64_t store_id, const std::string& reference, Scope& scope) {
    query_.reset();
    query_.bind(1, static_cast<int>(kind_));
    query_.bind(2, store_id);
    query_.bind(3, reference);
    while (query_.executeStep()) {
      add_part(scope, static_cast<ScopePart>(query_.getColumn(0).getInt()),
               column_bytes(query_, 1));
    }
  }

 private:
  SQLite::Statement query_;
  ScopeKind kind_;
};

// recorded_from, recorded_to, listed_paths, from column `index` on.
void read_scope_columns(const SQLite::Statement& query, int index, Scope& scope) {
  scope.recorded_from = column_time(query, index);
  scope.recorded_to = column_time(query, index + 1);
  scope.listed_paths = column_count(query, index + 2);
}

// "clip-1.mp4" is known to some registers as "clip-1".
std::string_view stem_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view()
                                                   : name.substr(0, dot);
}

}  // namespace

Result<EvidenceState> Reader::evidence_state(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<EvidenceState> {
    SQLite::Statement query(
        *state_->database,
        "SELECT EXISTS (SELECT 1 FROM scope_path WHERE store = ?1), "
        "EXISTS (SELECT 1 FROM registered WHERE store = ?1), "
        "EXISTS (SELECT 1 FROM deletion_log WHERE store = ?1), "
        "evidence, register_evidence, reconsidered FROM store WHERE id = ?1");
    query.bind(1, store_id);
    EvidenceState state;
    if (query.executeStep()) {
      state.has_lists = query.getColumn(0).getInt() != 0;
      state.has_register = query.getColumn(1).getInt() != 0;
      state.has_deletion_log = query.getColumn(2).getInt() != 0;
      state.newest = column_count(query, 3);
      state.newest_of_register = column_count(query, 4);
      state.reconsidered = column_count(query, 5);
    }
    return state;
  });
}

Result<std::optional<Time>> Reader::first_removal(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::optional<Time>> {
    SQLite::Statement query(*state_->database,
                            "SELECT MIN(first_missed) FROM tombstone WHERE store = ?");
    query.bind(1, store_id);
    query.executeStep();
    return column_time(query, 0);
  });
}

Result<std::vector<AuthorityRecord>> Reader::authorities(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::vector<AuthorityRecord>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT s.name, reference, approved_by, second_approver, added, from_time, "
        "until_time, max_items, max_bytes, recorded_from, recorded_to, listed_paths, "
        "signed_by, document, revoked, revoked_by, revoke_reason, used_items, "
        "used_bytes FROM authority a JOIN store s ON s.id = a.store "
        "WHERE a.store = ? ORDER BY a.id");
    ScopeParts parts(*state_->database, ScopeKind::kAuthority);
    query.bind(1, store_id);
    std::vector<AuthorityRecord> authorities;
    while (query.executeStep()) {
      AuthorityRecord& record = authorities.emplace_back();
      AuthorityAdded& terms = record.terms;
      terms.store = query.getColumn(0).getString();
      terms.reference = query.getColumn(1).getString();
      terms.approved_by = query.getColumn(2).getString();
      terms.second_approver = query.getColumn(3).getString();
      record.added = Time{query.getColumn(4).getInt64()};
      terms.from = Time{query.getColumn(5).getInt64()};
      terms.until = column_time(query, 6);
      terms.max_items = column_limit(query, 7);
      terms.max_bytes = column_limit(query, 8);
      read_scope_columns(query, 9, terms.scope);
      terms.signed_by = lines_of(query.getColumn(12).getString());
      terms.document = query.getColumn(13).getString();
      record.revoked = column_time(query, 14);
      record.revoked_by = query.getColumn(15).getString();
      record.revoke_reason = query.getColumn(16).getString();
      record.used_items = column_count(query, 17);
      record.used_bytes = column_count(query, 18);
      parts.read(store_id, terms.reference, terms.scope);
    }
    return authorities;
  });
}

Result<std::vector<HoldRecord>> Reader::holds(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::vector<HoldRecord>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT s.name, reference, reason, placed_by, requester, placed, review, "
        "recorded_from, recorded_to, listed_paths, released, released_by, "
        "release_reason, checked, verified, altered, unreadable, missing, breaches "
        "FROM hold h JOIN store s ON s.id = h.store WHERE h.store = ? ORDER BY h.id");
    ScopeParts parts(*state_->database, ScopeKind::kHold);
    query.bind(1, store_id);
    std::vector<HoldRecord> holds;
    while (query.executeStep()) {
      HoldRecord& record = holds.emplace_back();
      HoldPlaced& terms = record.terms;
      terms.store = query.getColumn(0).getString();
      terms.reference = query.getColumn(1).getString();
      terms.reason = query.getColumn(2).getString();
      terms.by = query.getColumn(3).getString();
      terms.requester = query.getColumn(4).getString();
      record.placed = Time{query.getColumn(5).getInt64()};
      terms.review = column_time(query, 6);
      read_scope_columns(query, 7, terms.scope);
      record.released = column_time(query, 10);
      record.released_by = query.getColumn(11).getString();
      record.release_reason = query.getColumn(12).getString();
      record.checked = column_time(query, 13);
      record.result = {terms.store,
                       terms.reference,
                       column_count(query, 14),
                       column_count(query, 15),
                       column_count(query, 16),
                       column_count(query, 17)};
      record.breaches = column_count(query, 18);
      parts.read(store_id, terms.reference, terms.scope);
    }
    return holds;
  });
}

Result<std::vector<TransferRecord>> Reader::transfers() {
  return catching(kRead, [&]() -> Result<std::vector<TransferRecord>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT f.name, d.name, reference, opened_by, opened, t.store, to_store, "
        "recorded_from, recorded_to, listed_paths, closed, closed_by, verified, "
        "unverified, different, absent, lost FROM transfer t "
        "JOIN store f ON f.id = t.store JOIN store d ON d.id = t.to_store "
        "ORDER BY t.id");
    ScopeParts parts(*state_->database, ScopeKind::kTransfer);
    std::vector<TransferRecord> transfers;
    while (query.executeStep()) {
      TransferRecord& record = transfers.emplace_back();
      TransferOpened& terms = record.terms;
      terms.store = query.getColumn(0).getString();
      terms.to = query.getColumn(1).getString();
      terms.reference = query.getColumn(2).getString();
      terms.by = query.getColumn(3).getString();
      record.opened = Time{query.getColumn(4).getInt64()};
      record.from_id = query.getColumn(5).getInt64();
      record.to_id = query.getColumn(6).getInt64();
      read_scope_columns(query, 7, terms.scope);
      record.closed = column_time(query, 10);
      record.result = {terms.store,
                       terms.reference,
                       query.getColumn(11).getString(),
                       column_count(query, 12),
                       column_count(query, 13),
                       column_count(query, 14),
                       column_count(query, 15),
                       column_count(query, 16)};
      parts.read(record.from_id, terms.reference, terms.scope);
    }
    return transfers;
  });
}

Result<std::vector<PolicyRecord>> Reader::policies(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::vector<PolicyRecord>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT s.name, collection, recorded_at, default_class, rule, classes, time "
        "FROM policy p JOIN store s ON s.id = p.store WHERE p.store = ? ORDER BY seq");
    query.bind(1, store_id);
    std::vector<PolicyRecord> policies;
    while (query.executeStep()) {
      policies.push_back(
          {{query.getColumn(0).getString(), query.getColumn(1).getString(),
            query.getColumn(2).getString(), query.getColumn(3).getString(),
            query.getColumn(4).getString(), periods_of(query.getColumn(5).getString())},
           Time{query.getColumn(6).getInt64()}});
    }
    return policies;
  });
}

Result<Listings> Reader::listings(std::int64_t store_id, const StorePath& path) {
  return catching(kRead, [&]() -> Result<Listings> {
    SQLite::Statement& query = state_->prepared(
        state_->listing,
        "SELECT kind, reference FROM scope_path WHERE store = ? AND path = ?");
    query.bind(1, store_id);
    bind_bytes(query, 2, path);
    Listings listings;
    while (query.executeStep()) {
      const auto kind = static_cast<ScopeKind>(query.getColumn(0).getInt());
      std::vector<std::string>& list = kind == ScopeKind::kAuthority
                                           ? listings.authorities
                                       : kind == ScopeKind::kHold ? listings.holds
                                                                  : listings.transfers;
      list.push_back(query.getColumn(1).getString());
    }
    query.reset();
    return listings;
  });
}

Status Reader::each_listed(ListOf kind, std::int64_t store_id,
                           const std::string& reference,
                           const std::function<Status(const StorePath&)>& visitor) {
  return catching(kRead, [&]() -> Status {
    SQLite::Statement query(*state_->database,
                            "SELECT path FROM scope_path WHERE store = ? AND kind = ? "
                            "AND reference = ? ORDER BY path");
    query.bind(1, store_id);
    query.bind(2, static_cast<int>(kind));
    query.bind(3, reference);
    while (query.executeStep()) {
      MUNIMENT_TRY(visitor(column_bytes(query, 0)));
    }
    return ok();
  });
}

std::optional<ItemRegistered> Reader::State::row_of_key(std::int64_t store_id,
                                                        KnownBy known_by,
                                                        std::string_view directory,
                                                        std::string_view name) {
  static const std::string kSql =
      std::string("SELECT ") + kRegisteredColumns +
      " FROM registered r JOIN store s ON s.id = r.store "
      "WHERE r.store = ? AND known_by = ? AND directory = ? AND r.name = ?";
  SQLite::Statement& query = prepared(registered_by_key, kSql.c_str());
  query.bind(1, store_id);
  query.bind(2, static_cast<int>(known_by));
  bind_bytes(query, 3, directory);
  bind_bytes(query, 4, name);
  std::optional<ItemRegistered> row;
  if (query.executeStep()) {
    row = column_row(query);
  }
  query.reset();
  return row;
}

std::optional<ItemRegistered> Reader::State::row_of_content(std::int64_t store_id,
                                                            const Digests& content) {
  static const std::string kSql =
      std::string("SELECT ") + kRegisteredColumns +
      " FROM registered r JOIN store s ON s.id = r.store WHERE r.store = ? AND "
      "sha256 = ? AND known_by = 2 AND sha256 IS NOT NULL LIMIT 2";
  SQLite::Statement& query = prepared(registered_by_content, kSql.c_str());
  query.bind(1, store_id);
  query.bindNoCopy(2, content.sha256.data(), 32);
  std::optional<ItemRegistered> row;
  if (query.executeStep()) {
    row = column_row(query);
  }
  if (row && query.executeStep()) {
    row.reset();  // which of the two is meant, nobody knows
  }
  query.reset();
  return row;
}

Result<std::optional<ItemRegistered>> Reader::registered(
    std::int64_t store_id, const StorePath& path,
    const std::optional<Digests>& content) {
  using Row = std::optional<ItemRegistered>;
  return catching(kRead, [&]() -> Result<Row> {
    const std::string_view name = name_in_parent(path);
    for (const KnownBy by : {KnownBy::kPath, KnownBy::kMove}) {
      if (Row row = state_->row_of_key(store_id, by, parent_of(path), name)) {
        return row;
      }
    }
    for (const std::string_view identifier : {name, stem_of(name)}) {
      if (identifier.empty()) {
        continue;
      }
      if (Row row =
              state_->row_of_key(store_id, KnownBy::kIdentifier, "", identifier)) {
        return row;
      }
    }
    return content ? state_->row_of_content(store_id, *content) : Row();
  });
}

Result<std::optional<StorePath>> Reader::followed_to(std::int64_t store_id,
                                                     const StorePath& path) {
  return catching(kRead, [&]() -> Result<std::optional<StorePath>> {
    SQLite::Statement& query = state_->prepared(
        state_->followed,
        "SELECT directory, name FROM registered WHERE store = ? AND from_directory = ? "
        "AND from_name = ? AND from_name IS NOT NULL");
    query.bind(1, store_id);
    bind_bytes(query, 2, parent_of(path));
    bind_bytes(query, 3, name_in_parent(path));
    std::optional<StorePath> there;
    if (query.executeStep()) {
      there = join_path(column_bytes(query, 0), column_bytes(query, 1));
    }
    query.reset();
    return there;
  });
}

Status Reader::each_registered(
    std::int64_t store_id,
    const std::function<Status(const ItemRegistered&)>& visitor) {
  return catching(kRead, [&]() -> Status {
    SQLite::Statement query(*state_->database,
                            std::string("SELECT ") + kRegisteredColumns +
                                " FROM registered r JOIN store s ON s.id = r.store "
                                "WHERE r.store = ? AND known_by IN (1, 2) "
                                "ORDER BY known_by, directory, r.name");
    query.bind(1, store_id);
    while (query.executeStep()) {
      MUNIMENT_TRY(visitor(column_row(query)));
    }
    return ok();
  });
}

Result<bool> Reader::has_identifiers(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<bool> {
    SQLite::Statement query(
        *state_->database,
        "SELECT EXISTS (SELECT 1 FROM registered WHERE store = ? AND known_by = 2)");
    query.bind(1, store_id);
    query.executeStep();
    return query.getColumn(0).getInt() != 0;
  });
}

Status Reader::each_registered_group(
    std::int64_t store_id,
    const std::function<Status(const RegisteredGroup&)>& visitor) {
  return catching(kRead, [&]() -> Status {
    SQLite::Statement query(
        *state_->database,
        "SELECT d.id, r.class, r.recorded, COUNT(*), SUM(i.size) FROM registered r "
        "CROSS JOIN directory d ON d.store = r.store AND d.path = r.directory "
        "CROSS JOIN item i ON i.directory = d.id AND i.name = r.name "
        "WHERE r.store = ?1 AND i.type = 1 AND (known_by = 1 OR (known_by = 3 AND "
        "NOT EXISTS (SELECT 1 FROM registered o WHERE o.store = ?1 AND o.known_by = 1 "
        "AND o.directory = r.directory AND o.name = r.name))) GROUP BY 1, 2, 3");
    query.bind(1, store_id);
    while (query.executeStep()) {
      MUNIMENT_TRY(visitor({query.getColumn(0).getInt64(),
                            query.getColumn(1).getString(), column_time(query, 2),
                            column_count(query, 3), column_count(query, 4)}));
    }
    return ok();
  });
}

Result<RetentionReviewed> Reader::last_review(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<RetentionReviewed> {
    SQLite::Statement query(
        *state_->database,
        "SELECT name, overdue_items, overdue_bytes, within_7d_items, within_7d_bytes, "
        "within_30d_items, within_30d_bytes, undated_items FROM store WHERE id = ?");
    query.bind(1, store_id);
    RetentionReviewed review;
    if (query.executeStep()) {
      review = {query.getColumn(0).getString(), column_count(query, 1),
                column_count(query, 2),         column_count(query, 3),
                column_count(query, 4),         column_count(query, 5),
                column_count(query, 6),         column_count(query, 7)};
    }
    return review;
  });
}

Result<std::vector<DeletionLogged>> Reader::logged_deletions(std::int64_t store_id,
                                                             const StorePath& path) {
  return catching(kRead, [&]() -> Result<std::vector<DeletionLogged>> {
    SQLite::Statement& query =
        state_->prepared(state_->logged,
                         "SELECT s.name, at, actor, action FROM deletion_log l "
                         "JOIN store s ON s.id = l.store "
                         "WHERE l.store = ? AND path = ? ORDER BY at, actor, action");
    query.bind(1, store_id);
    bind_bytes(query, 2, path);
    std::vector<DeletionLogged> deletions;
    while (query.executeStep()) {
      deletions.push_back(
          {query.getColumn(0).getString(), path, Time{query.getColumn(1).getInt64()},
           query.getColumn(2).getString(), query.getColumn(3).getString()});
    }
    query.reset();
    return deletions;
  });
}

Result<std::vector<std::string>> Reader::authorities_used_for(
    std::int64_t store_id, const StorePath& path, std::optional<std::uint64_t> except) {
  return catching(kRead, [&]() -> Result<std::vector<std::string>> {
    SQLite::Statement& query = state_->prepared(
        state_->used_for,
        "SELECT DISTINCT reference FROM tombstone WHERE store = ? AND path = ? AND "
        "seq IS NOT ? AND explanation = 3 ORDER BY reference");
    query.bind(1, store_id);
    bind_bytes(query, 2, path);
    if (except) {
      query.bind(3, static_cast<std::int64_t>(*except));
    } else {
      query.bind(3);
    }
    std::vector<std::string> references;
    while (query.executeStep()) {
      references.push_back(query.getColumn(0).getString());
    }
    query.reset();
    return references;
  });
}

Result<std::optional<CurrentVerdict>> Reader::current_verdict(std::uint64_t seq) {
  using Verdict = std::optional<CurrentVerdict>;
  return catching(kRead, [&]() -> Result<Verdict> {
    SQLite::Statement& query = state_->prepared(
        state_->verdict,
        "SELECT explanation, reference, detail, hold, kept_until, reconsidered "
        "FROM tombstone WHERE seq = ?");
    query.bind(1, static_cast<std::int64_t>(seq));
    Verdict verdict;
    if (query.executeStep()) {
      verdict = CurrentVerdict{static_cast<Explanation>(query.getColumn(0).getInt()),
                               query.getColumn(1).getString(),
                               query.getColumn(2).getString(),
                               query.getColumn(3).getString(),
                               column_time(query, 4),
                               column_limit(query, 5)};
    }
    query.reset();
    return verdict;
  });
}

Result<std::vector<Tombstone>> Reader::removals(
    std::int64_t store_id, std::uint64_t after, int limit,
    const std::vector<Explanation>& wanted) {
  return catching(kRead, [&]() -> Result<std::vector<Tombstone>> {
    std::string any_of;
    for (const Explanation explanation : wanted) {
      any_of +=
          (any_of.empty() ? "" : ", ") + std::to_string(static_cast<int>(explanation));
    }
    SQLite::Statement query(*state_->database,
                            std::string("SELECT ") + kTombstoneColumns +
                                ", s.name FROM tombstone t JOIN store s ON s.id = "
                                "t.store WHERE t.store = ? "
                                "AND seq > ? AND explanation IN (" +
                                any_of + ") ORDER BY seq LIMIT ?");
    query.bind(1, store_id);
    query.bind(2, static_cast<std::int64_t>(after));
    query.bind(3, limit);
    std::vector<Tombstone> removals;
    while (query.executeStep()) {
      removals.push_back(column_tombstone(query));
      removals.back().removed.store = query.getColumn(19).getString();
    }
    return removals;
  });
}

}  // namespace muniment
