// muniment register: what the evidence management system says of the items, and whether
// the store agrees.

#include <chrono>
#include <memory>

#include "app/command.h"
#include "app/import_problems.h"
#include "app/register_import.h"
#include "exporters/report/concern_list.h"
#include "exporters/report/register_report.h"

namespace muniment {
namespace {

struct ImportOptions {
  std::string file;
  std::string store;
  std::vector<std::string> map;
  bool skip_bad = false;
};

struct CompareOptions {
  std::string store;
  bool all = false;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

Result<ExitCode> run_import(const GlobalOptions& options, const ImportOptions& typed) {
  const auto start = std::chrono::steady_clock::now();
  RegisterRequest request;
  request.file = typed.file;
  request.store = typed.store;
  request.format = register_format_of(typed.file);
  MUNIMENT_ASSIGN(request.columns, parse_column_map(typed.map));
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, typed.store));
  catch_stop_signals();
  ImportProblems problems(typed.file, options, typed.skip_bad);
  Progress progress(typed.file, options.quiet);
  auto imported = import_register(*session, request, problems, progress);
  progress.finish();
  if (!imported && imported.error().code == ErrorCode::kNotFound) {
    return usage_error(imported.error().what);
  }
  MUNIMENT_TRY(imported);
  MUNIMENT_TRY(reconsider_now(*session, options));
  const double seconds = seconds_since(start);
  MUNIMENT_TRY(print(options.json ? json_line(register_import_json(
                                        imported.value(), seconds, problems.json())) +
                                        "\n"
                                  : register_import_text(imported.value(), seconds)));
  return problems.count() > 0 ? ExitCode::kIncomplete : ExitCode::kOk;
}

Result<ExitCode> run_compare(const GlobalOptions& options,
                             const CompareOptions& typed) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const StoreConfig* store, find_store(config, typed.store));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  MUNIMENT_ASSIGN(const StoreRecord record,
                  scanned_store(reader, *store, "a register"));
  MUNIMENT_ASSIGN(const EvidenceState state, reader->evidence_state(record.id));
  if (!state.has_register) {
    return usage_error("store " + store->name +
                       " has no register; run muniment register import first");
  }
  MUNIMENT_ASSIGN(const StateDirectory directory,
                  StateDirectory::open(config.state_dir));
  ConcernList list([](const std::string& text) { return print(text); }, options.json,
                   typed.all);
  MUNIMENT_ASSIGN(const RegisterComparison comparison,
                  compare_register(
                      *reader, {directory.catalogue(), directory.path(), record.id},
                      [&](const RegisterLine& line) {
                        return list.add(name_of(line.finding),
                                        line.path.empty() ? line.identifier : line.path,
                                        line.detail, register_line_json(line));
                      }));
  MUNIMENT_TRY(list.finish());
  MUNIMENT_TRY(print(
      options.json ? json_line(register_comparison_json(store->name, comparison)) + "\n"
                   : register_comparison_text(store->name, comparison)));
  return merge(comparison.has_findings() ? ExitCode::kFindings : ExitCode::kOk,
               comparison.not_observed > 0 ? ExitCode::kIncomplete : ExitCode::kOk);
}

void add_import(CLI::App& parent, Invocation& invocation) {
  CLI::App* command = parent.add_subcommand(
      "import", "Take over an export of the register (CSV or JSON lines)");
  auto typed = std::make_shared<ImportOptions>();
  command
      ->add_option("FILE", typed->file,
                   "The export; .json, .jsonl and .ndjson are JSON lines, all else CSV")
      ->required();
  command->add_option("--store", typed->store, "The store that it is about")
      ->required()
      ->type_name("STORE");
  command
      ->add_option("--map", typed->map,
                   "Which column holds a field, where it has another name: path id "
                   "recorded_at class case exhibit size sha256 subjects")
      ->type_name("FIELD=COLUMN,...")
      ->expected(1, -1);
  command->add_flag("--skip-bad", typed->skip_bad,
                    "Import what is right when some rows are wrong");
  command->footer(
      "Importing again updates. Stopped in between, the same command goes on. Removals "
      "that\nwere recorded before are looked at again.");
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_import(invocation.options, *typed);
    };
  });
}

}  // namespace

void add_register_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand(
      "register", "What the evidence management system says of the items");
  command->require_subcommand(1);
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  add_import(*command, invocation);

  CLI::App* compare = command->add_subcommand(
      "compare", "Registered but absent, present but unregistered");
  auto typed = std::make_shared<CompareOptions>();
  compare->add_option("--store", typed->store, "The store")
      ->required()
      ->type_name("STORE");
  compare->add_flag("--all", typed->all, "List everything");
  compare->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_compare(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
