// muniment config: is the configuration right, and what is in force?

#include "app/command.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"

namespace muniment {
namespace {

Result<ExitCode> run_check_config(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_TRY(print(
      options.json ? json_line({{"ok", true}, {"stores", config.stores.size()}}) + "\n"
                   : "The configuration is right: " +
                         human_count(config.stores.size(), "store") + ".\n"));
  return ExitCode::kOk;
}

Result<ExitCode> run_show_config(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_TRY(print(options.json ? json_line({{"config", show_config(config)}}) + "\n"
                                  : show_config(config)));
  return ExitCode::kOk;
}

}  // namespace

void add_config_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("config", "The configuration");
  command->require_subcommand(1);
  command->footer(exit_status_help({ExitCode::kOk, ExitCode::kUsage}));
  command->add_subcommand("check", "Is it right?")->callback([&invocation] {
    invocation.run = [&invocation] { return run_check_config(invocation.options); };
  });
  command->add_subcommand("show", "What is in force, defaults included")
      ->callback([&invocation] {
        invocation.run = [&invocation] { return run_show_config(invocation.options); };
      });
}

}  // namespace muniment
