// muniment scan: one presence scan of each store.

#include <memory>
#include <thread>

#include "app/command.h"
#include "app/progress_watch.h"
#include "exporters/report/scan_report.h"
#include "model/printable.h"
#include "store/filesystem_store.h"

namespace muniment {
namespace {

ExitCode exit_code_of(const ScanReport& report) {
  const ScanCounts& n = report.counts;
  if (report.outcome != ScanOutcome::kComplete) {
    return ExitCode::kIncomplete;
  }
  const bool findings =
      n.unexplained + n.logged + n.corrupted + n.modified + n.emptied > 0;
  return findings ? ExitCode::kFindings : ExitCode::kOk;
}

ScanLines lines_of(const ScanReport& report) {
  return {report.store, report.outcome, report.reason, report.counts, report.seconds};
}

// The places that this store's last scan could not observe, for people.
Result<std::vector<NamedPlace>> places_of(const Config& config,
                                          const std::string& store) {
  std::vector<NamedPlace> places;
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  if (!reader) {
    return places;
  }
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader->store(store));
  if (!record) {
    return places;
  }
  MUNIMENT_ASSIGN(const std::vector<UnobservedPlace> all,
                  reader->unobserved(record->id));
  for (const UnobservedPlace& place : all) {
    places.push_back({place.path, place.place, place.reason});
  }
  return places;
}

Result<ExitCode> scan_store(const GlobalOptions& options, const Config& config,
                            const StateDirectory& state, const StoreConfig& store,
                            const std::optional<Acceptance>& accepted) {
  ProgressWatch watch(store.name, options.quiet);
  const JobControl control{watch.progress(), stop_requested(),
                           [&] { watch.say_waiting(); }};
  auto report = run_scan(state, settings_of(config, store), control, accepted);
  watch.finish();
  MUNIMENT_TRY(report);
  if (options.json) {
    MUNIMENT_TRY(print(json_line(scan_json(lines_of(report.value()))) + "\n"));
    return exit_code_of(report.value());
  }
  MUNIMENT_ASSIGN(const std::vector<NamedPlace> places, places_of(config, store.name));
  MUNIMENT_TRY(print(scan_text(lines_of(report.value()), places)));
  return exit_code_of(report.value());
}

// A symlink or a mount can hide what the configuration's names do not show. Seen here,
// before anything is made; a scan refuses it too.
Status check_state_outside(const std::string& state_dir,
                           const std::vector<const StoreConfig*>& stores) {
  for (const StoreConfig* store : stores) {
    const auto opened = FilesystemStore::open(store->path);
    const auto inside =
        opened ? opened.value().contains(state_dir) : Result<bool>(false);
    if (inside && inside.value()) {
      return usage_error("state_dir " + printable(state_dir) + " is inside store " +
                         store->name + ": nothing may be written into a store");
    }
  }
  return ok();
}

struct ScanOptions {
  std::vector<std::string> stores;
  bool re_enrol = false;
  std::string by;
  std::string reason;
};

// A new identity is for one store, by one person, for one reason.
Result<std::optional<Acceptance>> acceptance_of(const ScanOptions& typed) {
  if (!typed.re_enrol) {
    if (!typed.by.empty() || !typed.reason.empty()) {
      return usage_error("--by and --reason belong to --re-enrol");
    }
    return std::optional<Acceptance>();
  }
  if (typed.stores.size() != 1) {
    return usage_error("--re-enrol needs the one STORE that it is for");
  }
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  MUNIMENT_TRY(check_spoken_text("--reason", typed.reason));
  return std::optional(Acceptance{typed.by, typed.reason});
}

Result<ExitCode> run_scan_command(const GlobalOptions& options,
                                  const ScanOptions& typed) {
  MUNIMENT_ASSIGN(const std::optional<Acceptance> accepted, acceptance_of(typed));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, typed.stores));
  MUNIMENT_TRY(check_state_outside(config.state_dir, stores));
  MUNIMENT_ASSIGN(const StateDirectory state,
                  StateDirectory::open_or_create(config.state_dir));
  catch_stop_signals();
  ExitCode code = ExitCode::kOk;
  for (const StoreConfig* store : stores) {
    MUNIMENT_ASSIGN(const ExitCode one,
                    scan_store(options, config, state, *store, accepted));
    code = merge(code, one);
  }
  return code;
}

}  // namespace

void add_scan_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("scan", "Look at stores now: what is new, changed, gone");
  auto typed = std::make_shared<ScanOptions>();
  command->add_option("STORE", typed->stores, "Stores to scan (default: all)");
  command->add_flag(
      "--re-enrol", typed->re_enrol,
      "Take the store for the enrolled one although its filesystem or root "
      "directory is another (a replaced disk); its items are compared");
  command->add_option("--by", typed->by, "Who says so")->type_name("NAME");
  command->add_option("--reason", typed->reason, "And why")->type_name("TEXT");
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_scan_command(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
