#include "catalogue/register_staging.h"

#include <algorithm>
#include <iterator>

#include "catalogue/registered_row.h"

namespace muniment {
namespace {

constexpr const char* kUse = "scratch table of the import";

constexpr const char* kTable = R"sql(
CREATE TABLE staged (
  known_by INTEGER NOT NULL, directory BLOB NOT NULL, name BLOB NOT NULL,
  identifier TEXT NOT NULL, recorded INTEGER, class TEXT NOT NULL, cases TEXT NOT NULL,
  exhibit TEXT NOT NULL, size INTEGER, sha256 BLOB, subjects INTEGER,
  line INTEGER NOT NULL,
  PRIMARY KEY (known_by, directory, name)
) WITHOUT ROWID
)sql";

constexpr const char* kColumns =
    "known_by, directory, name, identifier, recorded, class, cases, exhibit, size, "
    "sha256, subjects";

const std::string kInsert =
    "INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const std::string kFind = std::string("SELECT ") + kColumns +
                          ", line FROM staged WHERE known_by = ? AND directory = ? AND "
                          "name = ?";
const std::string kSetCases =
    "UPDATE staged SET cases = ? WHERE known_by = ? AND directory = ? AND name = ?";

// A page of staged rows, each with what the catalogue has under its key.
constexpr const char* kPage =
    "SELECT s.known_by, s.directory, s.name, s.identifier, s.recorded, s.class, "
    "s.cases, "
    "s.exhibit, s.size, s.sha256, s.subjects, r.store IS NULL, "
    "r.identifier IS s.identifier AND r.recorded IS s.recorded AND r.class IS s.class "
    "AND r.cases IS s.cases AND r.exhibit IS s.exhibit AND r.size IS s.size AND "
    "r.sha256 IS s.sha256 AND r.subjects IS s.subjects "
    "FROM staged s LEFT JOIN known.registered r ON r.store = ?1 AND "
    "r.known_by = s.known_by AND r.directory = s.directory AND r.name = s.name "
    "WHERE (s.known_by, s.directory, s.name) > (?2, ?3, ?4) "
    "ORDER BY s.known_by, s.directory, s.name LIMIT ?5";

// Which of the fields of two rows of one key differ first; "" for none but the cases.
std::string contradiction(const ItemRegistered& a, const ItemRegistered& b) {
  return a.identifier != b.identifier   ? "id"
         : a.recorded != b.recorded     ? "recorded_at"
         : a.class_name != b.class_name ? "class"
         : a.exhibit != b.exhibit       ? "exhibit"
         : a.size != b.size             ? "size"
         : a.sha256 != b.sha256         ? "sha256"
         : a.subjects != b.subjects     ? "subjects"
                                        : "";
}

}  // namespace

struct RegisterStaging::State {
  std::unique_ptr<SQLite::Database> database;
  std::optional<SQLite::Statement> insert;
  std::optional<SQLite::Statement> find;
  std::optional<SQLite::Statement> update;
  // Where next_changes() goes on.
  bool is_attached = false;
  int known_by = 0;
  std::string directory;
  std::string name;

  SQLite::Statement& prepared(std::optional<SQLite::Statement>& statement,
                              const std::string& sql) const {
    if (statement) {
      statement->reset();
    } else {
      statement.emplace(*database, sql);
    }
    return *statement;
  }

  // Puts the cases of `row` to those of the row that has its key; why not, if the two
  // contradict each other.
  std::optional<std::string> merge(const ItemRegistered& row) {
    SQLite::Statement& query = prepared(find, kFind);
    bind_key(query, 1, row);
    query.executeStep();
    const ItemRegistered first = column_registered(query, 0);
    const std::string first_line = std::to_string(query.getColumn(11).getInt64());
    query.reset();
    const std::string other = contradiction(first, row);
    if (!other.empty()) {
      return "given twice: on line " + first_line + " with another " + other;
    }
    std::vector<std::string> all;
    std::set_union(first.cases.begin(), first.cases.end(), row.cases.begin(),
                   row.cases.end(), std::back_inserter(all));
    SQLite::Statement& change = prepared(update, kSetCases);
    change.bind(1, joined_lines(all));
    bind_key(change, 2, row);
    change.exec();
    return std::nullopt;
  }
};

RegisterStaging::RegisterStaging(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
RegisterStaging::RegisterStaging(RegisterStaging&&) noexcept = default;
RegisterStaging& RegisterStaging::operator=(RegisterStaging&&) noexcept = default;
RegisterStaging::~RegisterStaging() = default;

Result<RegisterStaging> RegisterStaging::create(const std::string& scratch_directory) {
  MUNIMENT_ASSIGN(auto database, open_scratch(scratch_directory));
  return catching(kUse, [&]() -> Result<RegisterStaging> {
    auto state = std::make_unique<State>();
    state->database = std::move(database);
    state->database->exec(kTable);
    state->database->exec("BEGIN");
    return RegisterStaging(std::move(state));
  });
}

Result<std::optional<std::string>> RegisterStaging::add(std::uint64_t line,
                                                        const ItemRegistered& row) {
  using Complaint = std::optional<std::string>;
  return catching(kUse, [&]() -> Result<Complaint> {
    SQLite::Statement& insert = state_->prepared(state_->insert, kInsert);
    const std::string cases = joined_lines(row.cases);
    bind_registered(insert, 1, row, cases);
    insert.bind(12, static_cast<std::int64_t>(line));
    if (insert.exec() == 0) {
      return state_->merge(row);
    }
    rows_ += 1;
    return Complaint();
  });
}

Result<std::vector<RegisterChange>> RegisterStaging::next_changes(
    const std::string& catalogue_path, const std::string& store, int limit,
    bool& is_last) {
  using Changes = std::vector<RegisterChange>;
  return catching(kUse, [&]() -> Result<Changes> {
    SQLite::Database& own = *state_->database;
    if (!state_->is_attached) {
      state_->insert.reset();
      state_->find.reset();
      state_->update.reset();
      own.exec("COMMIT");
      attach_catalogue(own, catalogue_path);
      state_->is_attached = true;
    }
    SQLite::Statement id(own, "SELECT id FROM known.store WHERE name = ?");
    id.bind(1, store);
    const std::int64_t store_id = id.executeStep() ? id.getColumn(0).getInt64() : -1;
    id.reset();
    SQLite::Statement query(own, kPage);
    query.bind(1, store_id);
    query.bind(2, state_->known_by);
    bind_bytes(query, 3, state_->directory);
    bind_bytes(query, 4, state_->name);
    query.bind(5, limit);
    Changes changes;
    int seen = 0;
    for (; query.executeStep(); ++seen) {
      if (query.getColumn(12).getInt() == 0) {
        RegisterChange& change = changes.emplace_back();
        change.row = column_registered(query, 0);
        change.row.store = store;
        change.is_new = query.getColumn(11).getInt() != 0;
      }
      if (seen == limit - 1) {
        state_->known_by = query.getColumn(0).getInt();
        std::string directory = column_bytes(query, 1);
        std::string name = column_bytes(query, 2);
        query.reset();
        state_->directory = std::move(directory);
        state_->name = std::move(name);
        is_last = false;
        return changes;
      }
    }
    is_last = true;
    return changes;
  });
}

}  // namespace muniment
