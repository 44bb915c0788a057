// What every command shares: the global options, the configuration, how errors are told.
//
// Owner:   main() makes one Invocation; the command that was typed fills `run`.
// Threads: the main thread; stop_requested() is set by a signal handler.
// Failure: commands return Result<ExitCode>; an Error becomes one line on standard
//          error (or one JSON object) and the exit status that belongs to it.

#pragma once

#include <CLI/CLI.hpp>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/recorder.h"
#include "agent/store_job.h"
#include "app/config.h"
#include "app/exit_code.h"
#include "catalogue/reader.h"
#include "explain/policy.h"
#include "exporters/report/scan_report.h"
#include "intake/item_path.h"
#include "model/result.h"

namespace muniment {

struct GlobalOptions {
  std::string config;  // --config; "" when not given
  bool json = false;
  bool quiet = false;
  int verbose = 0;
};

struct Invocation {
  GlobalOptions options;
  std::function<Result<ExitCode>()> run;  // of the command that was typed
};

// Each adds its command to the program.
void add_init_command(CLI::App& app, Invocation& invocation);
void add_scan_command(CLI::App& app, Invocation& invocation);
void add_verify_command(CLI::App& app, Invocation& invocation);
void add_status_command(CLI::App& app, Invocation& invocation);
void add_items_command(CLI::App& app, Invocation& invocation);
void add_changes_command(CLI::App& app, Invocation& invocation);
void add_authority_command(CLI::App& app, Invocation& invocation);
void add_hold_command(CLI::App& app, Invocation& invocation);
void add_transfer_command(CLI::App& app, Invocation& invocation);
void add_register_command(CLI::App& app, Invocation& invocation);
void add_log_command(CLI::App& app, Invocation& invocation);
void add_retention_command(CLI::App& app, Invocation& invocation);
void add_agent_command(CLI::App& app, Invocation& invocation);
void add_ledger_command(CLI::App& app, Invocation& invocation);
void add_config_command(CLI::App& app, Invocation& invocation);

// Each adds its command to `muniment authority`.
void add_authority_add_command(CLI::App& authority, Invocation& invocation);
void add_authority_check_command(CLI::App& authority, Invocation& invocation);
void add_authority_sign_commands(CLI::App& authority, Invocation& invocation);

// Each adds its command to `muniment ledger`.
void add_ledger_prove_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_check_proof_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_verify_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_key_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_rebuild_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_show_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_witness_command(CLI::App& ledger, Invocation& invocation);
void add_ledger_timestamp_command(CLI::App& ledger, Invocation& invocation);

// The end of each command's help.
std::string exit_status_help(const std::vector<ExitCode>& codes);

// An error in what the user typed.
Error usage_error(std::string what);

// Finds and reads the configuration. Every error of it is kInvalid: nothing was done.
Result<Config> load_configuration(const GlobalOptions& options);
Result<const StoreConfig*> find_store(const Config& config, const std::string& name);
// The named stores, or all of them when none is named.
Result<std::vector<const StoreConfig*>> find_stores(
    const Config& config, const std::vector<std::string>& names);
StoreSettings settings_of(const Config& config, const StoreConfig& store);
SummaryOptions summary_options(const Config& config);

// A number of an event, or of events, as a user types it: decimal.
Result<std::uint64_t> parse_event_number(std::string_view flag,
                                         const std::string& text);

// A name, reference or reason that goes into the record as it was typed: printable UTF-8,
// not empty, not long.
Status check_spoken_text(std::string_view flag, const std::string& text);

// What everybody who changes the record needs, with one store in the configuration.
struct StoreSession {
  Config config;
  const StoreConfig* store = nullptr;  // of `config`
  StateDirectory state;
  Recorder recorder;
  Reader reader;

  // The id of the store in the catalogue; nullopt before anything was recorded of it.
  Result<std::optional<std::int64_t>> store_id();
  // What the configuration says of the store now.
  Result<Policy> policy() const;
};
Result<std::unique_ptr<StoreSession>> open_store_session(const GlobalOptions& options,
                                                         const std::string& store);

// What a check of content yields: for the report, and as exit status.
CheckLines lines_of(const CheckReport& report);
ExitCode exit_code_of(const CheckFinished& counts);

// New evidence: looks again at what went from the store, and says so on standard error.
Status reconsider_now(StoreSession& session, const GlobalOptions& options);

// A reader of an up-to-date catalogue: what the ledger has beyond it is applied first.
// nullopt when nothing was ever recorded.
Result<std::optional<Reader>> open_reader(const Config& config);

// The store as the catalogue knows it; kInvalid when it was never scanned, and there is
// nothing to hold `what` ("a register") against.
Result<StoreRecord> scanned_store(std::optional<Reader>& reader,
                                  const StoreConfig& store, std::string_view what);

// Set by SIGINT and SIGTERM once catch_stop_signals() was called.
const std::atomic<bool>& stop_requested();
void catch_stop_signals();

// Writes to standard output; kIo when it cannot be written (a full disk, a closed pipe).
Status print(const std::string& text);
// Before the end: what is still buffered may fail too.
Status flush_output();

}  // namespace muniment
