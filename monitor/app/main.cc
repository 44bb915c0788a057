// The program: reads the command line, runs one command, tells its error, and exits.

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/nearest.h"
#include "app/version.h"
#include "exporters/report/json_line.h"
#include "model/printable.h"

namespace muniment {
namespace {

// Each walker keeps a few directories open; deep trees need more than the usual limit.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65'536);
    (void)::setrlimit(RLIMIT_NOFILE, &limit);  // with fewer, deep trees say EMFILE
  }
}

void set_up_log(const GlobalOptions& options) {
  auto logger = std::make_shared<spdlog::logger>(
      "muniment", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%SZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(options.quiet          ? spdlog::level::err
                    : options.verbose == 0 ? spdlog::level::warn
                    : options.verbose == 1 ? spdlog::level::info
                                           : spdlog::level::debug);
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

ExitCode tell(const Error& error, bool json) {
  if (json) {
    const Json object = {
        {"error",
         {{"code", std::string(name_of(error.code))}, {"message", error.what}}}};
    (void)std::fprintf(stderr, "%s\n", json_line(object).c_str());
  } else {
    // Made printable already, but for what a library put in: that must not split the line.
    std::string line = error.what;
    std::replace(line.begin(), line.end(), '\n', ' ');
    (void)std::fprintf(stderr, "muniment: %s\n", line.c_str());
  }
  return exit_code_for(error.code);
}

bool asks_for_json(int argc, char** argv) {
  return std::any_of(argv, argv + argc,
                     [](const char* arg) { return std::strcmp(arg, "--json") == 0; });
}

// What CLI11 says, in one safe line, with the nearest command for a mistyped one.
Error parse_problem(const CLI::App& app, const CLI::ParseError& error, int argc,
                    char** argv) {
  std::string what = printable(error.what());
  std::replace(what.begin(), what.end(), '\n', ' ');
  if (app.get_subcommands().empty() && argc > 1 && argv[1][0] != '-') {
    std::vector<std::string> commands;
    for (const CLI::App* command :
         app.get_subcommands([](const CLI::App*) { return true; })) {
      commands.push_back(command->get_name());
    }
    const std::string_view near = nearest(
        argv[1], std::vector<std::string_view>(commands.begin(), commands.end()));
    what = "no command " + in_quotes(argv[1]) +
           (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") +
           " See muniment --help";
  }
  if (what.size() > 500) {
    what = what.substr(0, 500) + "...";
  }
  return usage_error(what);
}

void set_up_app(CLI::App& app, Invocation& invocation) {
  GlobalOptions& options = invocation.options;
  app.name("muniment");
  app.require_subcommand(1);
  app.fallthrough();
  app.option_defaults()->always_capture_default(false);
  app.set_version_flag("--version", version_text());
  app.add_option("--config", options.config,
                 "Configuration (else $MUNIMENT_CONFIG, ./muniment.yml, "
                 "/etc/muniment/muniment.yml)")
      ->type_name("FILE");
  app.add_flag("--json", options.json, "One JSON object a line on standard output");
  app.add_flag("--quiet", options.quiet, "No progress, only errors on standard error");
  app.add_flag("-v,--verbose", options.verbose,
               "Say more on standard error; twice: more");
  app.footer("Results go to standard output; log and progress go to standard error.");
  add_init_command(app, invocation);
  add_scan_command(app, invocation);
  add_verify_command(app, invocation);
  add_agent_command(app, invocation);
  add_status_command(app, invocation);
  add_items_command(app, invocation);
  add_changes_command(app, invocation);
  add_authority_command(app, invocation);
  add_hold_command(app, invocation);
  add_transfer_command(app, invocation);
  add_register_command(app, invocation);
  add_log_command(app, invocation);
  add_retention_command(app, invocation);
  add_ledger_command(app, invocation);
  add_config_command(app, invocation);
}

int run(int argc, char** argv) {
  Invocation invocation;
  CLI::App app(
      "Watches evidence stores: what went, when, and whether anyone had the "
      "authority.");
  set_up_app(app, invocation);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForAllHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(
        tell(parse_problem(app, error, argc, argv), asks_for_json(argc, argv)));
  }
  set_up_log(invocation.options);
  raise_file_limit();
  const Result<ExitCode> done = invocation.run();
  const Status flushed = flush_output();
  if (done && !flushed) {
    return static_cast<int>(tell(flushed.error(), invocation.options.json));
  }
  if (!done) {
    return static_cast<int>(tell(done.error(), invocation.options.json));
  }
  return static_cast<int>(done.value());
}

}  // namespace
}  // namespace muniment

int main(int argc, char** argv) {
  try {
    return muniment::run(argc, argv);
  } catch (const std::exception& exception) {
    (void)std::fprintf(stderr, "muniment: %s\n",
                       muniment::printable(exception.what()).c_str());
    return static_cast<int>(muniment::ExitCode::kFailed);
  }
}
