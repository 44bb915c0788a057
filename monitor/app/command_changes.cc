// muniment changes: the history, straight from the ledger.

#include <memory>

#include "app/command.h"
#include "app/ledger_search.h"
#include "exporters/report/history_report.h"
#include "ledger/ledger_reader.h"
#include "model/event_json.h"

namespace muniment {
namespace {

struct ChangesOptions {
  std::optional<std::string> store;
  std::optional<std::string> since;
  std::optional<std::string> kind;
  std::optional<std::string> explanation;
  bool unexplained = false;
};

struct Filter {
  std::string store;  // "" for all
  std::optional<ChangeKind> kind;
  std::optional<Explanation> explanation;

  // Quick: can an event of this type match? Parsing a million events is not.
  bool may_match(std::string_view type) const {
    if (type == ItemAdded::kType) {
      return !explanation && (!kind || *kind == ChangeKind::kAdded);
    }
    if (type == ItemMoved::kType) {
      return (!explanation || *explanation == Explanation::kMoved) &&
             (!kind || *kind == ChangeKind::kMoved);
    }
    if (type == ItemRemoved::kType) {
      return !kind || *kind == ChangeKind::kRemoved;
    }
    return type == ItemAltered::kType;
  }

  bool matches(const ChangeLine& change) const {
    return (store.empty() || change.store == store) &&
           (!kind || change.kind == *kind) &&
           (!explanation || change.explanation == *explanation);
  }
};

Result<Filter> parse_filter(const ChangesOptions& wanted) {
  Filter filter{wanted.store.value_or(""), std::nullopt, std::nullopt};
  if (wanted.unexplained) {
    filter.explanation = Explanation::kUnexplained;
  }
  if (wanted.explanation) {
    if (wanted.unexplained) {
      return usage_error("--unexplained and --explanation say two things");
    }
    filter.explanation = explanation_from(*wanted.explanation);
    if (!filter.explanation) {
      return usage_error("no explanation " + in_quotes(*wanted.explanation) +
                         ": unexplained moved authority retention transfer logged");
    }
  }
  if (wanted.kind) {
    filter.kind = change_kind_from(*wanted.kind);
    if (!filter.kind) {
      return usage_error("no kind of change " + in_quotes(*wanted.kind) +
                         ": added removed modified moved corrupted emptied metadata");
    }
  }
  return filter;
}

Result<ExitCode> run_changes(const GlobalOptions& options,
                             const ChangesOptions& wanted) {
  MUNIMENT_ASSIGN(const Filter filter, parse_filter(wanted));
  Time since;
  if (wanted.since) {
    MUNIMENT_ASSIGN(since, parse_time(*wanted.since));
  }
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  if (wanted.store) {
    MUNIMENT_TRY(find_store(config, *wanted.store));
  }
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  if (!reader) {
    return ExitCode::kOk;
  }
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_ASSIGN(const std::uint64_t first,
                  wanted.since ? first_since(ledger, since) : Result<std::uint64_t>(0));
  MUNIMENT_TRY(
      ledger.read(first, ledger.checkpoint().size,
                  [&](std::uint64_t seq, std::string_view entry) -> Status {
                    if (!filter.may_match(peek_type(entry))) {
                      return ok();
                    }
                    MUNIMENT_ASSIGN(const Event event, parse_entry(seq, entry));
                    std::optional<ChangeLine> change = change_of(seq, event);
                    if (change && change->kind == ChangeKind::kRemoved) {
                      MUNIMENT_ASSIGN(const auto verdict, reader->current_verdict(seq));
                      if (verdict) {
                        put_current(*change, *verdict);
                      }
                    }
                    if (!change || !filter.matches(*change)) {
                      return ok();
                    }
                    return print(options.json ? json_line(change_json(*change)) + "\n"
                                              : change_text(*change));
                  }));
  return ExitCode::kOk;
}

}  // namespace

void add_changes_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("changes", "The history, oldest first");
  auto wanted = std::make_shared<ChangesOptions>();
  command->add_option("--store", wanted->store, "Only of this store")
      ->type_name("STORE");
  command->add_option("--since", wanted->since, "Only from this time on (RFC 3339)")
      ->type_name("TIME");
  command
      ->add_option("--kind", wanted->kind,
                   "Only: added removed modified moved corrupted emptied metadata")
      ->type_name("KIND");
  command->add_flag("--unexplained", wanted->unexplained, "Only what nothing explains");
  command
      ->add_option("--explanation", wanted->explanation,
                   "Only: unexplained moved authority retention transfer logged")
      ->type_name("EXPLANATION");
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed}));
  command->callback([&invocation, wanted] {
    invocation.run = [&invocation, wanted] {
      return run_changes(invocation.options, *wanted);
    };
  });
}

}  // namespace muniment
