// muniment ledger: its commands, and its checkpoint for keeping elsewhere.

#include "agent/state_directory.h"
#include "app/command.h"
#include "exporters/report/json_line.h"
#include "ledger/ledger_reader.h"

namespace muniment {
namespace {

Result<ExitCode> run_checkpoint(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_TRY(print(
      options.json ? json_line({{"checkpoint", ledger.signed_checkpoint()}}) + "\n"
                   : ledger.signed_checkpoint()));
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("ledger", "The signed record of everything");
  command->require_subcommand(1);
  command->footer(exit_status_help(
      {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  add_ledger_verify_command(*command, invocation);
  command
      ->add_subcommand("checkpoint",
                       "Print the signed checkpoint, for keeping elsewhere")
      ->callback([&invocation] {
        invocation.run = [&invocation] { return run_checkpoint(invocation.options); };
      });
  add_ledger_key_command(*command, invocation);
  add_ledger_rebuild_command(*command, invocation);
  add_ledger_prove_command(*command, invocation);
  add_ledger_check_proof_command(*command, invocation);
  add_ledger_show_command(*command, invocation);
  add_ledger_witness_command(*command, invocation);
  add_ledger_timestamp_command(*command, invocation);
}

}  // namespace muniment
