// Groups what a scan or check found into incidents: one per store and quiet time, grown
// as long as more comes within that time.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalogue/reader.h"
#include "model/event.h"

namespace muniment {

// Unexplained changes of one store, found together.
struct Findings {
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
  std::uint64_t hold_breaches = 0;   // of the items
  std::optional<Time> last_seen;     // the earliest of them
  std::optional<Time> first_missed;  // the latest of them

  void add(std::uint64_t size, Time seen, Time missed);
};

// More than this without anything new, and the next finding is an incident of its own.
inline constexpr std::chrono::hours kQuietTime{24};

// The event that opens an incident or grows the newest one of `open`, which are of
// `store`. nullopt when nothing was found. `known` counts the incidents there ever
// were.
std::optional<IncidentRecorded> incident_for(const std::string& store,
                                             const Findings& findings,
                                             const std::vector<IncidentRow>& open,
                                             std::uint64_t known, Time now);

}  // namespace muniment
