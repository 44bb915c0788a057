// Who vouches for the ledger: witnesses and a time stamping authority.

#include <string>
#include <utility>

#include "exporters/metrics/family.h"
#include "model/printable.h"

namespace muniment {
namespace {

void add_cosignatures(Families& out, const AgentHealth& health) {
  auto time = gauge("muniment_ledger_cosignature_timestamp_seconds",
                    "When a witness last cosigned the ledger, as Unix time by its own "
                    "clock; 0 when it never did.");
  auto entries = gauge("muniment_ledger_cosigned_entries",
                       "Events of the ledger that a witness has cosigned.");
  auto conflict = gauge("muniment_witness_conflict",
                        "1 when a witness knows a newer or another ledger, or refuses "
                        "this one, and has not cosigned it since.");
  for (const WitnessHealth& witness : health.witnesses) {
    const Labels labels{{"witness", printable(witness.witness)}};
    add_sample(time, labels, timestamp(witness.cosigned));
    add_sample(entries, labels, number(witness.cosigned_size));
    add_sample(conflict, labels, witness.has_conflict ? 1 : 0);
  }
  out.push_back(std::move(time));
  out.push_back(std::move(entries));
  out.push_back(std::move(conflict));
}

void add_submissions(Families& out, const AgentHealth& health) {
  auto family = counter("muniment_witness_submissions_total",
                        "Checkpoints shown to a witness since the agent started, by "
                        "what came of it.");
  for (const WitnessHealth& witness : health.witnesses) {
    for (const WitnessOutcome outcome : kWitnessOutcomes) {
      const auto found = witness.submissions.find(outcome);
      const std::uint64_t count =
          found == witness.submissions.end() ? 0 : found->second;
      add_sample(family,
                 {{"witness", printable(witness.witness)},
                  {"outcome", std::string(name_of(outcome))}},
                 number(count));
    }
  }
  out.push_back(std::move(family));
}

void add_time_stamp(Families& out, const AgentHealth& health) {
  auto family = gauge("muniment_ledger_time_stamp_timestamp_seconds",
                      "When a time stamping authority last stamped the ledger, as Unix "
                      "time by its own clock; 0 when it never did.");
  if (health.has_time_stamps) {
    add_sample(family, {}, timestamp(health.newest_stamp));
  }
  out.push_back(std::move(family));
}

}  // namespace

void add_vouching_families(Families& out, const AgentHealth& health) {
  add_cosignatures(out, health);
  add_submissions(out, health);
  add_time_stamp(out, health);
}

}  // namespace muniment
