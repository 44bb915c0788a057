// muniment agent: the daemon, wired: configuration, loop, metrics, signals, systemd.

#include <signal.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <thread>

#include "agent/agent.h"
#include "app/agent_view.h"
#include "app/command.h"
#include "app/version.h"
#include "app/vouching_settings.h"
#include "exporters/report/status_report.h"
#include "exporters/web/pages.h"
#include "exporters/web/snapshot.h"
#include "exporters/web/web_server.h"

namespace muniment {
namespace {

AgentSettings agent_settings(const Config& config) {
  AgentSettings settings;
  settings.state_directory = config.state_dir;
  for (const StoreConfig& store : config.stores) {
    settings.stores.push_back(settings_of(config, store));
  }
  settings.summary = summary_options(config);
  settings.witnesses = witnesses_settings(config);
  settings.time_stamps = time_stamp_settings(config);
  return settings;
}

// The signals that the agent answers, blocked in every thread and taken by one.
sigset_t agent_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR2}) {
    sigaddset(&signals, number);
  }
  return signals;
}

void answer_signals(Agent& agent, const sigset_t& signals) {
  for (;;) {
    int number = 0;
    if (::sigwait(&signals, &number) != 0 || number == SIGUSR2) {
      return;  // SIGUSR2: the agent is done
    }
    if (number == SIGHUP) {
      agent.post_reload();
    } else {
      agent.post_stop(number == SIGTERM ? "SIGTERM" : "SIGINT");
    }
  }
}

// Ends its thread with the signal that it waits for.
class SignalThread {
 public:
  SignalThread(Agent& agent, const sigset_t& signals)
      : thread_([&agent, signals] { answer_signals(agent, signals); }) {}
  ~SignalThread() { ::pthread_kill(thread_.native_handle(), SIGUSR2); }
  SignalThread(const SignalThread&) = delete;
  SignalThread& operator=(const SignalThread&) = delete;

 private:
  std::jthread thread_;
};

Routes routes_over(const Snapshot<AgentPage>& page) {
  AgentPages pages;
  pages.version = version_text();
  pages.metrics = [&page] { return page.get()->metrics; };
  pages.metrics_content_type = kMetricsContentType;
  pages.status = [&page] { return page.get()->status; };
  pages.ready = [&page]() -> Status {
    if (!page.get()->is_ready) {
      return Error{ErrorCode::kUnavailable, 0, "starting"};
    }
    return ok();
  };
  return agent_routes(std::move(pages));
}

Result<ExitCode> run_agent(const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const Config first, load_configuration(options));
  if (!options.quiet && options.verbose == 0) {
    spdlog::set_level(spdlog::level::info);
  }
  const sigset_t signals = agent_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  (void)::signal(SIGPIPE, SIG_IGN);  // a client that goes away must not end the agent

  Snapshot<AgentPage> page{AgentPage{}};
  MUNIMENT_ASSIGN(WebServer server,
                  WebServer::start(first.web.listen, routes_over(page)));
  AgentPageMaker maker(first);
  bool told_ready = false;
  AgentHooks hooks;
  hooks.on_view = [&](const AgentView& view) {
    page.publish(maker.make(view));
    if (!std::exchange(told_ready, true)) {
      spdlog::info("metrics at http://{}/metrics", server.address());
      (void)::sd_notify(0, "READY=1");  // not under systemd: nobody to tell
    }
  };
  hooks.post = outward_post();
  hooks.on_alive = [] { (void)::sd_notify(0, "WATCHDOG=1"); };
  hooks.reload = [&]() -> Result<AgentSettings> {
    MUNIMENT_ASSIGN(const Config config, load_configuration(options));
    if (config.web != first.web || config.state_dir != first.state_dir) {
      return usage_error("web and state_dir cannot change while the agent runs");
    }
    maker.set_config(config);
    return agent_settings(config);
  };
  Agent agent(kVersion, agent_settings(first), std::move(hooks));
  Status done = ok();
  {
    const SignalThread signal_thread(agent, signals);
    done = agent.run();
  }
  (void)::sd_notify(0, "STOPPING=1");
  server.stop();
  MUNIMENT_TRY(done);
  return ExitCode::kOk;
}

}  // namespace

void add_agent_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("agent", "The daemon: scans when due, serves /metrics");
  command->footer("SIGTERM stops it, SIGHUP makes it read its configuration again.\n" +
                  exit_status_help({ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed,
                                    ExitCode::kLedger}));
  command->callback([&invocation] {
    invocation.run = [&invocation] { return run_agent(invocation.options); };
  });
}

}  // namespace muniment
