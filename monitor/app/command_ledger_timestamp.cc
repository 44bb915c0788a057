// muniment ledger timestamp: has the ledger stamped now by the authority of the
// configuration.

#include "agent/time_stamping.h"
#include "app/command.h"
#include "app/vouching_settings.h"
#include "exporters/report/human.h"
#include "exporters/report/json_line.h"

namespace muniment {
namespace {

std::string text_of(const Stamped& stamped) {
  return std::string(stamped.is_new ? "Stamped: " : "Was stamped already: ") +
         human_count(stamped.size, "event") + " at " + format_time(stamped.time) + "\n";
}

Json json_of(const Stamped& stamped) {
  return {{"size", stamped.size},
          {"time", json_time(stamped.time)},
          {"is_new", stamped.is_new}};
}

Result<ExitCode> run_timestamp(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  const TimeStampSettings settings = time_stamp_settings(config);
  if (settings.url.empty()) {
    return usage_error(
        "no time stamping authority is configured: set timestamps.url and "
        "timestamps.ca_file");
  }
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  catch_stop_signals();
  auto stamped = stamp_checkpoint(state, settings, outward_post(), stop_requested());
  if (!stamped) {
    return std::move(stamped).error();
  }
  MUNIMENT_TRY(print(options.json ? json_line(json_of(stamped.value())) + "\n"
                                  : text_of(stamped.value())));
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_timestamp_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command = ledger.add_subcommand(
      "timestamp", "Have the ledger stamped now by the time stamping authority");
  command->footer(
      "The stamp is kept in checkpoints/ of the state directory, as SIZE.tsr.\n"
      "Exit status:\n"
      "  0  stamped, now or before\n"
      "  2  wrong usage or configuration: nothing was done\n"
      "  3  the authority does not answer, or does not stamp\n"
      "  4  failed: what it answered is not to be trusted, or could not be kept\n"
      "  5  the ledger does not verify");
  command->callback([&invocation] {
    invocation.run = [&invocation] { return run_timestamp(invocation.options); };
  });
}

}  // namespace muniment
