// The fixity check: reads content again and compares both digests with what is
// recorded.
//
// The page cache is dropped for each file first, so that the device answers. A mismatch
// is read twice more before it is a finding; an error of reading is never one.
//
// Owner:   the caller, who holds the store's lock: no scan runs meanwhile.
// Threads: fixity_check() starts its own and joins them.
// Failure: kNotFound when a named path is not in the inventory; kUnavailable when the
//          store is not there or not the enrolled one; kCancelled after `stop`; what
//          the catalogue or the recorder failed with.

#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include "scan/scan.h"

namespace muniment {

struct CheckRequest {
  std::string store;
  std::string root;
  StoreIdentity expected;
  std::string catalogue_path;
  // Items, or directories with all that is below; empty: everything.
  std::vector<StorePath> paths;
  // Instead of `paths`: exactly these items of the inventory, sorted.
  std::optional<std::vector<StorePath>> items;
  unsigned threads = 0;  // 0: choose
};

struct CheckResult {
  CheckFinished counts;
  // What could not be read, is missing or differs; the first kMaxListedProblems of
  // them.
  std::vector<Place> problems;
  std::uint64_t problem_count = 0;
};
inline constexpr std::size_t kMaxListedProblems = 1000;

Result<CheckResult> fixity_check(const CheckRequest& request, ChangeRecorder& recorder,
                                 ScanProgress& progress, const std::atomic<bool>& stop);

}  // namespace muniment
