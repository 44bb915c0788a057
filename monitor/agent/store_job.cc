#include "agent/store_job.h"

#include "agent/job_recorder.h"
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
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  if (record) {
    result.counts.items = record->items;
    result.counts.bytes = record->bytes;
  }
  MUNIMENT_TRY(recorder.record({finished(store, result)}));
  return recorder.settle();
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
  JobRecorder job(store.name, recorder, reader);

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
  return ScanReport{store.name, result.outcome, result.reason, result.counts,
                    watch.seconds()};
}

Result<CheckReport> run_check(const StateDirectory& state, const StoreSettings& store,
                              std::vector<StorePath> paths, const JobControl& control) {
  const Stopwatch watch;
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.store_lock(store.name),
                                                      control.on_wait, &control.stop));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store.name));
  if (!record || !record->identity) {
    return Error{ErrorCode::kNotFound, 0,
                 "store " + store.name +
                     " has never been scanned: there is nothing to "
                     "verify it against"};
  }
  JobRecorder job(store.name, recorder, reader);
  const CheckRequest request{store.name,        store.root,       *record->identity,
                             state.catalogue(), std::move(paths), store.threads};
  MUNIMENT_ASSIGN(CheckResult result,
                  fixity_check(request, job, control.progress, control.stop));
  MUNIMENT_TRY(job.record({result.counts}));
  MUNIMENT_TRY(job.settle());
  return CheckReport{std::move(result), watch.seconds()};
}

}  // namespace muniment
