#include "agent/job_recorder.h"

namespace muniment {
namespace {

constexpr std::size_t kRemovalsPerBatch = 16'384;

}  // namespace

Status JobRecorder::record(std::vector<EventBody> events) {
  MUNIMENT_TRY(flush());  // what went comes before what took its name
  return commit(std::move(events));
}

Status JobRecorder::record_removal(const Candidate& item, Time first_missed) {
  if (!authorities_) {
    MUNIMENT_TRY(load_authorities());
  }
  RemovedItem removed{item.path, item.facts.size, item.last_seen, first_missed, {}};
  if (any_lists_) {
    MUNIMENT_ASSIGN(removed.listed_by,
                    reader_.authorities_listing(*store_id_, item.path));
  }
  const Verdict verdict = explain_removal(removed, *authorities_);
  counts_.removed += 1;
  if (verdict.explanation == Explanation::kUnexplained) {
    counts_.unexplained += 1;
    counts_.unexplained_bytes += item.facts.size;
  } else {
    counts_.explained += 1;
  }
  removals_.emplace_back(ItemRemoved{store_, item.path, item.facts, item.first_seen,
                                     item.last_seen, first_missed, verdict.explanation,
                                     verdict.reference, verdict.detail});
  return removals_.size() < kRemovalsPerBatch ? ok() : flush();
}

Status JobRecorder::save_fingerprints(
    const std::vector<Catalogue::FingerprintUpdate>& updates) {
  MUNIMENT_TRY(flush());
  return recorder_.save_fingerprints(store_, updates);
}

Status JobRecorder::flush() {
  return removals_.empty() ? ok() : commit(std::exchange(removals_, {}));
}

Status JobRecorder::settle() {
  MUNIMENT_TRY(flush());
  return recorder_.settle();
}

Status JobRecorder::load_authorities() {
  MUNIMENT_TRY(recorder_.settle());
  authorities_.emplace();
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader_.store(store_));
  if (!record) {
    return ok();
  }
  store_id_ = record->id;
  MUNIMENT_ASSIGN(std::vector<AuthorityRecord> all, reader_.authorities(record->id));
  for (AuthorityRecord& authority : all) {
    any_lists_ = any_lists_ || authority.terms.listed_paths > 0;
    authorities_->push_back(
        {std::move(authority.terms), authority.used_items, authority.used_bytes});
  }
  return ok();
}

Status JobRecorder::commit(std::vector<EventBody> events) {
  MUNIMENT_ASSIGN(auto incident, incident_of(events));
  if (incident) {
    events.emplace_back(std::move(*incident));
  }
  return recorder_.record_ahead(std::move(events));
}

Result<std::optional<IncidentRecorded>> JobRecorder::incident_of(
    const std::vector<EventBody>& events) {
  const Time now = wall_clock_now();
  Findings findings;
  for (const EventBody& event : events) {
    if (const auto* removed = std::get_if<ItemRemoved>(&event)) {
      if (removed->explanation == Explanation::kUnexplained) {
        findings.add(removed->facts.size, removed->last_seen, removed->first_missed);
      }
    } else if (const auto* altered = std::get_if<ItemAltered>(&event)) {
      if (altered->kind != ChangeKind::kMetadata) {
        findings.add(altered->size_before, altered->last_seen, now);
      }
    }
  }
  if (findings.items == 0) {
    return std::optional<IncidentRecorded>();
  }
  MUNIMENT_TRY(recorder_.settle());  // the incident may have grown in the batch before
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader_.store(store_));
  std::vector<IncidentRow> open;
  if (record) {
    MUNIMENT_ASSIGN(open, reader_.open_incidents(record->id));
  }
  MUNIMENT_ASSIGN(const std::uint64_t known, reader_.incident_count());
  return incident_for(store_, findings, open, known, now);
}

}  // namespace muniment
