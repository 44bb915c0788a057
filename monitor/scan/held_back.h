// Records what a scan held back until its walk was complete: what is gone, moved or new,
// and which places could not be observed.
//
// Owner:   one scan, at its end. Threads: one.
// Failure: as the scratch table and the recorder. What was recorded before a failure is
//          true; the rest is found again by the next scan.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue/reader.h"
#include "catalogue/scratch.h"
#include "scan/scan.h"

namespace muniment {

class HeldBack {
 public:
  // REQUIRES: scratch.match_moves() has been done.
  HeldBack(std::string store, Scratch& scratch, ChangeRecorder& recorder)
      : store_(std::move(store)), scratch_(scratch), recorder_(recorder) {}

  // First what is gone, then moves, then arrivals: what went may have left its name to
  // what came. Counts moves and arrivals.
  Status record_changes(ScanCounts& counts);

  // What the scan knew when it began.
  struct Before {
    const std::vector<KnownDirectory>& directories;
    const std::vector<UnobservedPlace>& places;
    std::optional<Time> last_observed;
  };
  // Places as changes since the last scan: new ones, and those that can be seen again.
  // Counts them, and makes `result` incomplete if one could not be observed.
  Status record_places(const Before& before, ScanResult& result);

 private:
  Status hold(EventBody event);
  Status record_held();

  std::string store_;
  Scratch& scratch_;
  ChangeRecorder& recorder_;
  std::vector<EventBody> held_;
};

}  // namespace muniment
