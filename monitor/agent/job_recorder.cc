#include "agent/job_recorder.h"

#include <algorithm>
#include <iterator>

namespace muniment {
namespace {

constexpr std::size_t kRemovalsPerBatch = 16'384;

}  // namespace

Status JobRecorder::record(std::vector<EventBody> events) {
  MUNIMENT_TRY(flush());  // what went comes before what took its name
  MUNIMENT_TRY(keep_holds_on_moved(events));
  return commit(std::move(events));
}

Status JobRecorder::record_removal(const Candidate& item, Time first_missed) {
  MUNIMENT_ASSIGN(EvidenceSource* const source, evidence());
  MUNIMENT_ASSIGN(const Verdict verdict, source->explain(item, first_missed));
  count(verdict, item.facts.size);
  removals_.emplace_back(ItemRemoved{store_, item.path, item.facts, item.first_seen,
                                     item.last_seen, first_missed, verdict.explanation,
                                     verdict.reference, verdict.detail, verdict.hold,
                                     verdict.kept_until});
  return removals_.size() < kRemovalsPerBatch ? ok() : flush();
}

void JobRecorder::count(const Verdict& verdict, std::uint64_t bytes) {
  counts_.removed += 1;
  switch (verdict.explanation) {
    case Explanation::kUnexplained:
      counts_.unexplained += 1;
      counts_.unexplained_bytes += bytes;
      counts_.hold_breaches += verdict.is_breach() ? 1U : 0U;
      break;
    case Explanation::kLogged:
      counts_.logged += 1;
      break;
    default:
      counts_.explained += 1;
      break;
  }
}

// What a hold keeps it keeps also under another name.
Status JobRecorder::keep_holds_on_moved(std::vector<EventBody>& events) {
  std::vector<EventBody> followed;
  for (const EventBody& event : events) {
    const auto* moved = std::get_if<ItemMoved>(&event);
    if (moved == nullptr) {
      continue;
    }
    MUNIMENT_ASSIGN(EvidenceSource* const source, evidence());
    if (!source->has_holds()) {
      return ok();
    }
    MUNIMENT_ASSIGN(const std::vector<std::string> holds,
                    source->holds_to_follow(*moved));
    for (const std::string& hold : holds) {
      followed.emplace_back(HoldPaths{store_, hold, {moved->path}});
    }
  }
  std::move(followed.begin(), followed.end(), std::back_inserter(events));
  return ok();
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

Result<EvidenceSource*> JobRecorder::evidence() {
  if (!evidence_) {
    MUNIMENT_TRY(recorder_.settle());
    MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader_.store(store_));
    MUNIMENT_ASSIGN(evidence_,
                    EvidenceSource::load(reader_, record ? record->id : 0, places_));
  }
  return &*evidence_;
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
      if (removed->explanation == Explanation::kUnexplained ||
          removed->explanation == Explanation::kLogged) {
        findings.add(removed->facts.size, removed->last_seen, removed->first_missed);
        findings.hold_breaches += removed->hold.empty() ? 0U : 1U;
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
