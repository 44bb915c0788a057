// One event of every kind, with fixed values: what golden/events.jsonl holds.
//
// Owner: plain values. Threads: any. Failure: none.

#pragma once

#include <string>
#include <vector>

#include "model/event.h"

namespace muniment {

std::vector<Event> golden_events();

// The lines of golden/events.jsonl.
std::vector<std::string> golden_lines();

}  // namespace muniment
