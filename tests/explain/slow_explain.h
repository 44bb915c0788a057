// explain_removal() once more: slow, obvious, and with nothing of it but the types.
//
// It goes through every authority, hold and transfer, through every removal before, and
// through every moment at which the item may have gone. So all times, but those of logs,
// must be whole ticks.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explain/explain.h"

namespace muniment {

inline constexpr std::int64_t kTickNs = 43'200 * kNsPerSecond;  // half a day

struct SlowVerdict {
  Explanation explanation = Explanation::kUnexplained;
  std::string reference;
  std::string hold;
  std::optional<Time> kept_until;
  bool met_used_up = false;  // an authority that would explain it, but for its limits
  bool met_replay = false;   // or but for its use for the same path before
  bool met_allowed = false;  // a hold is breached under what would explain it
};

struct PastRemoval {
  std::string path;
  std::uint64_t size = 0;
  SlowVerdict verdict;
};

// `evidence` has nothing used up; `past` says what was.
SlowVerdict slow_explain(const RemovedItem& item, const Evidence::Input& evidence,
                         const std::vector<PastRemoval>& past);

}  // namespace muniment
