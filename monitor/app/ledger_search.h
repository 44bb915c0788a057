// Finds events in a ledger by number and by time.
//
// Owner:   pure reads. Threads: any.
// Failure: kInvalid when there is no such event; kCorrupt, with the number, when an entry
//          is not an event that this version knows.

#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/ledger_reader.h"
#include "model/event.h"
#include "model/result.h"

namespace muniment {

Result<Event> parse_entry(std::uint64_t seq, std::string_view entry);
Result<Event> event_at(const LedgerReader& ledger, std::uint64_t seq);

// The number of the first event at or after `since`; the ledger's size if there is none.
Result<std::uint64_t> first_since(const LedgerReader& ledger, Time since);

}  // namespace muniment
