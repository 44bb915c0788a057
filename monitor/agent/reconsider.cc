#include "agent/reconsider.h"

#include <atomic>
#include <set>
#include <utility>
#include <vector>

#include "agent/evidence_source.h"
#include "incident/incident.h"

namespace muniment {
namespace {

constexpr int kPage = 4096;  // removals

bool is_explained(Explanation explanation) {
  return explanation != Explanation::kUnexplained &&
         explanation != Explanation::kLogged;
}

class Pass {
 public:
  Pass(Recorder& recorder, Reader& reader, const std::string& store,
       std::int64_t store_id, EvidenceSource& source)
      : recorder_(recorder),
        reader_(reader),
        store_(store),
        store_id_(store_id),
        source_(source) {}

  Status run(const std::vector<Explanation>& wanted) {
    std::uint64_t after = 0;
    for (bool is_more = true; is_more;) {
      MUNIMENT_ASSIGN(const std::vector<Tombstone> page,
                      reader_.removals(store_id_, after, kPage, wanted));
      for (const Tombstone& tombstone : page) {
        MUNIMENT_TRY(look_at(tombstone));
        after = tombstone.seq;
      }
      looked_at_ += page.size();
      MUNIMENT_TRY(flush());
      is_more = page.size() == kPage;
    }
    return ok();
  }

  std::uint64_t looked_at() const { return looked_at_; }
  std::uint64_t changed() const { return changed_; }

 private:
  Status flush() {
    paths_.clear();
    if (lost_.items > 0) {
      MUNIMENT_ASSIGN(const std::vector<IncidentRow> open,
                      reader_.open_incidents(store_id_));
      MUNIMENT_ASSIGN(const std::uint64_t known, reader_.incident_count());
      events_.emplace_back(*incident_for(store_, std::exchange(lost_, {}), open, known,
                                         wall_clock_now()));
    }
    return recorder_.record(std::exchange(events_, {}));
  }

  // Only a register that says otherwise takes an explanation away: it is about a case that
  // is held, or of another class or date.
  Result<bool> stays_explained(const ItemRemoved& removed, const Candidate& item) {
    if (!is_explained(removed.explanation)) {
      return false;
    }
    MUNIMENT_ASSIGN(const bool held, source_.was_held(item, removed.first_missed));
    if (held) {
      return false;
    }
    return removed.explanation == Explanation::kRetention
               ? source_.is_past_retention(item, removed.first_missed)
               : Result<bool>(true);
  }

  // What was explained until now belongs to an incident from now on.
  void note_loss(const ItemRemoved& removed, const Verdict& verdict) {
    const bool is_found = verdict.explanation == Explanation::kUnexplained ||
                          verdict.explanation == Explanation::kLogged;
    if (is_found && is_explained(removed.explanation)) {
      lost_.add(removed.facts.size, removed.last_seen, removed.first_missed);
      lost_.hold_breaches += verdict.is_breach() ? 1U : 0U;
    }
  }

  Status look_at(const Tombstone& tombstone) {
    const ItemRemoved& removed = tombstone.removed;
    if (paths_.contains(removed.path)) {
      MUNIMENT_TRY(flush());  // what explained it the time before must be known
    }
    paths_.insert(removed.path);
    const Candidate item{removed.path, removed.facts, removed.first_seen,
                         removed.last_seen};
    MUNIMENT_ASSIGN(const bool stays, stays_explained(removed, item));
    if (stays) {
      return ok();
    }
    MUNIMENT_ASSIGN(const Verdict verdict,
                    source_.explain(item, removed.first_missed, tombstone.seq));
    if (verdict.explanation == removed.explanation &&
        verdict.reference == removed.reference && verdict.hold == removed.hold) {
      return ok();
    }
    changed_ += 1;
    note_loss(removed, verdict);
    events_.emplace_back(
        RemovalReconsidered{store_, removed.path, tombstone.seq, removed.facts.size,
                            removed.explanation, verdict.explanation, verdict.reference,
                            verdict.detail, verdict.hold, verdict.kept_until});
    return ok();
  }

  Recorder& recorder_;
  Reader& reader_;
  const std::string& store_;
  std::int64_t store_id_;
  EvidenceSource& source_;
  std::vector<EventBody> events_;
  std::set<StorePath> paths_;  // looked at since the last flush
  Findings lost_;              // since the last flush
  std::uint64_t looked_at_ = 0;
  std::uint64_t changed_ = 0;
};

}  // namespace

Result<std::uint64_t> reconsider(const StateDirectory& state, Recorder& recorder,
                                 Reader& reader, const std::string& store) {
  MUNIMENT_TRY(recorder.settle());
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  if (!record) {
    return 0U;
  }
  MUNIMENT_ASSIGN(const Applied applied, reader.applied());
  MUNIMENT_ASSIGN(const EvidenceState evidence, reader.evidence_state(record->id));
  if (evidence.newest <= evidence.reconsidered) {
    return 0U;
  }
  std::vector<Explanation> wanted = {Explanation::kUnexplained, Explanation::kLogged};
  if (evidence.newest_of_register > evidence.reconsidered) {
    wanted.insert(wanted.end(), {Explanation::kRetention, Explanation::kAuthority,
                                 Explanation::kTransfer});
  }
  MUNIMENT_ASSIGN(
      EvidenceSource source,
      EvidenceSource::load(reader, record->id, {state.catalogue(), state.path()}));
  Pass pass(recorder, reader, store, record->id, source);
  MUNIMENT_TRY(pass.run(wanted));
  if (pass.looked_at() > 0) {
    MUNIMENT_TRY(
        recorder.record({EvidenceReconsidered{store, applied.size, pass.changed()}}));
  }
  return pass.changed();
}

Result<std::optional<std::uint64_t>> reconsider_unless_busy(const StateDirectory& state,
                                                            Recorder& recorder,
                                                            Reader& reader,
                                                            const std::string& store) {
  const std::atomic<bool> do_not_wait{true};
  auto lock = FileLock::take(state.store_lock(store), {}, &do_not_wait);
  if (!lock && lock.error().code == ErrorCode::kCancelled) {
    return std::optional<std::uint64_t>();
  }
  MUNIMENT_TRY(lock);
  MUNIMENT_ASSIGN(const std::uint64_t changed,
                  reconsider(state, recorder, reader, store));
  return std::optional(changed);
}

}  // namespace muniment
