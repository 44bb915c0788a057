// What a scan or check is asked, what it tells while it runs, and what it yields.
//
// Owner: plain values; ScanProgress is written by the scan and read by anyone. Failure:
//        none.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/scratch.h"
#include "model/event.h"
#include "model/result.h"

namespace muniment {

enum class ScanPhase : int { kWalking, kSettling, kComparing, kRecording };

struct ScanProgress {
  std::atomic<std::uint64_t> items{0};       // looked at
  std::atomic<std::uint64_t> bytes_read{0};  // of content
  std::atomic<std::uint64_t> problems{0};
  std::atomic<ScanPhase> phase{ScanPhase::kWalking};
};

// Where a scan's changes go. Calls come one at a time, from whichever thread.
class ChangeRecorder {
 public:
  virtual ~ChangeRecorder() = default;
  // Records these events; they are durable when it returns, and in the catalogue after
  // settle().
  virtual Status record(std::vector<EventBody> events) = 0;
  // An item that is certainly gone and was not moved: to be explained and recorded.
  virtual Status record_removal(const Candidate& item, Time first_missed) = 0;
  virtual Status save_fingerprints(
      const std::vector<Catalogue::FingerprintUpdate>& updates) = 0;
  // Returns when the catalogue has all that was recorded.
  virtual Status settle() = 0;
};

// A named person says that the store is the right one although its identity is another:
// a disk was replaced, or restored from a copy. Its items are compared all the same.
struct Acceptance {
  std::string by;
  std::string reason;
};

struct ScanRequest {
  std::string store;
  std::string root;                       // absolute path
  std::optional<StoreIdentity> expected;  // nullopt: the store is being enrolled
  // Who accepts the store as it is now in place of `expected`, and why.
  std::optional<Acceptance> accepted;
  std::string catalogue_path;
  std::string scratch_directory;
  std::chrono::nanoseconds settle{std::chrono::seconds(5)};
  unsigned threads = 0;  // 0: choose
};

struct ScanResult {
  ScanOutcome outcome = ScanOutcome::kComplete;
  std::string reason;  // why it is not complete, or not there
  Time started;
  // `removed`, `explained`, `unexplained`, `items` and `bytes` are the caller's to
  // fill: they follow from what it recorded.
  ScanCounts counts;
};

}  // namespace muniment
