// muniment ledger rebuild-catalogue: the catalogue anew, from the ledger's entries.

#include "agent/rebuild_catalogue.h"
#include "app/command.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"
#include "exporters/report/progress.h"
#include "model/printable.h"

namespace muniment {
namespace {

Result<ExitCode> run_rebuild(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  Progress progress("rebuilding the catalogue", options.quiet);
  MUNIMENT_ASSIGN(const Rebuilt rebuilt, rebuild_catalogue(state, [&](std::uint64_t n) {
                    progress.update({n, 0, 0});
                  }));
  progress.finish();
  if (options.json) {
    MUNIMENT_TRY(print(
        json_line({{"events", rebuilt.events}, {"kept_aside", rebuilt.kept_aside}}) +
        "\n"));
    return ExitCode::kOk;
  }
  MUNIMENT_TRY(print("The catalogue was made again from " +
                     human_count(rebuilt.events, "event") + ".\n" +
                     (rebuilt.kept_aside.empty()
                          ? ""
                          : "The old one is " + printable(rebuilt.kept_aside) + "\n")));
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_rebuild_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command = ledger.add_subcommand(
      "rebuild-catalogue", "Make the catalogue again from the entries of the ledger");
  command->footer("The ledger is verified first; the old catalogue is kept aside.\n" +
                  exit_status_help({ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed,
                                    ExitCode::kLedger}));
  command->callback([&invocation] {
    invocation.run = [&invocation] { return run_rebuild(invocation.options); };
  });
}

}  // namespace muniment
