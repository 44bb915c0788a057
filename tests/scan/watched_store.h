// A store on a real filesystem that is scanned and checked again and again.
//
// Owner:   removes everything when it goes. Threads: one. Failure: fails the test.

#pragma once

#include <string>
#include <vector>

#include "event_recorder.h"
#include "scan/fixity_check.h"
#include "scan/presence_scan.h"
#include "tests/support/temp_tree.h"

namespace muniment {

class WatchedStore {
 public:
  explicit WatchedStore(TempTree::Medium medium = TempTree::Medium::kDisk);

  // Paths of the tree begin with the store's root: "store/d/a" is the item "d/a".
  const TempTree& tree() const { return tree_; }
  std::string root() const { return tree_.absolute("store"); }
  EventRecorder& recorder() { return *recorder_; }

  ScanRequest request() const;
  Result<ScanResult> try_scan(const ScanRequest& request);
  Result<ScanResult> try_scan() { return try_scan(request()); }
  // A scan that does not fail, and is then finished in the catalogue as well.
  ScanResult scan(const ScanRequest& request);
  ScanResult scan() { return scan(request()); }

  CheckRequest check_request() const;
  Result<CheckResult> try_check(const CheckRequest& request);
  CheckFinished check();

  // Records something that no scan found.
  void record(EventBody body);

  // What was recorded since the last call, in order: "added a", "moved a > b", ...
  std::vector<std::string> changes();
  std::vector<EventBody> take_events() { return recorder_->take_events(); }

  Reader reader() const;
  std::optional<KnownItem> item(const StorePath& path) const;
  std::vector<UnobservedPlace> places() const;

  std::string catalogue_path() const { return state_.absolute("catalogue.sqlite"); }

  ScanProgress progress;
  std::atomic<bool> stop{false};

 private:
  std::optional<StoreRecord> store_record() const;

  TempTree tree_;
  TempTree state_{TempTree::Medium::kMemory};
  std::optional<Catalogue> catalogue_;
  std::optional<EventRecorder> recorder_;
};

// One line for people who read a test.
std::string to_line(const EventBody& event);

}  // namespace muniment
