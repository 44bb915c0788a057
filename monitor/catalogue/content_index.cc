#include "catalogue/content_index.h"

#include "catalogue/database.h"

namespace muniment {
namespace {

constexpr const char* kUse = "index of contents";

// In one statement, so that SQLite sorts outside memory and appends in order. A place that
// cannot be observed closes its directory, or one item.
constexpr const char* kFill = R"sql(
INSERT INTO content
SELECT i.sha256, d.store, COUNT(*), MAX(COALESCE(i.verified, i.first_seen))
FROM known.item i JOIN known.directory d ON d.id = i.directory
WHERE d.store = ?1 AND i.sha256 IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM known.corrupted c
                  WHERE c.directory = i.directory AND c.name = i.name)
  AND NOT EXISTS (SELECT 1 FROM known.unobserved u WHERE u.store = d.store AND (
    u.path = CAST(iif(d.path = x'', i.name, d.path || '/' || i.name) AS BLOB)
    OR (u.place = 1 AND (u.path = x'' OR u.path = d.path
        OR substr(d.path, 1, length(u.path) + 1) = CAST(u.path || '/' AS BLOB)))))
GROUP BY i.sha256
ORDER BY i.sha256
)sql";

}  // namespace

struct ContentIndex::State {
  std::unique_ptr<SQLite::Database> database;
  std::optional<SQLite::Statement> in_store;
  std::optional<SQLite::Statement> items;
  std::optional<SQLite::Statement> note;
  std::optional<SQLite::Statement> noted;
};

ContentIndex::ContentIndex(std::unique_ptr<State> state) : state_(std::move(state)) {}
ContentIndex::ContentIndex(ContentIndex&&) noexcept = default;
ContentIndex& ContentIndex::operator=(ContentIndex&&) noexcept = default;
ContentIndex::~ContentIndex() = default;

Result<ContentIndex> ContentIndex::make(const std::string& catalogue_path,
                                        const std::string& scratch_directory,
                                        const std::vector<std::int64_t>& store_ids) {
  MUNIMENT_TRY(check_exists(catalogue_path));
  MUNIMENT_ASSIGN(auto database, open_scratch(scratch_directory));
  return catching(kUse, [&]() -> Result<ContentIndex> {
    auto state = std::make_unique<State>();
    state->database = std::move(database);
    SQLite::Database& own = *state->database;
    own.exec(
        "CREATE TABLE content (sha256 BLOB NOT NULL, store INTEGER NOT NULL, "
        "items INTEGER NOT NULL, read INTEGER NOT NULL, "
        "PRIMARY KEY (store, sha256)) WITHOUT ROWID");
    own.exec(
        "CREATE TABLE noted (sha256 BLOB PRIMARY KEY, items INTEGER NOT NULL) "
        "WITHOUT ROWID");
    attach_catalogue(own, catalogue_path);
    {
      SQLite::Statement fill(own, kFill);
      for (const std::int64_t store : store_ids) {
        fill.bind(1, store);
        fill.exec();
        fill.reset();
      }
    }
    own.exec("DETACH DATABASE known");
    own.exec("BEGIN");
    return ContentIndex(std::move(state));
  });
}

Result<std::optional<ContentCopies>> ContentIndex::in_store(std::int64_t store_id,
                                                            const Sha256& content) {
  using Copies = std::optional<ContentCopies>;
  return catching(kUse, [&]() -> Result<Copies> {
    if (!state_->in_store) {
      state_->in_store.emplace(
          *state_->database,
          "SELECT items, read FROM content WHERE store = ? AND sha256 = ?");
    }
    SQLite::Statement& query = *state_->in_store;
    query.bind(1, store_id);
    query.bindNoCopy(2, content.data(), static_cast<int>(content.size()));
    Copies copies;
    if (query.executeStep()) {
      copies = ContentCopies{static_cast<std::uint64_t>(query.getColumn(0).getInt64()),
                             Time{query.getColumn(1).getInt64()}};
    }
    query.reset();
    return copies;
  });
}

Result<std::uint64_t> ContentIndex::items_with(const Sha256& content) {
  return catching(kUse, [&]() -> Result<std::uint64_t> {
    if (!state_->items) {
      // Store by store: the key begins with it.
      state_->items.emplace(
          *state_->database,
          "SELECT COALESCE(SUM(items), 0) FROM content WHERE sha256 = ? AND store IN "
          "(SELECT DISTINCT store FROM content)");
    }
    SQLite::Statement& query = *state_->items;
    query.bindNoCopy(1, content.data(), static_cast<int>(content.size()));
    query.executeStep();
    const auto items = static_cast<std::uint64_t>(query.getColumn(0).getInt64());
    query.reset();
    return items;
  });
}

Status ContentIndex::note(const Sha256& content) {
  return catching(kUse, [&]() -> Status {
    if (!state_->note) {
      state_->note.emplace(*state_->database,
                           "INSERT INTO noted VALUES (?, 1) ON CONFLICT DO UPDATE SET "
                           "items = items + 1");
    }
    SQLite::Statement& insert = *state_->note;
    insert.bindNoCopy(1, content.data(), static_cast<int>(content.size()));
    insert.exec();
    insert.reset();
    return ok();
  });
}

Result<std::uint64_t> ContentIndex::noted(const Sha256& content) {
  return catching(kUse, [&]() -> Result<std::uint64_t> {
    if (!state_->noted) {
      state_->noted.emplace(*state_->database,
                            "SELECT items FROM noted WHERE sha256 = ?");
    }
    SQLite::Statement& query = *state_->noted;
    query.bindNoCopy(1, content.data(), static_cast<int>(content.size()));
    const std::uint64_t items =
        query.executeStep() ? static_cast<std::uint64_t>(query.getColumn(0).getInt64())
                            : 0;
    query.reset();
    return items;
  });
}

}  // namespace muniment
