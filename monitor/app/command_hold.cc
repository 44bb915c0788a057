// muniment hold: items that must not go, whatever else says so.

#include <memory>

#include "agent/held_check.h"
#include "app/command.h"
#include "app/progress_watch.h"
#include "app/scope_options.h"
#include "exporters/report/concern_list.h"
#include "exporters/report/holds_report.h"
#include "exporters/report/scan_report.h"

namespace muniment {
namespace {

struct AddOptions {
  std::string store;
  std::string reference;
  std::string reason;
  std::string by;
  std::optional<std::string> requester;
  std::optional<std::string> review;
  ScopeOptions scope;
  bool all = false;
};

struct NameOptions {
  std::string reference;
  std::string store;
  std::string by;
  std::string reason;
};

Result<HoldPlaced> parse_terms(const AddOptions& typed, const Scope& scope) {
  MUNIMENT_TRY(check_spoken_text("--reference", typed.reference));
  MUNIMENT_TRY(check_spoken_text("--reason", typed.reason));
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  if (typed.requester) {
    MUNIMENT_TRY(check_spoken_text("--requester", *typed.requester));
  }
  if (scope.is_everything()) {
    return usage_error(
        "a hold needs a scope: --case, --prefix, --collection, --list, --class or "
        "--recorded-from");
  }
  HoldPlaced terms;
  terms.store = typed.store;
  terms.reference = typed.reference;
  terms.reason = typed.reason;
  terms.by = typed.by;
  terms.requester = typed.requester.value_or("");
  MUNIMENT_ASSIGN(terms.review, parse_optional_time("--review", typed.review));
  terms.scope = scope;
  return terms;
}

// nullopt: the store has no hold of that reference.
Result<std::optional<HoldRecord>> find_hold(Reader& reader, const std::string& store,
                                            const std::string& reference) {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  if (record) {
    MUNIMENT_ASSIGN(const std::vector<HoldRecord> all, reader.holds(record->id));
    for (const HoldRecord& hold : all) {
      if (hold.terms.reference == reference) {
        return std::optional(hold);
      }
    }
  }
  return std::optional<HoldRecord>();
}

ExitCode exit_code_of(const HoldReport& report) {
  const ExitCode found =
      report.missing + report.corrupted > 0 ? ExitCode::kFindings : ExitCode::kOk;
  return merge(found, report.unreadable > 0 ? ExitCode::kIncomplete : ExitCode::kOk);
}

// What of the hold is there, said the moment it is placed.
Result<ExitCode> tell_placed(StoreSession& session, const GlobalOptions& options,
                             const HoldRecord& hold, const ListedScope& scope,
                             bool all) {
  MUNIMENT_ASSIGN(const std::optional<std::int64_t> store_id, session.store_id());
  MUNIMENT_ASSIGN(const Policy policy, session.policy());
  const HoldLine line{hold, wall_clock_now()};
  if (!options.json) {
    MUNIMENT_TRY(print(hold_text(line)));
  }
  ConcernList list([](const std::string& text) { return print(text); }, options.json,
                   all);
  MUNIMENT_ASSIGN(
      const HoldReport report,
      report_hold(
          session.reader, *store_id, &policy, scope,
          [&](HoldConcern concern, const StorePath& path, const std::string& detail) {
            const bool is_usual = concern == HoldConcern::kNeverVerified;
            return is_usual && !options.json && !all
                       ? Status(ok())
                       : list.add(name_of(concern), path, detail);
          }));
  MUNIMENT_TRY(list.finish());
  Json json = hold_json(line);
  json["kind"] = "summary";
  put_hold_report(json, report);
  MUNIMENT_TRY(print(options.json ? json_line(json) + "\n" : hold_report_text(report)));
  return exit_code_of(report);
}

Result<ExitCode> run_add(const GlobalOptions& options, const AddOptions& typed) {
  MUNIMENT_ASSIGN(const ListedScope scope, parse_scope(typed.scope));
  MUNIMENT_ASSIGN(HoldPlaced terms, parse_terms(typed, scope.scope));
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, typed.store));
  std::vector<EventBody> events =
      list_events<HoldPaths>(typed.store, typed.reference, scope.paths);
  events.emplace_back(std::move(terms));
  // Looked up under the lock: two commands at once cannot both be the first.
  MUNIMENT_TRY(session->recorder.record_if(std::move(events), [&]() -> Status {
    MUNIMENT_ASSIGN(const auto there,
                    find_hold(session->reader, typed.store, typed.reference));
    return there ? Status(usage_error("store " + typed.store + " has a hold " +
                                      in_quotes(typed.reference) + " already"))
                 : ok();
  }));
  MUNIMENT_ASSIGN(const auto placed,
                  find_hold(session->reader, typed.store, typed.reference));
  return tell_placed(*session, options, *placed, scope, typed.all);
}

// Holds of all stores, or of one; with a reference, only those of that name.
Result<std::vector<HoldLine>> lines_of(const Config& config, const std::string& store,
                                       const std::string& reference) {
  std::vector<std::string> names;
  if (!store.empty()) {
    names.push_back(store);
  }
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, names));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  std::vector<HoldLine> lines;
  for (const StoreConfig* one : stores) {
    const auto record =
        reader ? reader->store(one->name) : std::optional<StoreRecord>();
    MUNIMENT_TRY(record);
    if (!record.value()) {
      continue;
    }
    MUNIMENT_ASSIGN(const std::vector<HoldRecord> all,
                    reader->holds(record.value()->id));
    for (const HoldRecord& hold : all) {
      if (reference.empty() || hold.terms.reference == reference) {
        lines.push_back({hold, wall_clock_now()});
      }
    }
  }
  return lines;
}

// The one hold of that reference that is in force, in whichever store.
Result<HoldLine> the_hold(const Config& config, const NameOptions& typed) {
  MUNIMENT_ASSIGN(std::vector<HoldLine> lines,
                  lines_of(config, typed.store, typed.reference));
  std::erase_if(lines, [](const HoldLine& line) { return line.record.released; });
  if (lines.empty()) {
    return usage_error("no hold " + in_quotes(typed.reference) +
                       " is in force; see muniment hold list");
  }
  if (lines.size() > 1) {
    return usage_error("hold " + in_quotes(typed.reference) +
                       " is in force in several stores: say which with --store");
  }
  return lines.front();
}

Result<ExitCode> run_release(const GlobalOptions& options, const NameOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  MUNIMENT_TRY(check_spoken_text("--reason", typed.reason));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const HoldLine hold, the_hold(config, typed));
  const std::string& store = hold.record.terms.store;
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, store));
  MUNIMENT_TRY(session->recorder.record_if(
      {HoldReleased{store, typed.reference, typed.by, typed.reason}}, [&]() -> Status {
        MUNIMENT_TRY(the_hold(config, typed));
        return ok();
      }));
  MUNIMENT_ASSIGN(const auto released,
                  find_hold(session->reader, store, typed.reference));
  const HoldLine line{*released, wall_clock_now()};
  MUNIMENT_TRY(
      print(options.json ? json_line(hold_json(line)) + "\n" : hold_text(line)));
  return ExitCode::kOk;
}

Result<ExitCode> run_list(const GlobalOptions& options, const std::string& store,
                          bool with_released) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(std::vector<HoldLine> lines, lines_of(config, store, ""));
  if (!with_released) {
    std::erase_if(lines, [](const HoldLine& line) { return line.record.released; });
  }
  if (!options.json) {
    MUNIMENT_TRY(print(hold_table(lines)));
    return ExitCode::kOk;
  }
  for (const HoldLine& line : lines) {
    MUNIMENT_TRY(print(json_line(hold_json(line)) + "\n"));
  }
  return ExitCode::kOk;
}

Result<ExitCode> run_check(const GlobalOptions& options, const NameOptions& typed) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const HoldLine hold, the_hold(config, typed));
  MUNIMENT_ASSIGN(const StoreConfig* store,
                  find_store(config, hold.record.terms.store));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  catch_stop_signals();
  ProgressWatch watch(store->name, options.quiet);
  const JobControl control{watch.progress(), stop_requested(),
                           [&] { watch.say_waiting(); }};
  auto checked =
      run_hold_check(state, settings_of(config, *store), typed.reference, control);
  watch.finish();
  if (!checked && checked.error().code == ErrorCode::kNotFound) {
    return usage_error(checked.error().what);
  }
  MUNIMENT_TRY(checked);
  const CheckLines lines = lines_of(checked.value());
  MUNIMENT_TRY(
      print(options.json ? json_line(check_json(lines)) + "\n" : check_text(lines)));
  return exit_code_of(checked.value().result.counts);
}

void add_add(CLI::App& parent, Invocation& invocation) {
  CLI::App* command = parent.add_subcommand("add", "Place a hold");
  auto typed = std::make_shared<AddOptions>();
  command->add_option("--store", typed->store, "The store")
      ->required()
      ->type_name("STORE");
  command
      ->add_option("--reference", typed->reference,
                   "Its reference, unique in the store")
      ->required();
  command->add_option("--reason", typed->reason, "Why it is held")->required();
  command->add_option("--by", typed->by, "Who places it")
      ->required()
      ->type_name("NAME");
  command->add_option("--requester", typed->requester, "Who asked for it")
      ->type_name("NAME");
  command->add_option("--review", typed->review, "When it is to be reviewed")
      ->type_name("DATE");
  add_scope_options(*command, typed->scope);
  command->add_flag("--all", typed->all,
                    "List all of it that is missing, unreadable or never verified");
  command->footer(
      "A hold keeps what any of its options names: a place, a case, or a class "
      "recorded within\nthe dates. What it keeps is queued for a check of its "
      "content.");
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_add(invocation.options, *typed);
    };
  });
}

CLI::App* add_named(CLI::App& parent, const char* name, const char* meaning,
                    NameOptions& typed) {
  CLI::App* command = parent.add_subcommand(name, meaning);
  command->add_option("REFERENCE", typed.reference, "Of the hold")->required();
  command->add_option("--store", typed.store, "Its store, where several have it")
      ->type_name("STORE");
  return command;
}

}  // namespace

void add_hold_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("hold", "What must not go, whatever else says so");
  command->require_subcommand(1);
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  add_add(*command, invocation);

  auto released = std::make_shared<NameOptions>();
  CLI::App* release = add_named(*command, "release", "End a hold", *released);
  release->add_option("--by", released->by, "Who decided it")
      ->required()
      ->type_name("NAME");
  release->add_option("--reason", released->reason, "And why")->required();
  release->callback([&invocation, released] {
    invocation.run = [&invocation, released] {
      return run_release(invocation.options, *released);
    };
  });

  auto checked = std::make_shared<NameOptions>();
  CLI::App* check = add_named(*command, "check",
                              "Read the content of what a hold keeps now", *checked);
  check->callback([&invocation, checked] {
    invocation.run = [&invocation, checked] {
      return run_check(invocation.options, *checked);
    };
  });

  CLI::App* list = command->add_subcommand("list", "The holds in force");
  auto store = std::make_shared<std::string>();
  auto with_released = std::make_shared<bool>(false);
  list->add_option("--store", *store, "Only of this store")->type_name("STORE");
  list->add_flag("--released", *with_released, "Also those that were released");
  list->callback([&invocation, store, with_released] {
    invocation.run = [&invocation, store, with_released] {
      return run_list(invocation.options, *store, *with_released);
    };
  });
}

}  // namespace muniment
