// The answer to "is everything still there?", as one screen of text and as JSON.
//
// Words carry the meaning, not colours. "All is well" is said only when every store is
// there, was seen completely and has nothing unexplained; what could not be told is
// never counted as well.
//
// Owner:   pure functions of one snapshot. Threads: any. Failure: none.

#pragma once

#include <string>
#include <vector>

#include "catalogue/summary.h"
#include "exporters/report/json_line.h"

namespace muniment {

// One sentence for each thing that somebody must look at, worst first; empty when the
// store is available, seen completely and in order.
std::vector<std::string> concerns_of(const StoreSummary& store);

// Does a witness contradict this ledger?
bool has_witness_conflict(const Summary& summary);

// A table of the stores, what to look at, and one closing line. `now` is for ages.
std::string status_text(const Summary& summary, Time now);

// {"stores": [...], "incidents_open", "ledger": {"size", "root", "witnesses": [...]}}.
Json status_json(const Summary& summary);

}  // namespace muniment
