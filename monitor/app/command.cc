#include "app/command.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "agent/reconsider.h"
#include "agent/state_check.h"
#include "app/nearest.h"
#include "app/policy_settings.h"
#include "ledger/ledger_reader.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::atomic<bool> stop_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "it is set in a signal handler");

void on_stop_signal(int /*signal*/) {
  stop_flag = true;
}

const char* meaning_of(ExitCode code) {
  switch (code) {
    case ExitCode::kOk:
      return "0  done, nothing unexplained";
    case ExitCode::kFindings:
      return "1  done, and there are findings";
    case ExitCode::kUsage:
      return "2  wrong usage or configuration: nothing was done";
    case ExitCode::kIncomplete:
      return "3  something could not be observed (and there may be findings)";
    case ExitCode::kFailed:
      return "4  failed";
    case ExitCode::kLedger:
      return "5  the ledger does not verify";
  }
  return "";
}

// Does the catalogue lack what the ledger has? In the order in which they are written
// last to first, for an agent may be writing.
Result<bool> is_behind(const StateDirectory& state, Reader& reader) {
  MUNIMENT_ASSIGN(const std::optional<Checkpoint> head, read_head(state));
  MUNIMENT_ASSIGN(const Applied applied, reader.applied());
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_TRY(check_state(state, head, applied, ledger.checkpoint()));
  return applied.size < ledger.checkpoint().size;
}

}  // namespace

std::string exit_status_help(const std::vector<ExitCode>& codes) {
  std::string text = "Exit status:";
  for (const ExitCode code : codes) {
    text += std::string("\n  ") + meaning_of(code);
  }
  return text;
}

Error usage_error(std::string what) {
  return Error{ErrorCode::kInvalid, 0, std::move(what)};
}

Result<Config> load_configuration(const GlobalOptions& options) {
  ConfigSearch search;
  search.option = options.config;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in the program sets the environment
  const char* environment = std::getenv("MUNIMENT_CONFIG");
  search.environment = environment == nullptr ? "" : environment;
  auto file = find_config(search);
  if (!file) {
    return usage_error(file.error().what);
  }
  auto config = load_config(file.value().path);
  if (!config) {
    return usage_error(config.error().what);
  }
  return config;
}

Result<const StoreConfig*> find_store(const Config& config, const std::string& name) {
  const auto found =
      std::find_if(config.stores.begin(), config.stores.end(),
                   [&](const StoreConfig& store) { return store.name == name; });
  if (found != config.stores.end()) {
    return &*found;
  }
  std::vector<std::string_view> names;
  for (const StoreConfig& store : config.stores) {
    names.push_back(store.name);
  }
  const std::string shown = in_quotes(name);
  const std::string_view near = nearest(name, names);
  return usage_error(
      "no store " + shown + " in the configuration" +
      (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
}

Result<std::vector<const StoreConfig*>> find_stores(
    const Config& config, const std::vector<std::string>& names) {
  std::vector<const StoreConfig*> stores;
  for (const std::string& name : names) {
    MUNIMENT_ASSIGN(const StoreConfig* store, find_store(config, name));
    if (std::find(stores.begin(), stores.end(), store) == stores.end()) {
      stores.push_back(store);
    }
  }
  if (names.empty()) {
    for (const StoreConfig& store : config.stores) {
      stores.push_back(&store);
    }
  }
  return stores;
}

StoreSettings settings_of(const Config& config, const StoreConfig& store) {
  return {store.name,        store.path,         store.scan.every,
          store.scan.settle, store.scan.threads, policy_of(config, store)};
}

SummaryOptions summary_options(const Config& config) {
  SummaryOptions options;
  for (const StoreConfig& store : config.stores) {
    options.collections.emplace(store.name, store.collection);
  }
  return options;
}

Result<std::uint64_t> parse_event_number(std::string_view flag,
                                         const std::string& text) {
  const std::optional<std::uint64_t> number = parse_log_number(text);
  if (!number) {
    return usage_error(std::string(flag) + " " + in_quotes(text) + " is not a number");
  }
  return *number;
}

Status check_spoken_text(std::string_view flag, const std::string& text) {
  constexpr std::size_t kMaxBytes = 1000;
  if (text.empty()) {
    return usage_error(std::string(flag) + " must not be empty");
  }
  if (!is_utf8(text) || text.size() > kMaxBytes || printable(text) != text) {
    return usage_error(std::string(flag) + " " + in_quotes(text) +
                       " must be printable UTF-8 of at most " +
                       std::to_string(kMaxBytes) + " bytes, without backslashes");
  }
  return ok();
}

Result<std::optional<std::int64_t>> StoreSession::store_id() {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store->name));
  return record ? std::optional(record->id) : std::optional<std::int64_t>();
}

Result<Policy> StoreSession::policy() const {
  return policy_from(policy_of(config, *store), Time());
}

Result<std::unique_ptr<StoreSession>> open_store_session(const GlobalOptions& options,
                                                         const std::string& store) {
  MUNIMENT_ASSIGN(Config config, load_configuration(options));
  MUNIMENT_TRY(find_store(config, store));
  MUNIMENT_ASSIGN(StateDirectory state,
                  StateDirectory::open_or_create(config.state_dir));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  auto session = std::make_unique<StoreSession>(
      StoreSession{std::move(config), nullptr, std::move(state), std::move(recorder),
                   std::move(reader)});
  MUNIMENT_ASSIGN(session->store, find_store(session->config, store));
  return session;
}

CheckLines lines_of(const CheckReport& report) {
  const CheckResult& result = report.result;
  CheckLines lines{result.counts, {}, result.problem_count, report.seconds};
  for (const Place& place : result.problems) {
    lines.problems.push_back({place.path, place.kind, place.reason});
  }
  return lines;
}

ExitCode exit_code_of(const CheckFinished& n) {
  const ExitCode found =
      n.corrupted + n.altered + n.missing > 0 ? ExitCode::kFindings : ExitCode::kOk;
  return merge(found, n.unreadable > 0 ? ExitCode::kIncomplete : ExitCode::kOk);
}

Status reconsider_now(StoreSession& session, const GlobalOptions& options) {
  MUNIMENT_ASSIGN(const std::optional<std::uint64_t> changed,
                  reconsider_unless_busy(session.state, session.recorder,
                                         session.reader, session.store->name));
  if (options.quiet || (changed && *changed == 0)) {
    return ok();
  }
  const std::string what =
      changed
          ? "explanations of earlier removals that changed: " + std::to_string(*changed)
          : "a scan of " + session.store->name +
                " is running: earlier removals are looked at again when it ends";
  (void)std::fprintf(stderr, "%s\n", what.c_str());
  return ok();
}

Result<std::optional<Reader>> open_reader(const Config& config) {
  auto state = StateDirectory::open(config.state_dir);
  if (!state) {
    if (state.error().code == ErrorCode::kNotFound) {
      return std::optional<Reader>();
    }
    return state.error();
  }
  auto reader = Reader::open(state.value().catalogue());
  bool behind = !reader;
  if (reader) {
    MUNIMENT_ASSIGN(behind, is_behind(state.value(), reader.value()));
  }
  if (behind) {
    MUNIMENT_ASSIGN(const Recorder recorder, Recorder::open(state.value()));
    reader = Reader::open(state.value().catalogue());
  }
  MUNIMENT_TRY(reader);
  return std::optional(std::move(reader).value());
}

Result<StoreRecord> scanned_store(std::optional<Reader>& reader,
                                  const StoreConfig& store, std::string_view what) {
  std::optional<StoreRecord> record;
  if (reader) {
    MUNIMENT_ASSIGN(record, reader->store(store.name));
  }
  if (!record || !record->last_observed) {
    return usage_error("store " + store.name +
                       " has never been scanned: there is nothing to hold " +
                       std::string(what) + " against; run muniment scan first");
  }
  return *record;
}

const std::atomic<bool>& stop_requested() {
  return stop_flag;
}

void catch_stop_signals() {
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  // Once: a second Ctrl-C ends the program at once. Nothing that was recorded is lost.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

Status print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    return error_from_errno(errno, "write to", "standard output");
  }
  return ok();
}

Status flush_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    return error_from_errno(errno, "write to", "standard output");
  }
  return ok();
}

}  // namespace muniment
