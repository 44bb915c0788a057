#include "catalogue/registered_row.h"

#include <algorithm>

#include "catalogue/projection.h"
#include "catalogue/reader_state.h"

namespace muniment {

void bind_key(SQLite::Statement& statement, int index, const ItemRegistered& row) {
  const bool by_path = !row.path.empty();
  statement.bind(index,
                 static_cast<int>(by_path ? KnownBy::kPath : KnownBy::kIdentifier));
  bind_bytes(statement, index + 1, by_path ? parent_of(row.path) : "");
  bind_bytes(statement, index + 2,
             by_path ? name_in_parent(row.path) : std::string_view(row.identifier));
}

void bind_registered(SQLite::Statement& statement, int index, const ItemRegistered& row,
                     const std::string& cases) {
  bind_key(statement, index, row);
  statement.bindNoCopy(index + 3, row.identifier);
  bind_time(statement, index + 4, row.recorded);
  statement.bindNoCopy(index + 5, row.class_name);
  statement.bindNoCopy(index + 6, cases);
  statement.bindNoCopy(index + 7, row.exhibit);
  bind_count(statement, index + 8, row.size);
  if (row.sha256) {
    statement.bindNoCopy(index + 9, row.sha256->data(),
                         static_cast<int>(row.sha256->size()));
  } else {
    statement.bind(index + 9);
  }
  bind_count(statement, index + 10, row.subjects);
}

ItemRegistered column_registered(const SQLite::Statement& statement, int index) {
  ItemRegistered row;
  if (statement.getColumn(index).getInt() != static_cast<int>(KnownBy::kIdentifier)) {
    row.path = join_path(column_bytes(statement, index + 1),
                         column_bytes(statement, index + 2));
  }
  row.identifier = statement.getColumn(index + 3).getString();
  row.recorded = column_time(statement, index + 4);
  row.class_name = statement.getColumn(index + 5).getString();
  row.cases = lines_of(statement.getColumn(index + 6).getString());
  row.exhibit = statement.getColumn(index + 7).getString();
  row.size = column_limit(statement, index + 8);
  const SQLite::Column sha256 = statement.getColumn(index + 9);
  if (sha256.getBytes() == 32) {
    std::copy_n(static_cast<const std::uint8_t*>(sha256.getBlob()), 32,
                row.sha256.emplace().begin());
  }
  row.subjects = column_limit(statement, index + 10);
  return row;
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

}  // namespace muniment
