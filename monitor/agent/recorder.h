// Records events: into the ledger first, then into the catalogue, one batch at a time,
// under the lock that all processes share. The only writer there is.
//
// Owner:      each command and each store's job opens its own.
// Threads:    not thread-safe; several Recorders, in one process or many, are.
// Durability: when record() succeeds the events are in the ledger, synced and signed,
//             and in the catalogue; after record_ahead() in the ledger only, and in the
//             catalogue after settle(). A crash between the two is made good by the
//             next open() or record(), of whichever process.
// Failure:    kNoSpace, kIo, kPermission: nothing of the batch happened, or it is in
//             the ledger and will come into the catalogue. kCorrupt: the ledger does
//             not verify, or catalogue and ledger contradict each other: an older copy
//             of either is in place.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agent/catalogue_follower.h"
#include "agent/state_directory.h"
#include "catalogue/catalogue.h"
#include "ledger/ledger.h"
#include "model/event.h"
#include "model/result.h"

namespace muniment {

class Recorder {
 public:
  static Result<Recorder> open(const StateDirectory& state);

  Status record(std::vector<EventBody> bodies);

  // `check` runs under the lock, when the catalogue is up to date, before anything is
  // recorded; its error is returned and nothing is recorded.
  Status record_if(std::vector<EventBody> bodies, const std::function<Status()>& check);

  // Returns when the events are durable; the catalogue follows while the caller gets the
  // next batch ready. For many batches in a row: the lock goes from one to the next, and
  // other processes get their turn now and then.
  Status record_ahead(std::vector<EventBody> bodies);

  // Returns when the catalogue has everything that was recorded.
  Status settle();

  // From the next batch on a new key signs; the old one is gone. `by` a named person.
  Result<VerifierKey> rotate_key(const std::string& by, const std::string& reason);

  Status save_fingerprints(const std::string& store,
                           std::span<const Catalogue::FingerprintUpdate> updates);

  // The time of the newest event; 1970 when there is none.
  Time last_event() const { return last_event_; }

 private:
  Recorder(StateDirectory state, Ledger ledger, Catalogue catalogue);
  Result<FileLock> lock_and_catch_up();
  Result<FileLock> go_on_or_lock();
  Status take_in_replacements();
  Status catch_up();
  Status note_head();
  std::vector<Event> stamped(std::vector<EventBody> bodies) const;
  Status append(const std::vector<Event>& events);
  Status append_and_apply(const std::vector<Event>& events);
  Catalogue& catalogue() { return follower_->catalogue(); }

  StateDirectory state_;
  Ledger ledger_;
  std::unique_ptr<CatalogueFollower> follower_;  // not null; its thread refers to it
  unsigned batches_in_a_row_ = 0;                // under one lock
  Time last_event_;
};

// The largest encoded event that fits a ledger entry.
inline constexpr std::size_t kMaxEventBytes = 65'535;

}  // namespace muniment
