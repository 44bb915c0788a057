#include "agent/store_job.h"

#include <functional>
#include <set>

#include "agent/held_check.h"
#include "agent/job_recorder.h"
#include "agent/policy_record.h"
#include "agent/reconsider.h"
#include "scan/presence_scan.h"

namespace muniment {
namespace {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

ScanFinished finished(const std::string& store, const ScanResult& result) {
  return {store, result.outcome, result.started, result.counts, result.reason};
}

// What nobody saw: from the end of the last scan, or from now on.
GapRecorded gap(const std::string& store, const std::optional<StoreRecord>& record,
                Time started, std::string reason) {
  const Time from =
      record && record->last_ended ? std::min(*record->last_ended, started) : started;
  return {store, from, wall_clock_now(), std::move(reason)};
}

// Everything that the store held before is what was not observed.
Status record_unavailable(JobRecorder& recorder, const std::string& store,
                          const std::optional<StoreRecord>& record,
                          ScanResult& result) {
  result.counts = {};
  result.counts.items = record ? record->items : 0;
  result.counts.not_observed = result.counts.items;
  MUNIMENT_TRY(recorder.record(
      {gap(store, record, result.started, result.reason), finished(store, result)}));
  return recorder.settle();
}

Status record_finished(JobRecorder& recorder, Reader& reader, const std::string& store,
                       ScanResult& result) {
  MUNIMENT_TRY(recorder.settle());
  const ScanCounts& removals = recorder.counts();
  result.counts.removed = removals.removed;
  result.counts.explained = removals.explained;
  result.counts.unexplained = removals.unexplained;
  result.counts.unexplained_bytes = removals.unexplained_bytes;
  result.counts.logged = removals.logged;
  result.counts.hold_breaches = removals.hold_breaches;
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  if (record) {
    result.counts.items = record->items;
    result.counts.bytes = record->bytes;
  }
  MUNIMENT_TRY(recorder.record({finished(store, result)}));
  return recorder.settle();
}

// A scan may be the late evidence: of its own store's removals, or of those from stores
// whose items were transferred to it.
Status reconsider_all(const StateDirectory& state, Recorder& recorder, Reader& reader,
                      const std::string& store) {
  MUNIMENT_TRY(reconsider(state, recorder, reader, store));
  MUNIMENT_ASSIGN(const std::vector<TransferRecord> transfers, reader.transfers());
  std::set<std::string> sources;
  for (const TransferRecord& transfer : transfers) {
    if (transfer.terms.to == store && transfer.terms.store != store) {
      sources.insert(transfer.terms.store);
    }
  }
  for (const std::string& source : sources) {
    MUNIMENT_TRY(reconsider_unless_busy(state, recorder, reader, source));
  }
  return ok();
}

}  // namespace

Result<ScanReport> run_scan(const StateDirectory& state, const StoreSettings& store,
                            const JobControl& control,
                            std::optional<Acceptance> accepted) {
  const Stopwatch watch;
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.store_lock(store.name),
                                                      control.on_wait, &control.stop));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store.name));
  MUNIMENT_TRY(declare_policy(recorder, reader, store.policy));
  JobRecorder job(store.name, recorder, reader, {state.catalogue(), state.path()});

  ScanRequest request;
  request.store = store.name;
  request.root = store.root;
  request.expected = record ? record->identity : std::nullopt;
  request.accepted = std::move(accepted);
  request.catalogue_path = state.catalogue();
  request.scratch_directory = state.path();
  request.settle = store.settle;
  request.threads = store.threads;
  const Time started = wall_clock_now();
  auto scanned = presence_scan(request, job, control.progress, control.stop);
  if (!scanned) {
    if (scanned.error().code == ErrorCode::kCancelled) {
      MUNIMENT_TRY(
          job.record({gap(store.name, record, started, "a scan was stopped")}));
    }
    return scanned.error();
  }
  ScanResult result = std::move(scanned).value();
  MUNIMENT_TRY(result.outcome == ScanOutcome::kUnavailable
                   ? record_unavailable(job, store.name, record, result)
                   : record_finished(job, reader, store.name, result));
  MUNIMENT_TRY(reconsider_all(state, recorder, reader, store.name));
  MUNIMENT_TRY(record_review(recorder, reader, store.policy));
  return ScanReport{store.name, result.outcome, result.reason, result.counts,
                    watch.seconds()};
}

namespace {

// What a check needs, under the store's lock.
struct CheckJob {
  FileLock lock;
  Recorder recorder;
  Reader reader;
  StoreRecord record;
};

Result<CheckJob> begin_check(const StateDirectory& state, const StoreSettings& store,
                             const JobControl& control) {
  MUNIMENT_ASSIGN(FileLock lock, FileLock::take(state.store_lock(store.name),
                                                control.on_wait, &control.stop));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  MUNIMENT_ASSIGN(std::optional<StoreRecord> record, reader.store(store.name));
  if (!record || !record->identity) {
    return Error{ErrorCode::kNotFound, 0,
                 "store " + store.name +
                     " has never been scanned: there is nothing to "
                     "verify it against"};
  }
  return CheckJob{std::move(lock), std::move(recorder), std::move(reader),
                  std::move(*record)};
}

// `with` stands beside the end of the check in the record.
Result<CheckResult> check(
    const StateDirectory& state, const StoreSettings& store, CheckJob& own,
    CheckRequest request, const JobControl& control,
    const std::function<void(const CheckFinished&, std::vector<EventBody>&)>& with) {
  JobRecorder job(store.name, own.recorder, own.reader,
                  {state.catalogue(), state.path()});
  request.store = store.name;
  request.root = store.root;
  request.expected = *own.record.identity;
  request.catalogue_path = state.catalogue();
  request.threads = store.threads;
  MUNIMENT_ASSIGN(CheckResult result,
                  fixity_check(request, job, control.progress, control.stop));
  std::vector<EventBody> end = {result.counts};
  with(result.counts, end);
  MUNIMENT_TRY(job.record(std::move(end)));
  MUNIMENT_TRY(job.settle());
  MUNIMENT_TRY(reconsider_all(state, own.recorder, own.reader, store.name));
  return result;
}

}  // namespace

Result<CheckReport> run_check(const StateDirectory& state, const StoreSettings& store,
                              std::vector<StorePath> paths, const JobControl& control) {
  const Stopwatch watch;
  MUNIMENT_ASSIGN(CheckJob own, begin_check(state, store, control));
  CheckRequest request;
  request.paths = std::move(paths);
  MUNIMENT_ASSIGN(CheckResult result,
                  check(state, store, own, std::move(request), control,
                        [](const CheckFinished&, std::vector<EventBody>&) {}));
  return CheckReport{std::move(result), watch.seconds()};
}

Result<CheckReport> run_hold_check(const StateDirectory& state,
                                   const StoreSettings& store,
                                   const std::string& reference,
                                   const JobControl& control) {
  const Stopwatch watch;
  MUNIMENT_ASSIGN(CheckJob own, begin_check(state, store, control));
  CheckRequest request;
  MUNIMENT_ASSIGN(request.items,
                  items_of_hold(own.reader, own.record.id, reference, store.policy));
  MUNIMENT_ASSIGN(CheckResult result,
                  check(state, store, own, std::move(request), control,
                        [&](const CheckFinished& n, std::vector<EventBody>& end) {
                          end.emplace_back(HoldChecked{
                              store.name, reference, n.verified,
                              n.corrupted + n.altered, n.unreadable, n.missing});
                        }));
  return CheckReport{std::move(result), watch.seconds()};
}

}  // namespace muniment
