// muniment init: writes a configuration, and makes the state directory and its key.

#include <boost/filesystem.hpp>
#include <memory>

#include "agent/recorder.h"
#include "app/command.h"
#include "exporters/report/json_line.h"
#include "ledger/durable_file.h"
#include "model/printable.h"

namespace muniment {
namespace {

namespace fs = boost::filesystem;

struct InitOptions {
  std::vector<std::string> stores;  // NAME=PATH
  std::string state_dir;
};

Result<std::string> absolute_path(const std::string& path) {
  boost::system::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) {
    return Error{ErrorCode::kIo, error.value(),
                 "current directory: " + error.message()};
  }
  std::string absolute = fs::absolute(path, here).lexically_normal().string();
  while (absolute.size() > 1 && (absolute.ends_with('/') || absolute.ends_with("/."))) {
    absolute.pop_back();
  }
  return absolute;
}

Result<std::pair<std::string, std::string>> parse_store(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return usage_error(in_quotes(text) + " is not NAME=PATH");
  }
  MUNIMENT_ASSIGN(std::string path, absolute_path(text.substr(equals + 1)));
  boost::system::error_code error;
  if (!fs::is_directory(path, error)) {
    return usage_error("store path " + printable(path) + " is not a directory");
  }
  return std::pair(text.substr(0, equals), std::move(path));
}

// Beside the configuration, but for the one that belongs to the system.
Result<std::string> state_directory_for(const InitOptions& typed,
                                        const std::string& config_file) {
  if (!typed.state_dir.empty()) {
    return absolute_path(typed.state_dir);
  }
  MUNIMENT_ASSIGN(const std::string file, absolute_path(config_file));
  return file == "/etc/muniment/muniment.yml" ? std::string("/var/lib/muniment")
                                              : directory_of(file) + "/muniment-state";
}

Result<ExitCode> run_init(const GlobalOptions& options, const InitOptions& typed) {
  const std::string file = options.config.empty() ? "muniment.yml" : options.config;
  std::vector<std::pair<std::string, std::string>> stores;
  for (const std::string& text : typed.stores) {
    MUNIMENT_ASSIGN(stores.emplace_back(), parse_store(text));
  }
  MUNIMENT_ASSIGN(const std::string state_dir, state_directory_for(typed, file));
  const std::string text = starter_config(state_dir, stores);
  MUNIMENT_TRY(parse_config(text, file));
  boost::system::error_code error;
  if (fs::exists(file, error)) {
    return usage_error(printable(file) + " exists already: it is not written over");
  }
  MUNIMENT_ASSIGN(const StateDirectory state,
                  StateDirectory::open_or_create(state_dir));
  MUNIMENT_TRY(Recorder::open(state));
  MUNIMENT_TRY(create_file_once(file, text, 0644));
  MUNIMENT_ASSIGN(const VerifierKey key, state.verifier_key());
  if (options.json) {
    MUNIMENT_TRY(print(json_line({{"config", printable(file)},
                                  {"state_dir", printable(state_dir)},
                                  {"key", key.text()}}) +
                       "\n"));
  } else {
    MUNIMENT_TRY(print(
        "Wrote " + printable(file) + "; the record is kept in " + printable(state_dir) +
        "\nThe ledger is verified with this key; keep a copy elsewhere:\n  " +
        key.text() + "\nNext: muniment scan\n"));
  }
  return ExitCode::kOk;
}

}  // namespace

void add_init_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand(
      "init", "Write a configuration, create the state directory and the signing key");
  auto typed = std::make_shared<InitOptions>();
  command->add_option("NAME=PATH", typed->stores, "Stores to watch")->required();
  command
      ->add_option("--state-dir", typed->state_dir,
                   "Where the record is kept (default: muniment-state beside the "
                   "configuration)")
      ->type_name("DIR");
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed}));
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_init(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
