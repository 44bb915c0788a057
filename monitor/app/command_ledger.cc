// muniment ledger: does the record verify? Its checkpoint and key, for keeping elsewhere.

#include "agent/state_directory.h"
#include "app/command.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"
#include "ledger/ledger_reader.h"
#include "ledger/verify.h"

namespace muniment {
namespace {

Result<StateDirectory> open_state(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  return StateDirectory::open(config.state_dir);
}

// The catalogue may be behind, after a crash; it may not be ahead or different.
Status compare_catalogue(const StateDirectory& state, VerifyReport& report) {
  auto reader = Reader::open(state.catalogue());
  if (!reader && reader.error().code == ErrorCode::kNotFound) {
    return ok();
  }
  MUNIMENT_TRY(reader);
  MUNIMENT_ASSIGN(const Applied applied, reader.value().applied());
  if (applied.size > report.size) {
    report.problems.push_back({"catalogue", "it has applied " +
                                                std::to_string(applied.size) +
                                                " events, the ledger has only " +
                                                std::to_string(report.size)});
  } else if (applied.size == report.size && !applied.root.empty() &&
             applied.root != to_hex(report.root)) {
    report.problems.push_back(
        {"catalogue", "it was made from another ledger: root " + applied.root});
  }
  return ok();
}

Result<ExitCode> run_verify_ledger(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const StateDirectory state, open_state(options));
  MUNIMENT_ASSIGN(const VerifierKey key, state.verifier_key());
  MUNIMENT_ASSIGN(VerifyReport report, verify_ledger(state.ledger(), key));
  MUNIMENT_TRY(compare_catalogue(state, report));
  if (options.json) {
    Json json;
    json["ok"] = report.ok();
    json["size"] = report.size;
    json["root"] = to_hex(report.root);
    Json problems = Json::array();
    for (const LedgerProblem& problem : report.problems) {
      problems.push_back({{"where", problem.where}, {"what", problem.what}});
    }
    json["problems"] = std::move(problems);
    MUNIMENT_TRY(print(json_line(json) + "\n"));
  } else if (report.ok()) {
    MUNIMENT_TRY(print("The ledger verifies: " + human_count(report.size, "event") +
                       ", root " + to_hex(report.root) + ", signed by " + key.name() +
                       "\n"));
  } else {
    std::string text = "THE LEDGER DOES NOT VERIFY:\n";
    for (const LedgerProblem& problem : report.problems) {
      text += "  " + problem.where + ": " + problem.what + "\n";
    }
    MUNIMENT_TRY(print(text));
  }
  return report.ok() ? ExitCode::kOk : ExitCode::kLedger;
}

Result<ExitCode> run_checkpoint(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const StateDirectory state, open_state(options));
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_TRY(print(
      options.json ? json_line({{"checkpoint", ledger.signed_checkpoint()}}) + "\n"
                   : ledger.signed_checkpoint()));
  return ExitCode::kOk;
}

Result<ExitCode> run_key(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const StateDirectory state, open_state(options));
  MUNIMENT_ASSIGN(const VerifierKey key, state.verifier_key());
  MUNIMENT_TRY(print(options.json ? json_line({{"key", key.text()}}) + "\n"
                                  : key.text() + "\n"));
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("ledger", "The signed record of everything");
  command->require_subcommand(1);
  command->footer(exit_status_help(
      {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  const auto add = [&](const char* name, const char* help,
                       Result<ExitCode> (*run)(const GlobalOptions&)) {
    command->add_subcommand(name, help)->callback([&invocation, run] {
      invocation.run = [&invocation, run] { return run(invocation.options); };
    });
  };
  add("verify", "Derive everything again from its entries and check the signature",
      run_verify_ledger);
  add("checkpoint", "Print the signed checkpoint, for keeping elsewhere",
      run_checkpoint);
  add("key", "Print the key that others verify with", run_key);
  add_ledger_prove_command(*command, invocation);
  add_ledger_check_proof_command(*command, invocation);
  add_ledger_show_command(*command, invocation);
}

}  // namespace muniment
