// muniment ledger key: the key that others verify with, and putting another in its place.

#include "agent/recorder.h"
#include "agent/state_directory.h"
#include "app/command.h"
#include "exporters/report/json_line.h"

namespace muniment {
namespace {

struct RotateOptions {
  std::string by;
  std::string reason;
};

Status print_key(const GlobalOptions& options, const VerifierKey& key) {
  return print(options.json ? json_line({{"key", key.text()}}) + "\n"
                            : key.text() + "\n");
}

Result<ExitCode> run_key(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const VerifierKey key, state.verifier_key());
  MUNIMENT_TRY(print_key(options, key));
  return ExitCode::kOk;
}

Result<ExitCode> run_rotate(const GlobalOptions& options, const RotateOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  MUNIMENT_TRY(check_spoken_text("--reason", typed.reason));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(const VerifierKey key, recorder.rotate_key(typed.by, typed.reason));
  MUNIMENT_TRY(print_key(options, key));
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_key_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* key = ledger.add_subcommand("key", "Print the key that others verify with");
  key->callback([&invocation, key] {
    if (key->get_subcommands().empty()) {
      invocation.run = [&invocation] { return run_key(invocation.options); };
    }
  });
  CLI::App* rotate = key->add_subcommand(
      "rotate", "Go on under a new key, named by the old one, and print it");
  auto typed = std::make_shared<RotateOptions>();
  rotate->add_option("--by", typed->by, "Who decided it")
      ->type_name("NAME")
      ->required();
  rotate->add_option("--reason", typed->reason, "And why")
      ->type_name("TEXT")
      ->required();
  rotate->footer(
      "The old private key is destroyed. Who trusts the old verifier key can follow to "
      "the new\none in the ledger itself. Tell your witnesses.\n" +
      exit_status_help(
          {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  rotate->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_rotate(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
