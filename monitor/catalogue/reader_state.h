// What Reader's parts share. Internal to catalogue/.

#pragma once

#include <memory>
#include <optional>

#include "catalogue/database.h"
#include "catalogue/reader.h"

namespace muniment {

struct Reader::State {
  std::unique_ptr<SQLite::Database> database;
  std::string path;
  std::optional<FileIdentity> file;
  // The questions that scans ask for each directory or item stay prepared.
  std::optional<SQLite::Statement> items_in;
  std::optional<SQLite::Statement> listing;
};

inline std::optional<Time> column_time(const SQLite::Statement& statement, int index) {
  const SQLite::Column column = statement.getColumn(index);
  return column.isNull() ? std::nullopt : std::optional<Time>(Time{column.getInt64()});
}

inline std::uint64_t column_count(const SQLite::Statement& statement, int index) {
  return static_cast<std::uint64_t>(statement.getColumn(index).getInt64());
}

std::optional<StoreIdentity> column_identity(const SQLite::Statement& statement,
                                             int index);

}  // namespace muniment
