#include "catalogue/catalogue_check.h"

#include <optional>

#include "catalogue/catalogue_state.h"
#include "model/printable.h"

namespace muniment {
namespace {

// Tables, and also indexes, triggers and views: one that was slipped in would change
// what is read.
constexpr const char* kObjects =
    "SELECT type || ' ' || name AS object, sql FROM sqlite_master ORDER BY 1, 2";

// How far it has come is compared by the caller; a fingerprint is a cache.
bool is_projection(const std::string& table, const std::string& column) {
  return !(table == "directory" && column == "fingerprint");
}

struct Columns {
  std::vector<std::string> names;  // the key's first
  int keys = 0;
};

Columns columns_of(SQLite::Database& database, const std::string& table) {
  Columns columns;
  SQLite::Statement query(
      database, "SELECT name, pk FROM pragma_table_info(?) ORDER BY pk = 0, pk, cid");
  query.bind(1, table);
  while (query.executeStep()) {
    if (is_projection(table, query.getColumn(0).getString())) {
      columns.names.push_back(query.getColumn(0).getString());
      columns.keys += query.getColumn(1).getInt() > 0 ? 1 : 0;
    }
  }
  return columns;
}

std::string in_key_order(const std::string& table, const Columns& columns) {
  std::string names;
  for (const std::string& name : columns.names) {
    names += (names.empty() ? "\"" : ", \"") + name + '"';
  }
  std::string order;
  for (int i = 1; i <= columns.keys; ++i) {
    order += (order.empty() ? "" : ", ") + std::to_string(i);
  }
  return "SELECT " + names + " FROM \"" + table + "\" ORDER BY " + order;
}

std::string shown(const SQLite::Column& column) {
  if (column.isNull()) {
    return "nothing";
  }
  const std::string bytes(static_cast<const char*>(column.getBlob()),
                          static_cast<std::size_t>(column.getBytes()));
  return column.isInteger() ? column.getString() : '"' + printable(bytes) + '"';
}

bool is_same(const SQLite::Column& a, const SQLite::Column& b) {
  return a.getType() == b.getType() && a.getBytes() == b.getBytes() &&
         (a.getBytes() == 0 ||
          std::string_view(static_cast<const char*>(a.getBlob()),
                           static_cast<std::size_t>(a.getBytes())) ==
              std::string_view(static_cast<const char*>(b.getBlob()),
                               static_cast<std::size_t>(b.getBytes())));
}

std::string row_of(const SQLite::Statement& row, const Columns& columns) {
  std::string text = "row";
  for (int i = 0; i < columns.keys; ++i) {
    text += ' ' + columns.names[static_cast<std::size_t>(i)] + '=' +
            shown(row.getColumn(i));
  }
  return text;
}

// How the rows differ that both are at; nullopt when they do not.
std::optional<std::string> difference(const SQLite::Statement& found,
                                      const SQLite::Statement& derived,
                                      const Columns& columns) {
  for (int i = 0; i < static_cast<int>(columns.names.size()); ++i) {
    const SQLite::Column is = found.getColumn(i);
    const SQLite::Column should_be = derived.getColumn(i);
    if (is_same(is, should_be)) {
      continue;
    }
    if (i < columns.keys) {
      return row_of(found, columns) + " stands where the entries make " +
             row_of(derived, columns);
    }
    return row_of(found, columns) + ": " + columns.names[static_cast<std::size_t>(i)] +
           " is " + shown(is) + ", the entries make it " + shown(should_be);
  }
  return std::nullopt;
}

std::optional<std::string> first_difference(SQLite::Statement& found,
                                            SQLite::Statement& derived,
                                            const Columns& columns) {
  for (;;) {
    const bool is_found = found.executeStep();
    const bool is_derived = derived.executeStep();
    if (!is_found && !is_derived) {
      return std::nullopt;
    }
    if (!is_found) {
      return row_of(derived, columns) + " is missing";
    }
    if (!is_derived) {
      return row_of(found, columns) + " follows from no entry";
    }
    if (auto what = difference(found, derived, columns)) {
      return what;
    }
  }
}

// What SQLite finds amiss in pages and indexes: a row whose index says otherwise is one
// thing to who looks it up and another to who reads the table. "ok" when nothing is.
std::string first_damage(SQLite::Database& database) {
  return database.execAndGet("PRAGMA integrity_check(1)").getString();
}

std::vector<std::string> tables_of(SQLite::Database& database) {
  std::vector<std::string> tables;
  SQLite::Statement query(database,
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                          "name <> 'meta' AND name NOT LIKE 'sqlite%' ORDER BY name");
  while (query.executeStep()) {
    tables.push_back(query.getColumn(0).getString());
  }
  return tables;
}

}  // namespace

struct CatalogueCheck::State {
  std::unique_ptr<SQLite::Database> database;
};

CatalogueCheck::CatalogueCheck(std::unique_ptr<State> state, Applied applied)
    : state_(std::move(state)), applied_(std::move(applied)) {}
CatalogueCheck::CatalogueCheck(CatalogueCheck&&) noexcept = default;
CatalogueCheck& CatalogueCheck::operator=(CatalogueCheck&&) noexcept = default;
CatalogueCheck::~CatalogueCheck() = default;

Result<CatalogueCheck> CatalogueCheck::begin(const std::string& path) {
  return catching("check catalogue " + path, [&]() -> Result<CatalogueCheck> {
    MUNIMENT_TRY(check_exists(path));
    auto state = std::make_unique<State>();
    state->database = open_for_reading(path);
    MUNIMENT_TRY(check_version(*state->database, path));
    state->database->exec("BEGIN");
    Applied applied = read_applied(*state->database);
    return CatalogueCheck(std::move(state), std::move(applied));
  });
}

Result<std::vector<TableDifference>> CatalogueCheck::compare(Catalogue& derived) {
  using Differences = std::vector<TableDifference>;
  return catching("check catalogue", [&]() -> Result<Differences> {
    SQLite::Database& found = *state_->database;
    SQLite::Database& made = *derived.state_->database;
    Differences differences;
    const auto compare_rows = [&](const std::string& table, const std::string& query,
                                  const Columns& columns) {
      SQLite::Statement rows_found(found, query);
      SQLite::Statement rows_made(made, query);
      if (auto what = first_difference(rows_found, rows_made, columns)) {
        differences.push_back({table, *std::move(what)});
      }
      return differences.empty();
    };
    // Where the tables themselves differ, their rows cannot be compared.
    if (compare_rows("schema", kObjects, {{"object", "sql"}, 1})) {
      for (const std::string& table : tables_of(made)) {
        const Columns columns = columns_of(made, table);
        compare_rows(table, in_key_order(table, columns), columns);
      }
    }
    if (const std::string damage = differences.empty() ? first_damage(found) : "ok";
        damage != "ok") {
      differences.push_back({"database", printable(damage)});
    }
    return differences;
  });
}

}  // namespace muniment
