#include "agent/recorder.h"

#include <algorithm>

#include "model/event_json.h"

namespace muniment {
namespace {

constexpr int kLedgerFormat = 1;
constexpr std::size_t kCatchUpEvents = 16'384;

// Finer would say more than anybody knows of when something was recorded.
Time to_milliseconds(Time time) {
  return Time{time.ns - time.ns % kNsPerMs};
}

Error contradiction(std::uint64_t catalogue_size, std::uint64_t ledger_size) {
  return Error{
      ErrorCode::kCorrupt, 0,
      "catalogue and ledger contradict each other: the catalogue has applied " +
          std::to_string(catalogue_size) + " events, the ledger has " +
          std::to_string(ledger_size) +
          (catalogue_size == ledger_size ? " others" : "") +
          ". An older or foreign copy of one of them is in place"};
}

}  // namespace

Recorder::Recorder(StateDirectory state, Ledger ledger, Catalogue catalogue)
    : state_(std::move(state)),
      ledger_(std::move(ledger)),
      catalogue_(std::move(catalogue)) {}

Result<Recorder> Recorder::open(const StateDirectory& state) {
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  MUNIMENT_ASSIGN(SigningKey key, state.signing_key());
  MUNIMENT_ASSIGN(Ledger ledger, Ledger::open(state.ledger(), std::move(key)));
  MUNIMENT_ASSIGN(Catalogue catalogue, Catalogue::open(state.catalogue()));
  Recorder recorder(state, std::move(ledger), std::move(catalogue));
  MUNIMENT_TRY(recorder.catch_up());
  if (recorder.ledger_.size() == 0) {
    const std::string& origin = recorder.ledger_.verifier().name();
    MUNIMENT_TRY(recorder.append({Event{to_milliseconds(wall_clock_now()),
                                        LedgerStarted{kLedgerFormat, origin}}}));
  }
  return recorder;
}

Result<FileLock> Recorder::lock_and_catch_up() {
  MUNIMENT_ASSIGN(FileLock lock, FileLock::take(state_.write_lock()));
  MUNIMENT_TRY(ledger_.refresh());
  MUNIMENT_TRY(catch_up());
  return lock;
}

Status Recorder::catch_up() {
  MUNIMENT_ASSIGN(const Applied applied, catalogue_.applied());
  const std::string root = to_hex(ledger_.root());
  last_event_ = applied.last_event;
  if (applied.size > ledger_.size() ||
      (applied.size == ledger_.size() && !applied.root.empty() &&
       applied.root != root)) {
    return contradiction(applied.size, ledger_.size());
  }
  std::vector<Event> events;
  const auto apply = [&](const std::string& root_after) -> Status {
    last_event_ = events.empty() ? last_event_ : events.back().time;
    return catalogue_.apply(std::exchange(events, {}), root_after);
  };
  MUNIMENT_TRY(ledger_.read(applied.size, ledger_.size(),
                            [&](std::uint64_t index, std::string_view entry) -> Status {
                              auto event = parse_event(entry);
                              if (!event) {
                                Error error = event.error();
                                error.what = "ledger entry " + std::to_string(index) +
                                             ": " + error.what;
                                return error;
                              }
                              events.push_back(std::move(event).value());
                              // The root of a size in between is not known; "" is
                              // compared with nothing.
                              return events.size() < kCatchUpEvents ? ok() : apply("");
                            }));
  return apply(root);
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
  // A clock that was set back must not make the record run backwards.
  const Time now = std::max(to_milliseconds(wall_clock_now()), last_event_);
  std::vector<Event> events;
  events.reserve(bodies.size());
  for (EventBody& body : bodies) {
    events.push_back({now, std::move(body)});
  }
  bodies = {};  // a batch is large: not twice in memory
  return append(std::move(events));
}

Status Recorder::append(std::vector<Event> events) {
  std::vector<std::string> entries;
  entries.reserve(events.size());
  for (const Event& event : events) {
    entries.push_back(encode_event(event));
  }
  MUNIMENT_TRY(ledger_.append(entries));
  MUNIMENT_TRY(catalogue_.apply(events, to_hex(ledger_.root())));
  last_event_ = events.back().time;
  return ok();
}

Status Recorder::save_fingerprints(
    const std::string& store, std::span<const Catalogue::FingerprintUpdate> updates) {
  if (updates.empty()) {
    return ok();
  }
  MUNIMENT_ASSIGN(const FileLock lock, lock_and_catch_up());
  return catalogue_.save_fingerprints(store, updates);
}

}  // namespace muniment
