#include "agent/apply_entries.h"

#include <utility>
#include <vector>

#include "model/event_json.h"

namespace muniment {
namespace {

constexpr std::size_t kBatchEvents = 16'384;

Result<Event> event_of(std::uint64_t index, std::string_view entry) {
  auto event = parse_event(entry);
  if (!event) {
    Error error = event.error();
    error.what = "ledger entry " + std::to_string(index) + ": " + error.what;
    return error;
  }
  return event;
}

}  // namespace

Status apply_entries(const TileFiles& ledger, const std::string& root,
                     Catalogue& catalogue,
                     const std::function<void(std::uint64_t)>& on_batch) {
  MUNIMENT_ASSIGN(const Applied applied, catalogue.applied());
  std::uint64_t done = applied.size;
  std::vector<Event> events;
  const auto apply = [&](const std::string& root_after) -> Status {
    done += events.size();
    MUNIMENT_TRY(catalogue.apply(std::exchange(events, {}), root_after));
    if (on_batch) {
      on_batch(done);
    }
    return ok();
  };
  MUNIMENT_TRY(
      ledger.read_entries(applied.size, ledger.size(),
                          [&](std::uint64_t index, std::string_view entry) -> Status {
                            MUNIMENT_ASSIGN(Event event, event_of(index, entry));
                            events.push_back(std::move(event));
                            // The root of a size in between is not known; "" is compared with nothing.
                            return events.size() < kBatchEvents ? ok() : apply("");
                          }));
  return apply(root);
}

}  // namespace muniment
