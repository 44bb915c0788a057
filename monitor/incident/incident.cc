#include "incident/incident.h"

#include <algorithm>

namespace muniment {

void Findings::add(std::uint64_t size, Time seen, Time missed) {
  items += 1;
  bytes += size;
  last_seen = std::min(last_seen.value_or(seen), seen);
  first_missed = std::max(first_missed.value_or(missed), missed);
}

std::optional<IncidentRecorded> incident_for(const std::string& store,
                                             const Findings& findings,
                                             const std::vector<IncidentRow>& open,
                                             std::uint64_t known, Time now) {
  if (findings.items == 0) {
    return std::nullopt;
  }
  const Time seen = findings.last_seen.value_or(now);
  const Time missed = findings.first_missed.value_or(now);
  const auto newest = std::max_element(
      open.begin(), open.end(),
      [](const auto& a, const auto& b) { return a.changed < b.changed; });
  constexpr std::int64_t kQuietNs = std::chrono::nanoseconds(kQuietTime).count();
  if (newest == open.end() || now.ns - newest->changed.ns > kQuietNs) {
    return IncidentRecorded{"INC-" + std::to_string(known + 1),
                            store,
                            1,
                            findings.items,
                            findings.bytes,
                            seen,
                            missed,
                            findings.hold_breaches};
  }
  IncidentRecorded grown = newest->recorded;
  grown.version += 1;
  grown.items += findings.items;
  grown.bytes += findings.bytes;
  grown.hold_breaches += findings.hold_breaches;
  grown.last_seen = std::min(grown.last_seen, seen);
  grown.first_missed = std::max(grown.first_missed, missed);
  return grown;
}

}  // namespace muniment
