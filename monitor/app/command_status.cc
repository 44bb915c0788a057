// muniment status: one screen: what is held, what is missing, what could not be seen.

#include <algorithm>
#include <memory>

#include "app/command.h"
#include "app/vouching_settings.h"
#include "exporters/report/status_report.h"

namespace muniment {
namespace {

// Stores that nothing was recorded of yet are shown too: silence is not wellness.
void add_unseen_stores(Summary& summary,
                       const std::vector<const StoreConfig*>& stores) {
  for (const StoreConfig* store : stores) {
    const bool known =
        std::any_of(summary.stores.begin(), summary.stores.end(),
                    [&](const StoreSummary& s) { return s.name == store->name; });
    if (!known) {
      StoreSummary unseen;
      unseen.name = store->name;
      summary.stores.push_back(std::move(unseen));
    }
  }
}

// Those that are configured, also before anything was recorded.
Status add_witnesses(Summary& summary, const Config& config, bool has_state) {
  const std::vector<WitnessSettings> witnesses = witnesses_settings(config).list;
  std::vector<std::optional<Cosigned>> newest(witnesses.size());
  if (has_state) {
    MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
    MUNIMENT_ASSIGN(newest, newest_cosignatures(state, witnesses));
  }
  summary.witnesses = summaries_of(witnesses, newest, summary.witness_conflicts);
  return ok();
}

ExitCode exit_code_of(const Summary& summary) {
  ExitCode code = has_witness_conflict(summary) ? ExitCode::kFindings : ExitCode::kOk;
  for (const StoreSummary& store : summary.stores) {
    const bool unseen =
        store.last_outcome && *store.last_outcome != ScanOutcome::kComplete;
    if (unseen || store.not_observed_items > 0) {
      code = merge(code, ExitCode::kIncomplete);
    }
    if (store.unexplained_items + store.logged_items + store.corrupted_items > 0) {
      code = merge(code, ExitCode::kFindings);
    }
  }
  return code;
}

Result<ExitCode> run_status(const GlobalOptions& options,
                            const std::vector<std::string>& names) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, names));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  const Time now = wall_clock_now();
  Summary summary;
  if (reader) {
    SummaryOptions wanted = summary_options(config);
    wanted.now = now;
    for (const StoreConfig* store : stores) {
      const auto period =
          std::chrono::duration_cast<std::chrono::nanoseconds>(store->fixity.every);
      wanted.fixity_due_before[store->name] = Time{now.ns - period.count()};
    }
    MUNIMENT_ASSIGN(summary, reader->summary(wanted));
  }
  MUNIMENT_TRY(add_witnesses(summary, config, reader.has_value()));
  add_unseen_stores(summary, stores);
  std::erase_if(summary.stores, [&](const StoreSummary& s) {
    return !names.empty() &&
           std::find(names.begin(), names.end(), s.name) == names.end();
  });
  MUNIMENT_TRY(print(options.json ? json_line(status_json(summary)) + "\n"
                                  : status_text(summary, now)));
  return exit_code_of(summary);
}

}  // namespace

void add_status_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand(
      "status", "What is held, what is missing, what could not be seen");
  auto names = std::make_shared<std::vector<std::string>>();
  command->add_option("STORE", *names, "Only these stores");
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, names] {
    invocation.run = [&invocation, names] {
      return run_status(invocation.options, *names);
    };
  });
}

}  // namespace muniment
