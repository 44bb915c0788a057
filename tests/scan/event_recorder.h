// A ChangeRecorder without a ledger: keeps the events and applies them to a catalogue, so
// that a second scan has something to compare with.
//
// Owner:   one test. Threads: as ChangeRecorder says; it fails the test otherwise.
// Failure: what fail_after() says.

#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "scan/scan.h"

namespace muniment {

class EventRecorder : public ChangeRecorder {
 public:
  EventRecorder(std::string store, Catalogue& catalogue)
      : store_(std::move(store)), catalogue_(catalogue) {}

  Status record(std::vector<EventBody> events) override;
  Status record_removal(const Candidate& item, Time first_missed) override;
  Status save_fingerprints(
      const std::vector<Catalogue::FingerprintUpdate>& updates) override;
  Status settle() override { return ok(); }

  // The first `calls` succeed, all others fail with kNoSpace.
  void fail_after(int calls) { calls_left_ = calls; }
  // Called once, before the next batch of events is recorded.
  void before_next_record(std::function<void()> hook) { hook_ = std::move(hook); }

  // Everything recorded since the last time.
  std::vector<EventBody> take_events() { return std::exchange(events_, {}); }
  std::size_t fingerprints_saved = 0;

 private:
  Status apply(std::vector<EventBody> bodies);

  std::string store_;
  Catalogue& catalogue_;
  std::vector<EventBody> events_;
  std::function<void()> hook_;
  std::optional<int> calls_left_;
  std::atomic<bool> is_in_call_{false};
};

}  // namespace muniment
