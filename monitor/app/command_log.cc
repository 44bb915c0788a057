// muniment log: what a storage itself recorded of deletions. It says who deleted an item,
// not who allowed it.

#include <chrono>
#include <memory>

#include "app/command.h"
#include "app/import_problems.h"
#include "exporters/report/progress.h"
#include "exporters/report/register_report.h"
#include "intake/storage_log_reader.h"

namespace muniment {
namespace {

constexpr std::size_t kBatch = 8192;  // deletions

struct ImportOptions {
  std::string file;
  std::string store;
  std::string format;
  std::string bucket;
  std::string prefix;
  bool skip_bad = false;
};

Result<LogFormat> format_of(const ImportOptions& typed) {
  if (typed.format == "storagegrid" || typed.format == "csv") {
    return typed.format == "csv" ? LogFormat::kCsv : LogFormat::kStorageGrid;
  }
  if (!typed.format.empty()) {
    return usage_error("no format " + in_quotes(typed.format) + ": storagegrid or csv");
  }
  return typed.file.ends_with(".csv") ? LogFormat::kCsv : LogFormat::kStorageGrid;
}

class Import {
 public:
  Import(StoreSession& session, const LogRequest& request, ImportProblems& problems,
         Progress& progress)
      : session_(session),
        request_(request),
        problems_(problems),
        progress_(progress) {}

  // Twice: before the first line is recorded all of them are known to be right.
  Result<LogImported> run() {
    LogSink look = sink();
    look.row = [](std::uint64_t, const DeletionLogged&) { return check_stop(); };
    look.bad = [this](std::uint64_t line, const std::string& reason) {
      problems_.add(line, reason);
      return check_stop();
    };
    MUNIMENT_ASSIGN(const LogFacts seen, read_storage_log(request_, look));
    MUNIMENT_TRY(problems_.verdict());
    LogSink take = sink();
    take.row = [this](std::uint64_t, DeletionLogged row) {
      return add(std::move(row));
    };
    take.bad = [](std::uint64_t, const std::string&) { return check_stop(); };
    MUNIMENT_ASSIGN(const LogFacts taken, read_storage_log(request_, take));
    MUNIMENT_TRY(flush());
    if (taken != seen) {
      return Error{ErrorCode::kChanged, 0,
                   request_.file + " changed while it was imported: import it again"};
    }
    imported_.store = request_.store;
    imported_.file = request_.file;
    imported_.sha256 = taken.source.sha256;
    imported_.ignored = taken.ignored;
    imported_.skipped = problems_.count();
    MUNIMENT_TRY(session_.recorder.record({imported_}));
    return imported_;
  }

 private:
  static Status check_stop() {
    return stop_requested() ? Status(Error{ErrorCode::kCancelled, 0,
                                           "the import was stopped; the same command "
                                           "goes on with it"})
                            : ok();
  }

  LogSink sink() {
    LogSink sink;
    sink.progress = [this](std::uint64_t bytes) {
      progress_.update({imported_.deletions + imported_.known, bytes, 0});
    };
    return sink;
  }

  Status add(DeletionLogged row) {
    MUNIMENT_TRY(check_stop());
    MUNIMENT_ASSIGN(const std::optional<std::int64_t> store_id, session_.store_id());
    std::vector<DeletionLogged> known;
    if (store_id) {
      MUNIMENT_ASSIGN(known, session_.reader.logged_deletions(*store_id, row.path));
    }
    if (std::find(known.begin(), known.end(), row) != known.end() ||
        std::find(batch_.begin(), batch_.end(), EventBody(row)) != batch_.end()) {
      imported_.known += 1;
      return ok();
    }
    imported_.deletions += 1;
    batch_.emplace_back(std::move(row));
    return batch_.size() < kBatch ? ok() : flush();
  }

  Status flush() { return session_.recorder.record(std::exchange(batch_, {})); }

  StoreSession& session_;
  const LogRequest& request_;
  ImportProblems& problems_;
  Progress& progress_;
  std::vector<EventBody> batch_;
  LogImported imported_;
};

Result<ExitCode> run_import(const GlobalOptions& options, const ImportOptions& typed) {
  const auto start = std::chrono::steady_clock::now();
  MUNIMENT_ASSIGN(const LogFormat format, format_of(typed));
  if (!typed.bucket.empty() && format == LogFormat::kCsv) {
    return usage_error("--bucket is for the format storagegrid");
  }
  const LogRequest request{typed.file, typed.store, format, typed.bucket, typed.prefix};
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, typed.store));
  catch_stop_signals();
  ImportProblems problems(typed.file, options, typed.skip_bad);
  Progress progress(typed.file, options.quiet);
  auto imported = Import(*session, request, problems, progress).run();
  progress.finish();
  if (!imported && imported.error().code == ErrorCode::kNotFound) {
    return usage_error(imported.error().what);
  }
  MUNIMENT_TRY(imported);
  MUNIMENT_TRY(reconsider_now(*session, options));
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  MUNIMENT_TRY(print(options.json ? json_line(log_import_json(imported.value(), seconds,
                                                              problems.json())) +
                                        "\n"
                                  : log_import_text(imported.value(), seconds)));
  return problems.count() > 0 ? ExitCode::kIncomplete : ExitCode::kOk;
}

}  // namespace

void add_log_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("log", "What a storage itself recorded of deletions");
  command->require_subcommand(1);
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kUsage, ExitCode::kIncomplete,
                        ExitCode::kFailed, ExitCode::kLedger}));
  CLI::App* take =
      command->add_subcommand("import", "Take over deletions from a storage's log");
  auto typed = std::make_shared<ImportOptions>();
  take->add_option("FILE", typed->file, "The log")->required();
  take->add_option("--store", typed->store, "The store that it is about")
      ->required()
      ->type_name("STORE");
  take->add_option("--format", typed->format,
                   "storagegrid (audit log: SDEL, IDEL) or csv (time, path, actor, "
                   "action); default: by the name")
      ->type_name("FORMAT");
  take->add_option("--bucket", typed->bucket, "Only of this bucket");
  take->add_option("--strip", typed->prefix,
                   "What stands before the paths in the log, cut off")
      ->type_name("PREFIX");
  take->add_flag("--skip-bad", typed->skip_bad,
                 "Import what is right when some lines are wrong");
  take->footer(
      "A removal that a log shows and nobody authorised is a state of its own, "
      "\"logged\", with\nits actor. Removals that were recorded before are looked at "
      "again.");
  take->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_import(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
