// muniment ledger show: the events, as they stand in the ledger.

#include <algorithm>
#include <memory>

#include "agent/state_directory.h"
#include "app/command.h"
#include "app/ledger_search.h"
#include "app/nearest.h"
#include "exporters/report/event_report.h"
#include "model/event_json.h"
#include "model/event_subject.h"
#include "model/json_text.h"

namespace muniment {
namespace {

struct ShowOptions {
  std::vector<std::string> types;
  std::string store;
  std::optional<std::string> path;
  std::optional<std::string> under;
  std::optional<std::string> since;
  std::optional<std::string> until;
  std::optional<std::string> from;
  std::optional<std::string> limit;
};

struct Filter {
  std::vector<std::string> types;  // empty: all
  std::string store;               // "": all
  std::string store_field;         // as an entry spells it
  std::optional<StorePath> path;
  std::optional<StorePath> under;

  // Quick: can an entry match? Parsing a million of them is not.
  bool may_match(std::string_view entry) const {
    return (types.empty() ||
            std::find(types.begin(), types.end(), peek_type(entry)) != types.end()) &&
           entry.find(store_field) != std::string_view::npos;
  }

  bool matches(const Event& event) const {
    return (store.empty() || store_of(event) == store) &&
           (!path ||
            names_path(event, [&](const StorePath& p) { return p == *path; })) &&
           (!under ||
            names_path(event, [&](const StorePath& p) { return is_under(p, *under); }));
  }
};

// Events `from` to before `until`, at most `limit` of those that match.
struct Range {
  std::uint64_t from = 0;
  std::uint64_t until = 0;
  std::uint64_t limit = UINT64_MAX;
};

Status check_types(const std::vector<std::string>& types) {
  const std::vector<std::string_view>& known = event_types();
  for (const std::string& type : types) {
    if (std::find(known.begin(), known.end(), type) != known.end()) {
      continue;
    }
    std::string what = "no type of event " + in_quotes(type);
    if (const std::string_view near = nearest(type, known); !near.empty()) {
      what += "; did you mean \"" + std::string(near) + "\"?";
    } else {
      what += "; there are";
      for (const std::string_view one : known) {
        what += ' ' + std::string(one);
      }
    }
    return usage_error(what);
  }
  return ok();
}

Result<Filter> parse_filter(const ShowOptions& typed) {
  MUNIMENT_TRY(check_types(typed.types));
  if (typed.path && typed.under) {
    return usage_error("either --path or --under");
  }
  Filter filter{typed.types, typed.store, "", std::nullopt, std::nullopt};
  if (!typed.store.empty()) {
    filter.store_field = "\"store\":";
    append_json_string(filter.store_field, typed.store);
  }
  if (typed.path) {
    MUNIMENT_ASSIGN(filter.path, parse_item_path(*typed.path));
  }
  if (typed.under) {
    MUNIMENT_ASSIGN(filter.under, parse_item_path(*typed.under));
  }
  return filter;
}

// What the user typed of it: `until` is not known yet.
struct Bounds {
  Range range;
  std::optional<Time> since;
  std::optional<Time> until;
};

Result<Bounds> parse_bounds(const ShowOptions& typed) {
  Bounds bounds;
  if (typed.from) {
    MUNIMENT_ASSIGN(bounds.range.from, parse_event_number("--from", *typed.from));
  }
  if (typed.limit) {
    MUNIMENT_ASSIGN(bounds.range.limit, parse_event_number("--limit", *typed.limit));
  }
  if (typed.since) {
    MUNIMENT_ASSIGN(bounds.since, parse_time(*typed.since));
  }
  if (typed.until) {
    MUNIMENT_ASSIGN(bounds.until, parse_time(*typed.until));
  }
  return bounds;
}

Result<Range> range_of(const LedgerReader& ledger, const Bounds& bounds) {
  Range range = bounds.range;
  range.until = ledger.checkpoint().size;
  if (bounds.since) {
    MUNIMENT_ASSIGN(const std::uint64_t first, first_since(ledger, *bounds.since));
    range.from = std::max(range.from, first);
  }
  if (bounds.until) {
    MUNIMENT_ASSIGN(range.until, first_since(ledger, *bounds.until));
  }
  range.from = std::min(range.from, range.until);
  return range;
}

// Ends the reading when enough was shown; it is no failure.
bool is_enough(const Error& error) {
  return error.code == ErrorCode::kCancelled;
}

Status show(const GlobalOptions& options, const LedgerReader& ledger, Range range,
            const Filter& filter) {
  return ledger.read(range.from, range.until,
                     [&](std::uint64_t seq, std::string_view entry) -> Status {
                       if (range.limit == 0) {
                         return Error{ErrorCode::kCancelled, 0, "enough was shown"};
                       }
                       if (!filter.may_match(entry)) {
                         return ok();
                       }
                       MUNIMENT_ASSIGN(const Event event, parse_entry(seq, entry));
                       if (!filter.matches(event)) {
                         return ok();
                       }
                       --range.limit;
                       return print(options.json ? event_json_line(seq, event) + "\n"
                                                 : event_line(seq, event));
                     });
}

Result<ExitCode> run_show(const GlobalOptions& options, const ShowOptions& typed) {
  MUNIMENT_ASSIGN(const Filter filter, parse_filter(typed));
  MUNIMENT_ASSIGN(const Bounds bounds, parse_bounds(typed));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  if (!typed.store.empty()) {
    MUNIMENT_TRY(find_store(config, typed.store));
  }
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const LedgerReader ledger, LedgerReader::open(state.ledger()));
  MUNIMENT_ASSIGN(const Range range, range_of(ledger, bounds));
  const Status shown = show(options, ledger, range, filter);
  if (!shown && !is_enough(shown.error())) {
    return shown.error();
  }
  return ExitCode::kOk;
}

}  // namespace

void add_ledger_show_command(CLI::App& ledger, Invocation& invocation) {
  CLI::App* command = ledger.add_subcommand("show", "The events, oldest first");
  auto typed = std::make_shared<ShowOptions>();
  command
      ->add_option("--type", typed->types,
                   "Only of this type, such as removed; may be repeated")
      ->type_name("TYPE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--store", typed->store, "Only of this store")
      ->type_name("STORE");
  command->add_option("--path", typed->path, "Only what names this item")
      ->type_name("PATH");
  command
      ->add_option("--under", typed->under, "Only what names something here or below")
      ->type_name("PREFIX");
  command->add_option("--since", typed->since, "Only from this time on (RFC 3339)")
      ->type_name("TIME");
  command->add_option("--until", typed->until, "Only before this time (RFC 3339)")
      ->type_name("TIME");
  command->add_option("--from", typed->from, "Only from the event of this number on")
      ->type_name("N");
  command->add_option("--limit", typed->limit, "At most so many")->type_name("N");
  command->footer(exit_status_help(
      {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_show(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
