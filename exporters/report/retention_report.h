// What retention says of the items of a store, as text and as JSON.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>
#include <vector>

#include "exporters/report/json_line.h"
#include "model/register_events.h"

namespace muniment {

// The rule of a store, as configured, and what follows from it now.
struct RetentionLine {
  PolicyDeclared policy;
  RetentionReviewed review;
};

Json retention_json(const RetentionLine& line);
std::string retention_table(const std::vector<RetentionLine>& lines);

}  // namespace muniment
