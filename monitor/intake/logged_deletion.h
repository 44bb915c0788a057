// What a line of a storage's log says of a deletion.
//
// Owner:   pure functions. Threads: any.
// Failure: kInvalid with what is wrong. nullopt: the line is about something else.

#pragma once

#include <optional>
#include <string_view>

#include "intake/audit_line.h"
#include "intake/cell.h"
#include "intake/storage_log_reader.h"

namespace muniment {

Result<std::optional<DeletionLogged>> deletion_in(const AuditLine& line,
                                                  const LogRequest& request);

// The cells of a CSV log. `actor` is empty when there is no such column.
struct LogCells {
  Cell time;
  Cell path;
  Cell actor;
  Cell action;
};
Result<std::optional<DeletionLogged>> deletion_in(const LogCells& cells,
                                                  const LogRequest& request);

}  // namespace muniment
