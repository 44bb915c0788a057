#include "app/ledger_search.h"

#include <string>

#include "model/event_json.h"

namespace muniment {

Result<Event> parse_entry(std::uint64_t seq, std::string_view entry) {
  Result<Event> event = parse_event(entry);
  if (!event) {
    Error error = event.error();
    error.what = "ledger entry " + std::to_string(seq) + ": " + error.what;
    return error;
  }
  return event;
}

Result<Event> event_at(const LedgerReader& ledger, std::uint64_t seq) {
  if (seq >= ledger.checkpoint().size) {
    return Error{ErrorCode::kInvalid, 0,
                 "there is no event " + std::to_string(seq) + ": the ledger has " +
                     std::to_string(ledger.checkpoint().size) + ", from 0"};
  }
  Event event;
  MUNIMENT_TRY(
      ledger.read(seq, seq + 1, [&](std::uint64_t, std::string_view entry) -> Status {
        MUNIMENT_ASSIGN(event, parse_entry(seq, entry));
        return ok();
      }));
  return event;
}

Result<std::uint64_t> first_since(const LedgerReader& ledger, Time since) {
  std::uint64_t low = 0;  // event times never decrease
  std::uint64_t high = ledger.checkpoint().size;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    MUNIMENT_ASSIGN(const Event event, event_at(ledger, middle));
    if (event.time < since) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace muniment
