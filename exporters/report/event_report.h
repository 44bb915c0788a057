// Events of the ledger for people: a line each, or one of them in full.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <string>

#include "model/event.h"

namespace muniment {

// Number, time, type, and what it says; one line, with its end.
std::string event_line(std::uint64_t seq, const Event& event);

// Label and value, a line each, indented.
std::string event_text(const Event& event);

// The event as the ledger has it, with its number added as `seq`; no line end.
std::string event_json_line(std::uint64_t seq, const Event& event);

}  // namespace muniment
