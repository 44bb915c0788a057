// Why is it gone? Decides for one removed item whether something legitimate explains it.
//
// Pure: the answer follows from the arguments, and using an authority up changes only the
// Evidence that the caller passed in.
//
// In this order (design, "Explain"): what a hold keeps is unexplained, whatever else says
// so; then a transfer, an authority, the end of its retention, a storage's log; else it is
// unexplained. (Moves are found by the scan, before it asks.)
//
// Owner:   plain values. Threads: any, each with an Evidence of its own.
// Failure: none. When in doubt the answer is "unexplained", with the reason in `detail`.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explain/evidence.h"
#include "model/event.h"

namespace muniment {

// A storage's clock may differ from ours by this much.
inline constexpr std::int64_t kLogClockSlackNs = 300 * kNsPerSecond;

// Where a transfer took an item: the destination holds the same content.
struct CopyFound {
  std::string transfer;  // its reference
  Time read;             // when that content was last read there
};

struct RemovedItem {
  StorePath path;
  std::uint64_t size = 0;  // bytes
  Time first_seen;
  Time last_seen;                              // it went after this
  Time first_missed;                           // and before this
  const ItemRegistered* registered = nullptr;  // what the register says of it
  std::vector<std::string> listed_by;          // authorities that list its path
  std::vector<std::string> held_by;            // holds that list it
  std::vector<std::string> transferred_by;     // transfers that list it
  std::vector<std::string> used_before;  // authorities that earlier removals of this
                                         // very path have used
  std::vector<CopyFound> copies;
  std::vector<DeletionLogged> logged;  // of this path, oldest first
};

struct Verdict {
  Explanation explanation = Explanation::kUnexplained;
  std::string reference;  // of the transfer, authority or retention rule
  std::string detail;     // a sentence for people; "" when there is nothing to add
  std::string hold;       // of the hold that it breaches; else ""
  std::optional<Time> kept_until;  // the end of its retention, where that is known

  bool is_breach() const { return !hold.empty(); }
};

// An item went at some moment between last seen and first missed; an authority, transfer
// or retention explains it when one of these moments is allowed, a hold is breached when
// it was in force at one of them.
//
// Of several authorities those without limits come first, then those that list the very
// path, then the longer prefix, then the older one: so that a limited authority is not
// spent on what another one covers. An authority is used for one path once: what came
// back and went again needs another.
Verdict explain_removal(const RemovedItem& item, Evidence& evidence);

// Of `deletions`, the newest that fits between last seen and first missed, give or take
// kLogClockSlackNs; nullptr for none.
const DeletionLogged* deletion_within(const std::vector<DeletionLogged>& deletions,
                                      Time last_seen, Time first_missed);

}  // namespace muniment
