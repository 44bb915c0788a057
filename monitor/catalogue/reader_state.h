// What Reader's parts share. Internal to catalogue/.

#pragma once

#include <memory>
#include <optional>

#include "catalogue/database.h"
#include "catalogue/reader.h"
#include "catalogue/schema.h"

namespace muniment {

struct Reader::State {
  std::unique_ptr<SQLite::Database> database;
  std::string path;
  std::optional<FileIdentity> file;
  // The questions that scans ask for each directory or item stay prepared.
  std::optional<SQLite::Statement> items_in;
  std::optional<SQLite::Statement> listing;
  std::optional<SQLite::Statement> item;
  std::optional<SQLite::Statement> registered_by_key;
  std::optional<SQLite::Statement> registered_by_content;
  std::optional<SQLite::Statement> followed;
  std::optional<SQLite::Statement> logged;
  std::optional<SQLite::Statement> used_for;
  std::optional<SQLite::Statement> verdict;

  // Rows of the register; in reader_evidence.cc. By content only when one row alone has it.
  std::optional<ItemRegistered> row_of_key(std::int64_t store_id, KnownBy known_by,
                                           std::string_view directory,
                                           std::string_view name);
  std::optional<ItemRegistered> row_of_content(std::int64_t store_id,
                                               const Digests& content);

  // `statement`, prepared on first use and ready to be bound.
  SQLite::Statement& prepared(std::optional<SQLite::Statement>& statement,
                              const char* sql) {
    if (statement) {
      statement->reset();
    } else {
      statement.emplace(*database, sql);
    }
    return *statement;
  }
};

inline std::optional<Time> column_time(const SQLite::Statement& statement, int index) {
  const SQLite::Column column = statement.getColumn(index);
  return column.isNull() ? std::nullopt : std::optional<Time>(Time{column.getInt64()});
}

inline std::uint64_t column_count(const SQLite::Statement& statement, int index) {
  return static_cast<std::uint64_t>(statement.getColumn(index).getInt64());
}

inline std::optional<std::uint64_t> column_limit(const SQLite::Statement& statement,
                                                 int index) {
  return statement.getColumn(index).isNull()
             ? std::nullopt
             : std::optional(column_count(statement, index));
}

// A removal from the columns kTombstoneColumns.
inline constexpr const char* kTombstoneColumns =
    "path, type, size, mtime, ctime, inode, sha256, xxh3, target, first_seen, "
    "last_seen, first_missed, explanation, reference, detail, hold, kept_until, seq, "
    "t.reconsidered";
Tombstone column_tombstone(const SQLite::Statement& statement);

std::optional<StoreIdentity> column_identity(const SQLite::Statement& statement,
                                             int index);

}  // namespace muniment
