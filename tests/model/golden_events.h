// One event of every kind, with fixed values: what golden/events.jsonl holds.
//
// Owner: plain values. Threads: any. Failure: none.

#pragma once

#include <string>
#include <vector>

#include "model/event.h"

namespace muniment {

std::vector<Event> golden_events();
// Of them: what explains removals, and where that comes from.
std::vector<Event> golden_evidence_events();

// So long after 2023-07-26T02:00:00Z.
Time golden_time(std::int64_t seconds, std::int64_t ns = 0);

// The lines of golden/events.jsonl.
std::vector<std::string> golden_lines();

}  // namespace muniment
