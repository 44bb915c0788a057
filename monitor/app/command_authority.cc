// muniment authority: disposal authorities: who approved what, and how much is used up.

#include <memory>

#include "agent/recorder.h"
#include "app/command.h"
#include "app/path_list.h"
#include "exporters/report/authority_report.h"
#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxPathsPerEvent = 30'000;  // bytes of paths in one event

struct AddOptions {
  std::string store;
  std::string reference;
  std::string approved_by;
  std::optional<std::string> second_approver;
  std::optional<std::string> from;
  std::optional<std::string> until;
  std::optional<std::string> max_items;
  std::optional<std::string> max_bytes;
  std::vector<std::string> prefixes;
  std::vector<std::string> lists;
  bool null_separated = false;
};

Result<std::optional<Time>> parse_optional_time(
    std::string_view flag, const std::optional<std::string>& text) {
  if (!text) {
    return std::optional<Time>();
  }
  auto time = parse_time(*text);
  if (!time) {
    return usage_error(std::string(flag) + ": " + time.error().what);
  }
  return std::optional(time.value());
}

Result<std::optional<std::uint64_t>> parse_limit(
    std::string_view flag, const std::optional<std::string>& text) {
  if (!text) {
    return std::optional<std::uint64_t>();
  }
  auto limit = parse_size(*text);
  if (!limit || limit.value() == 0) {
    return usage_error(std::string(flag) + " " + in_quotes(*text) +
                       " must be a number above 0");
  }
  return std::optional(limit.value());
}

Result<AuthorityAdded> parse_terms(const AddOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--reference", typed.reference));
  MUNIMENT_TRY(check_spoken_text("--approved-by", typed.approved_by));
  if (typed.second_approver) {
    MUNIMENT_TRY(check_spoken_text("--second-approver", *typed.second_approver));
  }
  AuthorityAdded terms;
  terms.store = typed.store;
  terms.reference = typed.reference;
  terms.approved_by = typed.approved_by;
  terms.second_approver = typed.second_approver.value_or("");
  MUNIMENT_ASSIGN(const auto from, parse_optional_time("--from", typed.from));
  terms.from = from.value_or(wall_clock_now());
  MUNIMENT_ASSIGN(terms.until, parse_optional_time("--until", typed.until));
  MUNIMENT_ASSIGN(terms.max_items, parse_limit("--max-items", typed.max_items));
  MUNIMENT_ASSIGN(terms.max_bytes, parse_limit("--max-bytes", typed.max_bytes));
  if (terms.until && *terms.until < terms.from) {
    return usage_error("--until " + format_time(*terms.until) + " is before --from " +
                       format_time(terms.from));
  }
  for (const std::string& text : typed.prefixes) {
    MUNIMENT_ASSIGN(StorePath prefix, parse_item_path(text));
    if (prefix.empty()) {
      return usage_error("--prefix " + in_quotes(text) +
                         " is the whole store: name what may go");
    }
    terms.prefixes.push_back(std::move(prefix));
  }
  return terms;
}

Result<std::vector<StorePath>> read_lists(const AddOptions& typed) {
  std::vector<StorePath> all;
  for (const std::string& file : typed.lists) {
    MUNIMENT_ASSIGN(const std::vector<StorePath> paths,
                    read_path_list(file, typed.null_separated));
    all.insert(all.end(), paths.begin(), paths.end());
  }
  return all;
}

// The list goes before the authority, in events that fit the ledger's entries.
std::vector<EventBody> events_of(AuthorityAdded terms,
                                 const std::vector<StorePath>& listed) {
  std::vector<EventBody> events;
  AuthorityPaths chunk{terms.store, terms.reference, {}};
  std::size_t bytes = 0;
  for (const StorePath& path : listed) {
    std::string text;
    append_json_string(text, is_utf8(path) ? path : to_base64(path));
    if (bytes + text.size() > kMaxPathsPerEvent && !chunk.paths.empty()) {
      events.emplace_back(std::exchange(chunk, {terms.store, terms.reference, {}}));
      bytes = 0;
    }
    bytes += text.size() + 1;
    chunk.paths.push_back(path);
  }
  if (!chunk.paths.empty()) {
    events.emplace_back(std::move(chunk));
  }
  terms.listed_paths = listed.size();
  events.emplace_back(std::move(terms));
  return events;
}

// nullopt: the store has no authority of that reference.
Result<std::optional<AuthorityRecord>> find_authority(Reader& reader,
                                                      const std::string& store,
                                                      const std::string& reference) {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  if (record) {
    MUNIMENT_ASSIGN(const std::vector<AuthorityRecord> all,
                    reader.authorities(record->id));
    for (const AuthorityRecord& authority : all) {
      if (authority.terms.reference == reference) {
        return std::optional(authority);
      }
    }
  }
  return std::optional<AuthorityRecord>();
}

Result<ExitCode> run_add(const GlobalOptions& options, const AddOptions& typed) {
  if (typed.prefixes.empty() && typed.lists.empty()) {
    return usage_error("an authority needs a scope: --prefix or --list");
  }
  MUNIMENT_ASSIGN(AuthorityAdded terms, parse_terms(typed));
  MUNIMENT_ASSIGN(const std::vector<StorePath> listed, read_lists(typed));
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_TRY(find_store(config, typed.store));
  MUNIMENT_ASSIGN(const StateDirectory state,
                  StateDirectory::open_or_create(config.state_dir));
  MUNIMENT_ASSIGN(Recorder recorder, Recorder::open(state));
  MUNIMENT_ASSIGN(Reader reader, Reader::open(state.catalogue()));
  // Looked up under the lock: two commands at once cannot both be the first.
  MUNIMENT_TRY(recorder.record_if(events_of(std::move(terms), listed), [&]() -> Status {
    MUNIMENT_ASSIGN(const auto there,
                    find_authority(reader, typed.store, typed.reference));
    if (there) {
      return usage_error("store " + typed.store + " has an authority " +
                         in_quotes(typed.reference) + " already");
    }
    return ok();
  }));
  MUNIMENT_ASSIGN(const auto added,
                  find_authority(reader, typed.store, typed.reference));
  const AuthorityLine line{*added, wall_clock_now()};
  MUNIMENT_TRY(print(options.json ? json_line(authority_json(line)) + "\n"
                                  : authority_text(line)));
  return ExitCode::kOk;
}

// Authorities of all stores, or of one; with a reference, only those of that name.
Result<std::vector<AuthorityLine>> lines_of(const Config& config,
                                            const std::string& store,
                                            const std::string& reference) {
  std::vector<std::string> names;
  if (!store.empty()) {
    names.push_back(store);
  }
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, names));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  std::vector<AuthorityLine> lines;
  for (const StoreConfig* one : stores) {
    const auto record =
        reader ? reader->store(one->name) : std::optional<StoreRecord>();
    MUNIMENT_TRY(record);
    if (!record.value()) {
      continue;
    }
    MUNIMENT_ASSIGN(const std::vector<AuthorityRecord> all,
                    reader->authorities(record.value()->id));
    for (const AuthorityRecord& authority : all) {
      if (reference.empty() || authority.terms.reference == reference) {
        lines.push_back({authority, wall_clock_now()});
      }
    }
  }
  return lines;
}

Result<ExitCode> run_list(const GlobalOptions& options, const std::string& store) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const std::vector<AuthorityLine> lines, lines_of(config, store, ""));
  if (!options.json) {
    MUNIMENT_TRY(print(authority_table(lines)));
    return ExitCode::kOk;
  }
  for (const AuthorityLine& line : lines) {
    MUNIMENT_TRY(print(json_line(authority_json(line)) + "\n"));
  }
  return ExitCode::kOk;
}

Result<ExitCode> run_show(const GlobalOptions& options, const std::string& store,
                          const std::string& reference) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const std::vector<AuthorityLine> lines,
                  lines_of(config, store, reference));
  if (lines.empty()) {
    return usage_error("no authority " + in_quotes(reference) +
                       "; see muniment authority list");
  }
  for (const AuthorityLine& line : lines) {
    MUNIMENT_TRY(print(options.json ? json_line(authority_json(line)) + "\n"
                                    : authority_text(line)));
  }
  return ExitCode::kOk;
}

void add_add(CLI::App& parent, Invocation& invocation) {
  CLI::App* command = parent.add_subcommand("add", "Record a disposal authority");
  auto typed = std::make_shared<AddOptions>();
  command->add_option("--store", typed->store, "The store")
      ->required()
      ->type_name("STORE");
  command
      ->add_option("--reference", typed->reference,
                   "Its reference, unique in the store")
      ->required();
  command->add_option("--approved-by", typed->approved_by, "Who approved it")
      ->required();
  command->add_option("--second-approver", typed->second_approver,
                      "Who approved it too");
  command->add_option("--from", typed->from, "Valid from (default: now)")
      ->type_name("TIME");
  command->add_option("--until", typed->until, "Valid until (default: for ever)")
      ->type_name("TIME");
  command->add_option("--max-items", typed->max_items, "For at most so many items")
      ->type_name("N");
  command->add_option("--max-bytes", typed->max_bytes, "For at most so many bytes")
      ->type_name("N");
  command
      ->add_option("--prefix", typed->prefixes,
                   "This item, or everything in this directory; may be repeated")
      ->type_name("PATH")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--list", typed->lists, "The items in this file, a path a line")
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("-0,--null", typed->null_separated,
                    "Paths in lists end with a NUL byte, not a line feed");
  command->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_add(invocation.options, *typed);
    };
  });
}

}  // namespace

void add_authority_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("authority", "Disposal authorities: who approved what");
  command->require_subcommand(1);
  command->footer(exit_status_help(
      {ExitCode::kOk, ExitCode::kUsage, ExitCode::kFailed, ExitCode::kLedger}));
  add_add(*command, invocation);

  CLI::App* list =
      command->add_subcommand("list", "All authorities, with what is left");
  auto store = std::make_shared<std::string>();
  list->add_option("--store", *store, "Only of this store")->type_name("STORE");
  list->callback([&invocation, store] {
    invocation.run = [&invocation, store] {
      return run_list(invocation.options, *store);
    };
  });

  CLI::App* show = command->add_subcommand("show", "One authority in full");
  auto reference = std::make_shared<std::string>();
  show->add_option("REFERENCE", *reference, "Its reference")->required();
  show->add_option("--store", *store, "Only of this store")->type_name("STORE");
  show->callback([&invocation, store, reference] {
    invocation.run = [&invocation, store, reference] {
      return run_show(invocation.options, *store, *reference);
    };
  });
}

}  // namespace muniment
