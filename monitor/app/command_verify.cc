// muniment verify: reads content again and compares it with the record.

#include <memory>

#include "app/command.h"
#include "app/progress_watch.h"
#include "exporters/report/scan_report.h"

namespace muniment {
namespace {

struct VerifyOptions {
  std::vector<std::string> stores;
  bool all = false;
  std::vector<std::string> paths;
};

Result<ExitCode> verify_store(const GlobalOptions& options, const Config& config,
                              const StateDirectory& state, const StoreConfig& store,
                              const std::vector<StorePath>& paths) {
  ProgressWatch watch(store.name, options.quiet);
  const JobControl control{watch.progress(), stop_requested(),
                           [&] { watch.say_waiting(); }};
  auto checked = run_check(state, settings_of(config, store), paths, control);
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

Result<ExitCode> run_verify(const GlobalOptions& options, const VerifyOptions& wanted) {
  if (wanted.all == !wanted.paths.empty()) {
    return usage_error("say what to verify: either --all, or --path for each item");
  }
  std::vector<StorePath> paths;
  for (const std::string& text : wanted.paths) {
    MUNIMENT_ASSIGN(paths.emplace_back(), parse_item_path(text));
  }
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, wanted.stores));
  if (!paths.empty() && stores.size() != 1) {
    return usage_error("--path needs the one STORE that the path is in");
  }
  auto state = StateDirectory::open(config.state_dir);
  if (!state) {
    return usage_error(state.error().what + "; run muniment scan first");
  }
  catch_stop_signals();
  ExitCode code = ExitCode::kOk;
  for (const StoreConfig* store : stores) {
    MUNIMENT_ASSIGN(const ExitCode one,
                    verify_store(options, config, state.value(), *store, paths));
    code = merge(code, one);
  }
  return code;
}

}  // namespace

void add_verify_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("verify", "Read content again and compare both digests");
  auto wanted = std::make_shared<VerifyOptions>();
  command->add_option("STORE", wanted->stores, "Stores to verify (default: all)");
  command->add_flag("--all", wanted->all, "Every item");
  command
      ->add_option("--path", wanted->paths,
                   "This item, or everything in this directory; may be repeated")
      ->type_name("PATH")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, wanted] {
    invocation.run = [&invocation, wanted] {
      return run_verify(invocation.options, *wanted);
    };
  });
}

}  // namespace muniment
