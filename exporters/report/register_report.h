// What an import of a register or of a storage's log did, and what a register says of the
// inventory.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>

#include "exporters/report/json_line.h"
#include "model/register_events.h"
#include "reconcile/register_compare.h"

namespace muniment {

// `problems`: what was wrong, as JSON.
Json register_import_json(const RegisterImported& imported, double seconds,
                          Json problems);
std::string register_import_text(const RegisterImported& imported, double seconds);

Json log_import_json(const LogImported& imported, double seconds, Json problems);
std::string log_import_text(const LogImported& imported, double seconds);

// The fields of a finding beside kind, path and detail.
Json register_line_json(const RegisterLine& line);

Json register_comparison_json(const std::string& store,
                              const RegisterComparison& comparison);
std::string register_comparison_text(const std::string& store,
                                     const RegisterComparison& comparison);

}  // namespace muniment
