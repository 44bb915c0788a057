#include "agent/recorder.h"

#include <algorithm>

#include "agent/apply_entries.h"
#include "agent/rotate_key.h"
#include "agent/state_check.h"
#include "model/event_json.h"

namespace muniment {
namespace {

constexpr int kLedgerFormat = 1;
// About half a second, the longest that another process waits for its turn.
constexpr unsigned kMaxBatchesInARow = 8;

// Finer would say more than anybody knows of when something was recorded.
Time to_milliseconds(Time time) {
  return Time{time.ns - time.ns % kNsPerMs};
}

}  // namespace

Recorder::Recorder(StateDirectory state, Ledger ledger, Catalogue catalogue)
    : state_(std::move(state)),
      ledger_(std::move(ledger)),
      follower_(std::make_unique<CatalogueFollower>(std::move(catalogue))) {}

Result<Recorder> Recorder::open(const StateDirectory& state) {
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  MUNIMENT_ASSIGN(SigningKey key, state.signing_key());
  MUNIMENT_ASSIGN(Ledger ledger, Ledger::open(state.ledger(), std::move(key)));
  if (has_next_key(state)) {
    MUNIMENT_TRY(finish_rotation(state, ledger));
  }
  MUNIMENT_ASSIGN(Catalogue catalogue, Catalogue::open(state.catalogue()));
  Recorder recorder(state, std::move(ledger), std::move(catalogue));
  MUNIMENT_TRY(recorder.catch_up());
  if (recorder.ledger_.size() == 0) {
    const std::string& origin = recorder.ledger_.verifier().name();
    MUNIMENT_TRY(recorder.append_and_apply({Event{
        to_milliseconds(wall_clock_now()), LedgerStarted{kLedgerFormat, origin}}}));
  }
  MUNIMENT_TRY(recorder.note_head());
  return recorder;
}

// Once for each opening, not for each batch: it costs two syncs.
Status Recorder::note_head() {
  MUNIMENT_ASSIGN(const std::optional<Checkpoint> head, read_head(state_));
  if (head && *head == ledger_.checkpoint()) {
    return ok();
  }
  MUNIMENT_TRY(catalogue().sync());
  return write_head(state_, ledger_.signed_checkpoint());
}

Result<FileLock> Recorder::lock_and_catch_up() {
  MUNIMENT_TRY(settle());
  MUNIMENT_ASSIGN(FileLock lock, FileLock::take(state_.write_lock()));
  MUNIMENT_TRY(take_in_replacements());
  MUNIMENT_TRY(catch_up());
  return lock;
}

// Another process may have appended, or put another key or another catalogue in place.
Status Recorder::take_in_replacements() {
  MUNIMENT_ASSIGN(SigningKey key, state_.signing_key());
  if (key.verifier() == ledger_.verifier()) {
    MUNIMENT_TRY(ledger_.refresh());
  } else {
    MUNIMENT_ASSIGN(ledger_, Ledger::open(state_.ledger(), std::move(key)));
  }
  if (has_next_key(state_)) {
    MUNIMENT_TRY(finish_rotation(state_, ledger_));
  }
  if (!catalogue().is_in_place()) {
    MUNIMENT_ASSIGN(Catalogue another, Catalogue::open(state_.catalogue()));
    follower_ = std::make_unique<CatalogueFollower>(std::move(another));
  }
  return ok();
}

Result<VerifierKey> Recorder::rotate_key(const std::string& by,
                                         const std::string& reason) {
  MUNIMENT_ASSIGN(const FileLock lock, lock_and_catch_up());
  MUNIMENT_ASSIGN(VerifierKey next, make_next_key(state_));
  MUNIMENT_TRY(append_and_apply(stamped({KeyRotated{next.text(), by, reason}})));
  MUNIMENT_TRY(finish_rotation(state_, ledger_));
  return next;
}

Status Recorder::catch_up() {
  MUNIMENT_ASSIGN(const std::optional<Checkpoint> head, read_head(state_));
  MUNIMENT_ASSIGN(Applied applied, catalogue().applied());
  MUNIMENT_TRY(check_state(state_, head, applied, ledger_.checkpoint()));
  if (applied.size < ledger_.size()) {
    MUNIMENT_TRY(apply_entries(TileFiles(state_.ledger(), ledger_.size()),
                               to_hex(ledger_.root()), catalogue()));
    MUNIMENT_ASSIGN(applied, catalogue().applied());
  }
  last_event_ = applied.last_event;
  return ok();
}

Status Recorder::record(std::vector<EventBody> bodies) {
  return record_if(std::move(bodies), [] { return ok(); });
}

Status Recorder::record_if(std::vector<EventBody> bodies,
                           const std::function<Status()>& check) {
  if (bodies.empty()) {
    return ok();
  }
  MUNIMENT_ASSIGN(const FileLock lock, lock_and_catch_up());
  MUNIMENT_TRY(check());
  return append_and_apply(stamped(std::move(bodies)));
}

Status Recorder::record_ahead(std::vector<EventBody> bodies) {
  if (bodies.empty()) {
    return ok();
  }
  MUNIMENT_ASSIGN(FileLock lock, go_on_or_lock());
  std::vector<Event> events = stamped(std::move(bodies));
  const Status appended = append(events);
  // Also after a failure: nobody else may apply what is being applied here.
  MUNIMENT_TRY(follower_->wait());
  MUNIMENT_TRY(appended);
  follower_->follow(std::move(lock), std::move(events), to_hex(ledger_.root()));
  return ok();
}

Status Recorder::settle() {
  return follower_->wait();
}

Result<FileLock> Recorder::go_on_or_lock() {
  if (batches_in_a_row_ < kMaxBatchesInARow) {
    if (std::optional<FileLock> lock = follower_->take_lock_back()) {
      ++batches_in_a_row_;
      return std::move(*lock);
    }
  }
  batches_in_a_row_ = 1;
  return lock_and_catch_up();
}

std::vector<Event> Recorder::stamped(std::vector<EventBody> bodies) const {
  // A clock that was set back must not make the record run backwards.
  const Time now = std::max(to_milliseconds(wall_clock_now()), last_event_);
  std::vector<Event> events;
  events.reserve(bodies.size());
  for (EventBody& body : bodies) {
    events.push_back({now, std::move(body)});
  }
  return events;
}

Status Recorder::append(const std::vector<Event>& events) {
  std::vector<std::string> entries;
  entries.reserve(events.size());
  for (const Event& event : events) {
    entries.push_back(encode_event(event));
  }
  MUNIMENT_TRY(ledger_.append(entries));
  last_event_ = events.back().time;
  return ok();
}

Status Recorder::append_and_apply(const std::vector<Event>& events) {
  MUNIMENT_TRY(append(events));
  return catalogue().apply(events, to_hex(ledger_.root()));
}

Status Recorder::save_fingerprints(
    const std::string& store, std::span<const Catalogue::FingerprintUpdate> updates) {
  if (updates.empty()) {
    return ok();
  }
  MUNIMENT_ASSIGN(const FileLock lock, lock_and_catch_up());
  return catalogue().save_fingerprints(store, updates);
}

}  // namespace muniment
