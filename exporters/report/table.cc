#include "exporters/report/table.h"

#include <algorithm>
#include <utility>

#include "model/printable.h"
#include "model/result.h"

namespace muniment {
namespace {

void append_cell(std::string& line, std::string_view cell, std::size_t width,
                 Align align) {
  const std::string padding(width - std::min(width, character_count(cell)), ' ');
  if (align == Align::kRight) {
    line += padding;
  }
  line += cell;
  if (align == Align::kLeft) {
    line += padding;
  }
}

void end_line(std::string& out, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  out += line;
  out += '\n';
}

}  // namespace

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(),
      [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add_row(std::vector<std::string> cells) {
  MUNIMENT_CHECK(cells.size() <= columns_.size());
  for (std::string& cell : cells) {
    cell = printable(cell);
  }
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = character_count(columns_[i].title);
    for (const auto& row : rows_) {
      width = std::max(width, character_count(row[i]));
    }
    widths.push_back(width);
  }
  return widths;
}

std::string Table::text() const {
  const std::vector<std::size_t> width = widths();
  std::string out;
  const auto add_line = [&](const auto& cell_at) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      line += i == 0 ? "" : "  ";
      append_cell(line, cell_at(i), width[i], columns_[i].align);
    }
    end_line(out, std::move(line));
  };
  add_line([&](std::size_t i) -> const std::string& { return columns_[i].title; });
  for (const auto& row : rows_) {
    add_line([&](std::size_t i) -> const std::string& { return row[i]; });
  }
  return out;
}

}  // namespace muniment
