// The presence scan: walks a store, compares it with the catalogue, reads what is new
// or changed, and tells the recorder what happened. The only observer there is.
//
// What is gone is held back until the walk is complete, the moved has been told from
// the missing, every candidate was looked at once more, and the store has proven three
// times that it is the enrolled one.
//
// Owner:   the caller; one scan of a store at a time (the caller holds its lock).
// Threads: presence_scan() starts its own and joins them. `stop` may be set from
//          anywhere. Failure: kCancelled after `stop`; otherwise what the catalogue,
//          the scratch table or the recorder failed with. A store that is not there is
//          not a failure but an outcome. Whatever was recorded before a failure is
//          true; the next scan goes on from it.

#pragma once

#include <atomic>

#include "scan/scan.h"

namespace muniment {

Result<ScanResult> presence_scan(const ScanRequest& request, ChangeRecorder& recorder,
                                 ScanProgress& progress, const std::atomic<bool>& stop);

}  // namespace muniment
