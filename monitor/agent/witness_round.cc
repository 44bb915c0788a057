#include "agent/witness_round.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "agent/recorder.h"
#include "catalogue/reader.h"
#include "ledger/durable_file.h"
#include "ledger/ledger_reader.h"
#include "model/item.h"

namespace muniment {
namespace {

using Answers = std::vector<std::optional<Result<WitnessAnswer>>>;

std::vector<WitnessKey> keys_of(const std::vector<WitnessSettings>& witnesses) {
  std::vector<WitnessKey> keys;
  keys.reserve(witnesses.size());
  for (const WitnessSettings& witness : witnesses) {
    keys.push_back(witness.key);
  }
  return keys;
}

Answers ask_all(const CheckpointToCosign& wanted,
                const std::vector<WitnessSettings>& witnesses,
                const std::vector<std::optional<Cosigned>>& newest,
                const HttpPost& post, const std::atomic<bool>& stop) {
  Answers answers(witnesses.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < witnesses.size(); ++i) {
    threads.emplace_back([&, i] {
      const std::uint64_t last_size = newest[i] ? newest[i]->size : 0;
      answers[i].emplace(ask_witness(wanted, witnesses[i].key, witnesses[i].url,
                                     last_size, post, stop));
    });
  }
  threads.clear();  // waits for all
  return answers;
}

Status keep_cosignatures(const StateDirectory& state, const CheckpointToCosign& shown,
                         const Answers& answers) {
  Note note = shown.note;
  for (const auto& answer : answers) {
    if (*answer) {
      const auto& cosignatures = answer->value().cosignatures;
      note.signatures.insert(note.signatures.end(), cosignatures.begin(),
                             cosignatures.end());
    }
  }
  if (note == shown.note) {
    return ok();
  }
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  Status kept = KeptCheckpoints(state.checkpoints()).keep(note);
  if (!kept && kept.error().code == ErrorCode::kConflict) {
    return Error{ErrorCode::kCorrupt, 0,
                 kept.error().what + ". An older or another ledger is in place"};
  }
  return kept;
}

bool is_recorded(const WitnessSummary& known, const WitnessReport& report) {
  return known.conflict && known.conflict->outcome == report.outcome &&
         known.conflict->their_size == report.their_size;
}

}  // namespace

unsigned WitnessRound::cosigned() const {
  return static_cast<unsigned>(
      std::count_if(reports.begin(), reports.end(), [](const WitnessReport& report) {
        return report.outcome == WitnessOutcome::kCosigned;
      }));
}

bool WitnessRound::has_conflict() const {
  return std::any_of(reports.begin(), reports.end(), [](const WitnessReport& report) {
    return is_conflict(report.outcome);
  });
}

Result<CheckpointToCosign> checkpoint_to_show(const StateDirectory& state) {
  // Under the lock nobody is between renaming a checkpoint and syncing it, unless it was
  // killed there: hence the second sync.
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_TRY(sync_directory(state.ledger()));
  MUNIMENT_ASSIGN(Note note, parse_note(ledger.signed_checkpoint()));
  return CheckpointToCosign{state.ledger(), ledger.signed_checkpoint(), std::move(note),
                            ledger.checkpoint()};
}

Result<std::vector<std::optional<Cosigned>>> newest_cosignatures(
    const StateDirectory& state, const std::vector<WitnessSettings>& witnesses) {
  return KeptCheckpoints(state.checkpoints()).newest_by(keys_of(witnesses));
}

Result<WitnessRound> ask_witnesses(const StateDirectory& state,
                                   const WitnessesSettings& settings,
                                   const HttpPost& post,
                                   const std::atomic<bool>& stop) {
  MUNIMENT_ASSIGN(const FileLock turn, FileLock::take(state.witness_lock(), {}, &stop));
  MUNIMENT_ASSIGN(const CheckpointToCosign shown, checkpoint_to_show(state));
  MUNIMENT_ASSIGN(const auto before, newest_cosignatures(state, settings.list));
  const Answers answers = ask_all(shown, settings.list, before, post, stop);
  MUNIMENT_TRY(keep_cosignatures(state, shown, answers));
  WitnessRound round{shown.checkpoint.size, to_hex(shown.checkpoint.root), {}, before};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    MUNIMENT_TRY(*answers[i]);
    const WitnessAnswer& answer = answers[i]->value();
    round.reports.push_back(
        {settings.list[i].name, answer.outcome, answer.sentence, answer.their_size});
    if (answer.time) {
      round.newest[i] = Cosigned{round.size, *answer.time};
    }
  }
  return round;
}

std::vector<WitnessSummary> summaries_of(
    const std::vector<WitnessSettings>& witnesses,
    const std::vector<std::optional<Cosigned>>& newest,
    const std::vector<WitnessConflictRecord>& conflicts) {
  std::vector<WitnessSummary> summaries;
  for (std::size_t i = 0; i < witnesses.size(); ++i) {
    WitnessSummary& summary = summaries.emplace_back();
    summary.name = witnesses[i].name;
    if (newest[i]) {
      summary.cosigned = newest[i]->time;
      summary.cosigned_size = newest[i]->size;
    }
    for (const WitnessConflictRecord& record : conflicts) {
      const bool is_settled = newest[i] && newest[i]->time > record.recorded &&
                              newest[i]->size >= record.conflict.size;
      if (record.conflict.witness == summary.name && !is_settled) {
        summary.conflict = record.conflict;
        summary.conflict_since = record.recorded;
      }
    }
  }
  return summaries;
}

Status record_conflicts(const StateDirectory& state, const WitnessesSettings& settings,
                        const WitnessRound& round) {
  if (!round.has_conflict()) {
    return ok();
  }
  // Opened first: it brings the catalogue up to date with the ledger.
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  MUNIMENT_ASSIGN(const Summary summary, reader.summary({}));
  const std::vector<WitnessSummary> known =
      summaries_of(settings.list, round.newest, summary.witness_conflicts);
  std::vector<EventBody> events;
  for (std::size_t i = 0; i < round.reports.size(); ++i) {
    const WitnessReport& report = round.reports[i];
    if (is_conflict(report.outcome) && !is_recorded(known[i], report)) {
      events.emplace_back(WitnessConflict{report.name, report.outcome, round.size,
                                          report.their_size, report.sentence});
    }
  }
  return recorder.record(std::move(events));
}

}  // namespace muniment
