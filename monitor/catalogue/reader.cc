#include "catalogue/reader.h"

#include <algorithm>

#include "catalogue/reader_state.h"

namespace muniment {
namespace {

constexpr const char* kRead = "read catalogue";

// name, facts (8 columns), first_seen, verified, corrupted, seq
constexpr const char* kItemsInDirectory =
    "SELECT i.name, type, size, mtime, ctime, inode, sha256, xxh3, target, first_seen, "
    "verified, c.found IS NOT NULL, seq FROM item i LEFT JOIN corrupted c "
    "ON c.directory = i.directory AND c.name = i.name "
    "WHERE i.directory = ? AND i.name > ? ORDER BY i.name LIMIT ?";

KnownItem column_item(const SQLite::Statement& query) {
  KnownItem item;
  item.name = column_bytes(query, 0);
  item.facts = column_facts(query, 1);
  item.first_seen = Time{query.getColumn(9).getInt64()};
  item.verified = column_time(query, 10);
  item.is_corrupted = query.getColumn(11).getInt() != 0;
  item.seq = column_count(query, 12);
  return item;
}

}  // namespace

std::optional<StoreIdentity> column_identity(const SQLite::Statement& statement,
                                             int index) {
  if (statement.getColumn(index).isNull()) {
    return std::nullopt;
  }
  StoreIdentity identity;
  identity.filesystem_type = statement.getColumn(index).getString();
  identity.filesystem_id = statement.getColumn(index + 1).getString();
  identity.root_inode = column_count(statement, index + 2);
  identity.root_birth = column_time(statement, index + 3);
  identity.root_handle = statement.getColumn(index + 4).getString();
  identity.mount_source = column_bytes(statement, index + 5);
  return identity;
}

Tombstone column_tombstone(const SQLite::Statement& statement) {
  Tombstone tombstone;
  ItemRemoved& removed = tombstone.removed;
  removed.path = column_bytes(statement, 0);
  removed.facts = column_facts(statement, 1);
  removed.first_seen = Time{statement.getColumn(9).getInt64()};
  removed.last_seen = Time{statement.getColumn(10).getInt64()};
  removed.first_missed = Time{statement.getColumn(11).getInt64()};
  removed.explanation = static_cast<Explanation>(statement.getColumn(12).getInt());
  removed.reference = statement.getColumn(13).getString();
  removed.detail = statement.getColumn(14).getString();
  removed.hold = statement.getColumn(15).getString();
  removed.kept_until = column_time(statement, 16);
  tombstone.seq = column_count(statement, 17);
  tombstone.reconsidered = column_limit(statement, 18);
  return tombstone;
}

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::string& path) {
  return catching("open catalogue " + path, [&]() -> Result<Reader> {
    MUNIMENT_TRY(check_exists(path));
    auto state = std::make_unique<State>();
    state->database = open_for_reading(path);
    state->path = path;
    state->file = identity_of(path);
    MUNIMENT_TRY(check_version(*state->database, path));
    return Reader(std::move(state));
  });
}

bool Reader::is_in_place() const {
  return identity_of(state_->path) == state_->file;
}

Result<std::int64_t> Reader::data_version() {
  return catching(kRead, [&]() -> Result<std::int64_t> {
    return state_->database->execAndGet("PRAGMA data_version").getInt64();
  });
}

Result<Applied> Reader::applied() {
  return catching(kRead,
                  [&]() -> Result<Applied> { return read_applied(*state_->database); });
}

Result<std::optional<StoreRecord>> Reader::store(const std::string& name) {
  return catching(kRead, [&]() -> Result<std::optional<StoreRecord>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT id, filesystem_type, filesystem_id, root_inode, root_birth, "
        "root_handle, "
        "mount_source, items, bytes, last_observed, last_ended FROM store WHERE name = "
        "?");
    query.bind(1, name);
    if (!query.executeStep()) {
      return std::optional<StoreRecord>();
    }
    StoreRecord record;
    record.id = query.getColumn(0).getInt64();
    record.identity = column_identity(query, 1);
    record.items = column_count(query, 7);
    record.bytes = column_count(query, 8);
    record.last_observed = column_time(query, 9);
    record.last_ended = column_time(query, 10);
    return std::optional(std::move(record));
  });
}

Result<std::vector<KnownDirectory>> Reader::directories(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::vector<KnownDirectory>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT id, path, entries, fingerprint, items, bytes FROM directory "
        "WHERE store = ? ORDER BY path");
    query.bind(1, store_id);
    std::vector<KnownDirectory> directories;
    while (query.executeStep()) {
      KnownDirectory& directory = directories.emplace_back();
      directory.id = query.getColumn(0).getInt64();
      directory.path = column_bytes(query, 1);
      directory.entries = column_count(query, 2);
      directory.items = column_count(query, 4);
      directory.bytes = column_count(query, 5);
      const std::string fingerprint = column_bytes(query, 3);
      if (fingerprint.size() == std::tuple_size_v<DirectoryFingerprint>) {
        std::copy_n(fingerprint.begin(), fingerprint.size(),
                    directory.fingerprint.emplace().begin());
      }
    }
    return directories;
  });
}

Result<std::vector<KnownItem>> Reader::items_in(std::int64_t directory_id,
                                                const std::string& after, int limit) {
  return catching(kRead, [&]() -> Result<std::vector<KnownItem>> {
    if (!state_->items_in) {
      state_->items_in.emplace(*state_->database, kItemsInDirectory);
    }
    SQLite::Statement& query = *state_->items_in;
    query.bind(1, directory_id);
    bind_bytes(query, 2, after);
    query.bind(3, limit);
    std::vector<KnownItem> items;
    while (query.executeStep()) {
      items.push_back(column_item(query));
    }
    query.reset();
    return items;
  });
}

Result<std::optional<KnownItem>> Reader::item(std::int64_t store_id,
                                              const StorePath& path) {
  return catching(kRead, [&]() -> Result<std::optional<KnownItem>> {
    SQLite::Statement& query = state_->prepared(
        state_->item,
        "SELECT i.name, type, size, mtime, ctime, inode, sha256, xxh3, target, "
        "first_seen, verified, c.found IS NOT NULL, seq FROM directory d "
        "JOIN item i ON i.directory = d.id "
        "LEFT JOIN corrupted c ON c.directory = i.directory AND c.name = i.name "
        "WHERE d.store = ? AND d.path = ? AND i.name = ?");
    query.bind(1, store_id);
    bind_bytes(query, 2, parent_of(path));
    bind_bytes(query, 3, name_in_parent(path));
    std::optional<KnownItem> found;
    if (query.executeStep()) {
      found = column_item(query);
    }
    query.reset();
    return found;
  });
}

Result<std::vector<UnobservedPlace>> Reader::unobserved(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::vector<UnobservedPlace>> {
    SQLite::Statement query(*state_->database,
                            "SELECT path, place, reason, since, last_observed "
                            "FROM unobserved WHERE store = ? ORDER BY path");
    query.bind(1, store_id);
    std::vector<UnobservedPlace> places;
    while (query.executeStep()) {
      places.push_back({column_bytes(query, 0),
                        static_cast<PlaceKind>(query.getColumn(1).getInt()),
                        query.getColumn(2).getString(),
                        Time{query.getColumn(3).getInt64()}, column_time(query, 4)});
    }
    return places;
  });
}

Result<std::vector<IncidentRow>> Reader::open_incidents(std::int64_t store_id) {
  return catching(kRead, [&]() -> Result<std::vector<IncidentRow>> {
    SQLite::Statement query(*state_->database,
                            "SELECT i.id, s.name, version, i.items, i.bytes, "
                            "last_seen, first_missed, changed, i.hold_breaches "
                            "FROM incident i JOIN store s ON s.id = i.store "
                            "WHERE i.store = ? AND is_open ORDER BY changed");
    query.bind(1, store_id);
    std::vector<IncidentRow> incidents;
    while (query.executeStep()) {
      IncidentRow& row = incidents.emplace_back();
      row.recorded = {query.getColumn(0).getString(),
                      query.getColumn(1).getString(),
                      query.getColumn(2).getInt(),
                      column_count(query, 3),
                      column_count(query, 4),
                      Time{query.getColumn(5).getInt64()},
                      Time{query.getColumn(6).getInt64()},
                      column_count(query, 8)};
      row.changed = Time{query.getColumn(7).getInt64()};
    }
    return incidents;
  });
}

Result<std::uint64_t> Reader::incident_count() {
  return catching(kRead, [&]() -> Result<std::uint64_t> {
    return static_cast<std::uint64_t>(
        state_->database->execAndGet("SELECT COUNT(*) FROM incident").getInt64());
  });
}

Status Reader::each_item(std::int64_t store_id, const StorePath& under,
                         const ItemVisitor& visitor) {
  MUNIMENT_ASSIGN(const std::vector<KnownDirectory> all, directories(store_id));
  for (const KnownDirectory& directory : all) {
    // `under` may be a directory on the way, or one item of this directory.
    const bool whole = is_under(directory.path, under);
    if (directory.entries == 0 || (!whole && parent_of(under) != directory.path)) {
      continue;
    }
    MUNIMENT_TRY(each_item_in(directory.id, [&](const KnownItem& item) -> Status {
      if (whole || item.name == name_in_parent(under)) {
        return visitor(join_path(directory.path, item.name), item);
      }
      return ok();
    }));
  }
  return ok();
}

Status Reader::each_item_in(std::int64_t directory_id,
                            const std::function<Status(const KnownItem&)>& visitor) {
  constexpr int kPage = 4096;
  std::string after;
  for (;;) {
    MUNIMENT_ASSIGN(const std::vector<KnownItem> page,
                    items_in(directory_id, after, kPage));
    for (const KnownItem& item : page) {
      MUNIMENT_TRY(visitor(item));
    }
    if (page.size() < kPage) {
      return ok();
    }
    after = page.back().name;
  }
}

Result<std::optional<std::uint64_t>> Reader::newest_event(std::int64_t store_id,
                                                          const StorePath& path) {
  MUNIMENT_ASSIGN(const std::optional<KnownItem> held, item(store_id, path));
  if (held) {
    return std::optional(held->seq);
  }
  return catching(kRead, [&]() -> Result<std::optional<std::uint64_t>> {
    SQLite::Statement query(
        *state_->database,
        "SELECT MAX(seq) FROM tombstone WHERE store = ? AND path = ?");
    query.bind(1, store_id);
    bind_bytes(query, 2, path);
    query.executeStep();
    return query.getColumn(0).isNull() ? std::optional<std::uint64_t>()
                                       : std::optional(column_count(query, 0));
  });
}

Status Reader::each_tombstone(std::int64_t store_id, const StorePath& under,
                              const TombstoneVisitor& visitor) {
  return catching(kRead, [&]() -> Status {
    SQLite::Statement query(
        *state_->database,
        std::string("SELECT ") + kTombstoneColumns +
            ", s.name FROM tombstone t JOIN store s ON s.id = t.store "
            "WHERE t.store = ? ORDER BY seq");
    query.bind(1, store_id);
    while (query.executeStep()) {
      Tombstone tombstone = column_tombstone(query);
      if (is_under(tombstone.removed.path, under)) {
        tombstone.removed.store = query.getColumn(19).getString();
        MUNIMENT_TRY(visitor(tombstone));
      }
    }
    return ok();
  });
}

}  // namespace muniment
