// Holds, in full, as a table, and as JSON; and what was found when one was placed.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/evidence_records.h"
#include "exporters/report/json_line.h"
#include "reconcile/hold_report.h"

namespace muniment {

struct HoldLine {
  HoldRecord record;
  Time now;  // whether its review is due
};

// "in-force", "review-due" or "released".
std::string_view state_of(const HoldLine& hold);

Json hold_json(const HoldLine& hold);
std::string hold_text(const HoldLine& hold);
std::string hold_table(const std::vector<HoldLine>& holds);

// Adds the counts of the report to the hold's JSON.
void put_hold_report(Json& json, const HoldReport& report);
std::string hold_report_text(const HoldReport& report);

}  // namespace muniment
