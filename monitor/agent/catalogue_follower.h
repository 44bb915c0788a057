// Brings the catalogue up behind the ledger, in a thread of its own: while one batch is
// applied, the next is encoded, appended and synced.
//
// Owner:   one Recorder. Threads: calls come one at a time; the catalogue is touched by
//          the follower's thread only between follow() and wait().
// Failure: that of applying a batch comes from the next wait(), once. The ledger has
//          the batch, so whoever opens the catalogue next applies it.

#pragma once

#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "agent/state_directory.h"
#include "catalogue/catalogue.h"
#include "model/event.h"
#include "model/result.h"

namespace muniment {

class CatalogueFollower {
 public:
  explicit CatalogueFollower(Catalogue catalogue) : catalogue_(std::move(catalogue)) {}

  // REQUIRES: wait() since the last follow().
  Catalogue& catalogue() { return catalogue_; }

  // Applies a batch that is in the ledger, then lets the lock go.
  // REQUIRES: wait() since the last follow().
  void follow(FileLock lock, std::vector<Event> events, std::string root);

  // The lock of the batch that is being applied, to go on under it; nullopt when it was
  // let go. Whoever takes it keeps it until wait() has returned.
  std::optional<FileLock> take_lock_back();

  // Returns when nothing is being applied.
  Status wait();

 private:
  Status apply();

  Catalogue catalogue_;
  std::vector<Event> events_;
  std::string root_;
  std::mutex mutex_;
  std::optional<FileLock> lock_;  // guarded by mutex_
  std::future<Status> applying_;  // last: it uses all the others
};

}  // namespace muniment
