#include "scan/presence_scan.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>

#include "catalogue/scratch.h"
#include "model/printable.h"
#include "scan/change_sink.h"
#include "scan/directory_visit.h"
#include "scan/held_back.h"
#include "store/filesystem_store.h"
#include "store/walk.h"

namespace muniment {
namespace {

using std::chrono::steady_clock;

// The clock that stamps files ticks this slowly on local filesystems. A file as young
// as this may be changed again without its times showing it.
constexpr std::int64_t kClockTickNs = 20 * kNsPerMs;
constexpr auto kProveEvery = std::chrono::seconds(1);
constexpr std::size_t kCandidatesAtOnce = 1024;
// Reasons name paths, which may be so long that an event with both would not fit.
constexpr std::size_t kMaxReasonBytes = 2000;

class PresenceScan : public WalkVisitor, public VisitOutput {
 public:
  PresenceScan(const ScanRequest& request, ChangeRecorder& recorder,
               ScanProgress& progress, const std::atomic<bool>& stop)
      : request_(request), recorder_(recorder), progress_(progress), outer_stop_(stop) {
    result_.started = wall_clock_now();
  }

  Result<ScanResult> run() {
    auto done = scan();
    if (!done && done.error().code == ErrorCode::kUnavailable) {
      result_.outcome = ScanOutcome::kUnavailable;
      result_.reason = done.error().what;
      return std::move(result_);
    }
    MUNIMENT_TRY(done);
    return std::move(result_);
  }

  // Of WalkVisitor, on the walk's threads

  void visit(unsigned worker, Directory& directory) override {
    if (outer_stop_.load(std::memory_order_relaxed)) {
      stop_ = true;
      return;
    }
    prove_now_and_then();
    const auto found = known_.find(directory.path());
    const KnownDirectory* known = nullptr;
    if (found != known_.end()) {
      visited_[found->second] = 1;
      known = &directories_[found->second];
    }
    DirectoryVisit visit(context(false), *workers_[worker], directory, *this);
    if (auto done = visit.run(known); !done) {
      fail(done.error());
    }
  }

  void unobserved(const StorePath& directory, const Error& error) override {
    progress_.problems.fetch_add(1, std::memory_order_relaxed);
    if (auto added = unobserved({directory, PlaceKind::kDirectory, error.what});
        !added) {
      fail(added.error());
    }
  }

  // Of VisitOutput, on the walk's threads

  Status added(std::vector<Arrival> arrivals) override {
    if (!is_first_) {
      return scratch_->add(arrivals);
    }
    // Nothing was known, so nothing can have moved: no need to hold them back.
    counted_added_ += arrivals.size();
    std::vector<EventBody> events;
    events.reserve(arrivals.size());
    for (Arrival& arrival : arrivals) {
      events.emplace_back(
          ItemAdded{request_.store, std::move(arrival.path), std::move(arrival.facts)});
    }
    sink_->add(std::move(events));
    return ok();
  }

  Status altered(ItemAltered change) override {
    count(change.kind);
    std::vector<EventBody> events;
    events.emplace_back(std::move(change));
    sink_->add(std::move(events));
    return ok();
  }

  Status missing(std::vector<Candidate> candidates) override {
    return scratch_->add(candidates);
  }

  Status unobserved(Place place) override {
    if (place.kind == PlaceKind::kDirectory) {
      const std::lock_guard lock(mutex_);
      closed_.insert(place.path);
    }
    place.reason = shortened(place.reason, kMaxReasonBytes);
    return scratch_->add(place);
  }

  void seen(const StorePath& directory,
            std::optional<DirectoryFingerprint> fingerprint) override {
    const std::lock_guard lock(mutex_);
    fingerprints_.emplace_back(directory, fingerprint);
  }

  void revisit(const StorePath& directory) override {
    const std::lock_guard lock(mutex_);
    revisits_.insert(directory);
  }

 private:
  Status scan() {
    MUNIMENT_TRY(open_store());
    MUNIMENT_TRY(load_known());
    MUNIMENT_ASSIGN(scratch_, Scratch::create(request_.scratch_directory));
    sink_.emplace(recorder_, stop_);
    MUNIMENT_TRY(enrol());
    MUNIMENT_TRY(walk_store());
    MUNIMENT_TRY(look_at_the_young_again());
    MUNIMENT_TRY(sink_->drain());
    MUNIMENT_TRY(collect_vanished_directories());
    progress_.phase = ScanPhase::kComparing;
    MUNIMENT_TRY(store_->prove_still_there());
    MUNIMENT_TRY(look_at_the_missing_again());
    MUNIMENT_TRY(store_->prove_still_there());
    MUNIMENT_TRY(scratch_->match_moves());
    progress_.phase = ScanPhase::kRecording;
    MUNIMENT_TRY(record_held_back());
    return recorder_.save_fingerprints(fingerprints_);
  }

  Status open_store() {
    MUNIMENT_ASSIGN(FilesystemStore store, FilesystemStore::open(request_.root));
    is_known_ = request_.expected && request_.expected->is_same_store(store.identity());
    if (request_.expected && !is_known_ && !request_.accepted) {
      const StoreIdentity& now = store.identity();
      return Error{ErrorCode::kUnavailable, 0,
                   "store root " + printable(request_.root) +
                       " is not the enrolled one: found " + now.filesystem_type + " " +
                       now.filesystem_id + " inode " + std::to_string(now.root_inode) +
                       ", enrolled " + request_.expected->filesystem_type + " " +
                       request_.expected->filesystem_id + " inode " +
                       std::to_string(request_.expected->root_inode)};
    }
    MUNIMENT_ASSIGN(const bool inside, store.contains(request_.scratch_directory));
    if (inside) {
      return Error{ErrorCode::kInvalid, 0,
                   "the state directory " + printable(request_.scratch_directory) +
                       " is inside store " + request_.store +
                       ": nothing may be written into a store"};
    }
    store_.emplace(std::move(store));
    return ok();
  }

  Status load_known() {
    MUNIMENT_ASSIGN(Reader reader, Reader::open(request_.catalogue_path));
    MUNIMENT_ASSIGN(const std::optional<StoreRecord> record,
                    reader.store(request_.store));
    if (record) {
      last_observed_ = record->last_observed;
      MUNIMENT_ASSIGN(directories_, reader.directories(record->id));
      MUNIMENT_ASSIGN(previous_places_, reader.unobserved(record->id));
    }
    known_.clear();
    is_first_ = true;
    for (std::size_t i = 0; i < directories_.size(); ++i) {
      known_.emplace(directories_[i].path, i);
      is_first_ = is_first_ && directories_[i].entries == 0;
    }
    visited_.assign(directories_.size(), 0);
    return ok();
  }

  Status enrol() {
    if (is_known_) {
      return ok();
    }
    const Acceptance acceptance = request_.accepted.value_or(Acceptance());
    return recorder_.record({StoreEnrolled{request_.store, store_->identity(),
                                           acceptance.by, acceptance.reason}});
  }

  Status walk_store() {
    const unsigned threads =
        request_.threads != 0 ? request_.threads : default_walk_threads();
    for (unsigned i = 0; i < threads; ++i) {
      workers_.push_back(std::make_unique<ScanWorker>());
    }
    MUNIMENT_ASSIGN(Descriptor root, store_->open_root());
    walk(std::move(root), threads, *this, stop_);
    MUNIMENT_TRY(check_stopped());
    return stop_ ? sink_->drain() : ok();  // stopped by a recorder that failed
  }

  Status check_stopped() {
    if (outer_stop_) {
      return Error{ErrorCode::kCancelled, 0, "the scan was stopped"};
    }
    const std::lock_guard lock(mutex_);
    if (error_) {
      return *error_;
    }
    return ok();
  }

  VisitContext context(bool is_last_look) {
    return {request_,
            last_observed_,
            std::max<std::int64_t>(request_.settle.count(), kClockTickNs),
            is_last_look,
            progress_,
            stop_};
  }

  // Files that were too young, or changed while read, get the settle time, once.
  Status look_at_the_young_again() {
    if (revisits_.empty()) {
      return ok();
    }
    progress_.phase = ScanPhase::kSettling;
    const auto until =
        steady_clock::now() +
        std::max(std::chrono::nanoseconds(kClockTickNs), request_.settle);
    while (steady_clock::now() < until) {
      MUNIMENT_TRY(check_stopped());
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(
          std::chrono::milliseconds(50), until - steady_clock::now()));
    }
    // What the first look recorded must be known before the second.
    MUNIMENT_TRY(sink_->drain());
    const bool was_first = is_first_;
    MUNIMENT_ASSIGN(Reader reader, Reader::open(request_.catalogue_path));
    std::vector<KnownDirectory> now_known = directories_;
    if (was_first) {
      MUNIMENT_ASSIGN(const std::optional<StoreRecord> record,
                      reader.store(request_.store));
      if (record) {
        MUNIMENT_ASSIGN(now_known, reader.directories(record->id));
      }
    }
    std::unordered_map<std::string_view, const KnownDirectory*> by_path;
    for (const KnownDirectory& directory : now_known) {
      by_path.emplace(directory.path, &directory);
    }
    MUNIMENT_ASSIGN(Descriptor root, store_->open_root());
    PathFinder finder(std::move(root));
    for (const StorePath& path : revisits_) {
      MUNIMENT_TRY(check_stopped());
      const auto found = by_path.find(path);
      MUNIMENT_TRY(
          revisit_one(finder, path, found == by_path.end() ? nullptr : found->second));
    }
    return ok();
  }

  Status revisit_one(PathFinder& finder, const StorePath& path,
                     const KnownDirectory* known) {
    auto fd = finder.directory(path);
    auto own = fd ? reopen_directory(fd.value(), path) : Result<Descriptor>(fd.error());
    std::vector<std::string> subdirectories;  // the walk has seen to them
    Status listed = own ? Status(ok()) : Status(own.error());
    Directory directory(own ? std::move(own).value() : Descriptor(), path);
    if (listed) {
      listed = directory.list(subdirectories);
    }
    if (!listed) {
      return listed.error().code == ErrorCode::kNotFound
                 ? ok()
                 : unobserved({path, PlaceKind::kDirectory, listed.error().what});
    }
    return DirectoryVisit(context(true), *workers_[0], directory, *this).run(known);
  }

  // Directories that the walk did not come to: they are gone, or above them one is
  // closed.
  Status collect_vanished_directories() {
    std::optional<Reader> reader;
    for (std::size_t i = 0; i < directories_.size(); ++i) {
      const KnownDirectory& directory = directories_[i];
      if (visited_[i] != 0 || directory.entries == 0 || is_closed(directory.path)) {
        continue;
      }
      if (!reader) {
        MUNIMENT_ASSIGN(reader, Reader::open(request_.catalogue_path));
      }
      std::vector<Candidate> candidates;
      MUNIMENT_TRY(
          reader->each_item_in(directory.id, [&](const KnownItem& item) -> Status {
            candidates.push_back({join_path(directory.path, item.name), item.facts,
                                  item.first_seen, last_seen(item)});
            return candidates.size() < kCandidatesAtOnce
                       ? ok()
                       : scratch_->add(std::exchange(candidates, {}));
          }));
      MUNIMENT_TRY(scratch_->add(candidates));
    }
    return ok();
  }

  Time last_seen(const KnownItem& item) const {
    return std::max(item.first_seen, last_observed_.value_or(item.first_seen));
  }

  // Is `path` in or below a directory that could not be observed?
  bool is_closed(std::string_view path) const {
    if (closed_.empty()) {
      return false;
    }
    for (;;) {
      if (closed_.contains(StorePath(path))) {
        return true;
      }
      if (path.empty()) {
        return false;
      }
      path = parent_of(path);
    }
  }

  Status look_at_the_missing_again() {
    MUNIMENT_ASSIGN(const FilesystemStore again, FilesystemStore::open(request_.root));
    MUNIMENT_ASSIGN(Descriptor root, again.open_root());
    PathFinder finder(std::move(root));
    std::vector<Place> places;
    MUNIMENT_TRY(scratch_->look_again([&](const Candidate& candidate) -> Result<bool> {
      if (outer_stop_) {
        return Error{ErrorCode::kCancelled, 0, "the scan was stopped"};
      }
      auto presence = finder.find(candidate.path, candidate.facts.type);
      if (!presence || presence.value() == Presence::kPresent) {
        // The walk did not see it, so the fingerprint of its directory knows nothing of
        // it: kept, it would hide the item should it go once more.
        fingerprints_.emplace_back(parent_of(candidate.path), std::nullopt);
      }
      if (!presence) {
        // Neither seen nor surely gone. What was counted as gone is not: an error of
        // its own place.
        places.push_back({candidate.path, PlaceKind::kFile, presence.error().what});
        return false;
      }
      return presence.value() == Presence::kAbsent;
    }));
    for (Place& place : places) {
      MUNIMENT_TRY(unobserved(std::move(place)));
    }
    return ok();
  }

  Status record_held_back() {
    HeldBack held(request_.store, *scratch_, recorder_);
    result_.counts.added = counted_added_;
    MUNIMENT_TRY(held.record_changes(result_.counts));
    return held.record_places({directories_, previous_places_, last_observed_},
                              result_);
  }

  void count(ChangeKind kind) {
    const std::lock_guard lock(mutex_);
    switch (kind) {
      case ChangeKind::kModified:
        result_.counts.modified += 1;
        break;
      case ChangeKind::kCorrupted:
        result_.counts.corrupted += 1;
        break;
      case ChangeKind::kEmptied:
        result_.counts.emptied += 1;
        break;
      default:
        result_.counts.metadata += 1;
        break;
    }
  }

  // One thread a second asks whether the store is still the one that the walk is in.
  void prove_now_and_then() {
    const auto now = steady_clock::now().time_since_epoch().count();
    auto last = last_proof_.load(std::memory_order_relaxed);
    if (now - last < std::chrono::nanoseconds(kProveEvery).count() ||
        !last_proof_.compare_exchange_strong(last, now)) {
      return;
    }
    if (auto proof = store_->prove_still_there(); !proof) {
      fail(proof.error());
    }
  }

  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!error_) {
      error_ = error;
    }
    stop_ = true;
  }

  // Constant after construction
  const ScanRequest& request_;
  ChangeRecorder& recorder_;
  ScanProgress& progress_;
  const std::atomic<bool>& outer_stop_;

  // Constant while the walk runs
  std::optional<FilesystemStore> store_;
  std::unique_ptr<Scratch> scratch_;
  std::vector<KnownDirectory> directories_;
  std::unordered_map<StorePath, std::size_t> known_;  // index in directories_
  std::vector<UnobservedPlace> previous_places_;
  std::optional<Time> last_observed_;
  bool is_known_ = false;  // the store is the enrolled one
  bool is_first_ = true;   // and nothing is known of its items
  std::vector<std::unique_ptr<ScanWorker>> workers_;

  // One element is written by the one thread that visits its directory
  std::vector<std::uint8_t> visited_;

  std::atomic<bool> stop_{false};
  std::atomic<std::int64_t> last_proof_{0};
  std::atomic<std::uint64_t> counted_added_{0};

  std::mutex mutex_;  // guards the next five while the walk runs
  std::vector<Catalogue::FingerprintUpdate> fingerprints_;
  std::set<StorePath> revisits_;
  std::set<StorePath> closed_;
  std::optional<Error> error_;
  ScanResult result_;

  std::optional<ChangeSink> sink_;  // last: its thread calls the recorder
};

}  // namespace

Result<ScanResult> presence_scan(const ScanRequest& request, ChangeRecorder& recorder,
                                 ScanProgress& progress,
                                 const std::atomic<bool>& stop) {
  return PresenceScan(request, recorder, progress, stop).run();
}

}  // namespace muniment
