// One row of a register, made of its cells.
//
// Owner:   pure function. Threads: any.
// Failure: kInvalid with the first thing that is wrong; it names the column.

#pragma once

#include <array>
#include <optional>
#include <string>

#include "intake/cell.h"
#include "intake/column_map.h"
#include "model/register_events.h"

namespace muniment {

struct RegisterCells {
  std::array<std::optional<Cell>, kRegisterFields> fields;  // nullopt: no such column
  std::optional<Cell> path_base64;  // JSON only: for a path that is not UTF-8

  // nullptr when the row says nothing there.
  const Cell* of(RegisterField field) const {
    const auto& cell = fields[static_cast<std::size_t>(field)];
    return cell && !cell->is_empty() ? &*cell : nullptr;
  }
};

Result<ItemRegistered> parse_register_row(const std::string& store,
                                          const RegisterCells& cells);

}  // namespace muniment
