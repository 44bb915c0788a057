// muniment ledger witness: has the ledger cosigned now, by everybody who is configured.

#include "agent/witness_round.h"
#include "app/command.h"
#include "app/vouching_settings.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"
#include "model/printable.h"

namespace muniment {
namespace {

bool is_quorum_reached(const WitnessRound& round, const WitnessesSettings& settings) {
  return round.cosigned() >= settings.quorum;
}

std::string text_of(const WitnessRound& round, const WitnessesSettings& settings) {
  std::string text;
  for (const WitnessReport& report : round.reports) {
    text += printable(report.name) + ": " + report.sentence + "\n";
  }
  text += "Ledger of " + human_count(round.size, "event") + ": cosigned by " +
          human_count(round.cosigned()) + " of " +
          human_count(settings.list.size(), "witness");
  text += settings.list.size() == 1 ? ", " : "es, ";
  return text +
         (is_quorum_reached(round, settings) ? "which is enough" : "NOT ENOUGH") +
         " (" + human_count(settings.quorum) + " wanted).\n";
}

Json json_of(const WitnessReport& report, const std::optional<Cosigned>& newest) {
  Json json;
  json["witness"] = report.name;
  json["outcome"] = name_of(report.outcome);
  json["sentence"] = report.sentence;
  json["their_size"] = report.their_size ? Json(*report.their_size) : Json(nullptr);
  json["cosigned"] = json_time(newest ? std::optional(newest->time) : std::nullopt);
  json["cosigned_size"] = newest ? Json(newest->size) : Json(nullptr);
  return json;
}

std::string lines_of(const WitnessRound& round, const WitnessesSettings& settings) {
  std::string lines;
  for (std::size_t i = 0; i < round.reports.size(); ++i) {
    lines += json_line(json_of(round.reports[i], round.newest[i])) + "\n";
  }
  Json all;
  all["size"] = round.size;
  all["root"] = round.root;
  all["cosigned_by"] = round.cosigned();
  all["quorum"] = settings.quorum;
  all["quorum_reached"] = is_quorum_reached(round, settings);
  return lines + json_line(all) + "\n";
}

Result<ExitCode> run_witness(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  const WitnessesSettings settings = witnesses_settings(config);
  if (settings.list.empty()) {
    return usage_error("no witness is configured: add one to witnesses.list");
  }
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  catch_stop_signals();
  MUNIMENT_ASSIGN(const WitnessRound round,
                  ask_witnesses(state, settings, outward_post(), stop_requested()));
  // Said before it is recorded: a ledger that cannot be written must not hide it.
  MUNIMENT_TRY(
      print(options.json ? lines_of(round, settings) : text_of(round, settings)));
  MUNIMENT_TRY(flush_output());
  MUNIMENT_TRY(record_conflicts(state, settings, round));
  if (round.has_conflict()) {
    return ExitCode::kFindings;
  }
  return is_quorum_reached(round, settings) ? ExitCode::kOk : ExitCode::kIncomplete;
}

}  // namespace

void add_ledger_witness_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command = ledger.add_subcommand(
      "witness", "Have the ledger cosigned now by the witnesses that are configured");
  command->footer(
      "What they cosigned is kept in checkpoints/ of the state directory.\n"
      "Exit status:\n"
      "  0  cosigned by as many as witnesses.quorum wants\n"
      "  1  a witness knows a newer or another ledger, or does not know this one\n"
      "  2  wrong usage or configuration: nothing was done\n"
      "  3  too few answered\n"
      "  4  failed\n"
      "  5  the ledger does not verify");
  command->callback([&invocation] {
    invocation.run = [&invocation] { return run_witness(invocation.options); };
  });
}

}  // namespace muniment
