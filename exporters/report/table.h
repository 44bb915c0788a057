// Text tables with aligned columns.
//
// Every cell passes through printable(). Widths count characters; wide ones (CJK) are
// counted once, so such a table is complete but not perfectly aligned.
//
// Owner:   plain value. Threads: not thread-safe. Failure: none.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muniment {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // Cells that are missing are empty. REQUIRES: not more cells than columns.
  void add_row(std::vector<std::string> cells);
  bool is_empty() const { return rows_.empty(); }

  // Titles and rows, two spaces between columns, every line ended, no trailing spaces.
  std::string text() const;

 private:
  std::vector<std::size_t> widths() const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  // printable
};

// Characters in `text`. REQUIRES: UTF-8.
std::size_t character_count(std::string_view text);

}  // namespace muniment
