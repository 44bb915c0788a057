// What of a hold is there: looked at the moment it is placed, for a hold on something that
// went before, or that nobody can read, protects nothing and seems to.
//
// Owner:   a function over a Reader. Threads: as the Reader. Failure: as Reader.

#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "reconcile/classified_items.h"

namespace muniment {

enum class HoldConcern {
  kMissing,        // it went before, or was never in the inventory
  kUnreadable,     // it could not be looked at
  kCorrupted,      // other content than recorded was found
  kNeverVerified,  // its content has not been read again since it was first seen
};
std::string_view name_of(HoldConcern concern);

struct HoldReport {
  std::uint64_t items = 0;  // held and in the inventory
  std::uint64_t bytes = 0;
  std::uint64_t missing = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t corrupted = 0;
  std::uint64_t never_verified = 0;
};

using HoldListener = std::function<Status(HoldConcern concern, const StorePath& path,
                                          const std::string& detail)>;
Result<HoldReport> report_hold(Reader& reader, std::int64_t store_id,
                               const Policy* policy, const ListedScope& scope,
                               const HoldListener& listed);

// The paths of the items that are held and there, for a check of their content.
Result<std::vector<StorePath>> held_items(Reader& reader, std::int64_t store_id,
                                          const Policy* policy,
                                          const ListedScope& scope);

}  // namespace muniment
