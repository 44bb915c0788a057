// muniment authority: disposal authorities: who approved what, and how much is used up.

#include <memory>

#include "app/authority_lines.h"
#include "app/command.h"

namespace muniment {
namespace {

struct ShowOptions {
  std::string store;
  std::string reference;
};

// Authorities of all stores, or of one; with a reference, only those of that name.
Result<std::vector<AuthorityLine>> lines_of(const Config& config,
                                            const ShowOptions& wanted) {
  std::vector<std::string> names;
  if (!wanted.store.empty()) {
    names.push_back(wanted.store);
  }
  MUNIMENT_ASSIGN(const auto stores, find_stores(config, names));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  std::vector<AuthorityLine> lines;
  for (const StoreConfig* store : stores) {
    if (reader) {
      MUNIMENT_ASSIGN(const std::vector<AuthorityLine> some,
                      authority_lines(*reader, store->name, wanted.reference));
      lines.insert(lines.end(), some.begin(), some.end());
    }
  }
  return lines;
}

Result<ExitCode> run_list(const GlobalOptions& options, const ShowOptions& wanted) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const std::vector<AuthorityLine> lines, lines_of(config, wanted));
  if (!options.json) {
    MUNIMENT_TRY(print(authority_table(lines)));
    return ExitCode::kOk;
  }
  for (const AuthorityLine& line : lines) {
    MUNIMENT_TRY(print(json_line(authority_json(line)) + "\n"));
  }
  return ExitCode::kOk;
}

Result<ExitCode> run_show(const GlobalOptions& options, const ShowOptions& wanted) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(const std::vector<AuthorityLine> lines, lines_of(config, wanted));
  if (lines.empty()) {
    return usage_error("no authority " + in_quotes(wanted.reference) +
                       "; see muniment authority list");
  }
  for (const AuthorityLine& line : lines) {
    MUNIMENT_TRY(print(options.json ? json_line(authority_json(line)) + "\n"
                                    : authority_text(line)));
  }
  return ExitCode::kOk;
}

}  // namespace

void add_authority_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command =
      app.add_subcommand("authority", "Disposal authorities: who approved what");
  command->require_subcommand(1);
  command->footer(
      exit_status_help({ExitCode::kOk, ExitCode::kFindings, ExitCode::kUsage,
                        ExitCode::kIncomplete, ExitCode::kFailed, ExitCode::kLedger}));
  add_authority_add_command(*command, invocation);
  add_authority_check_command(*command, invocation);
  add_authority_sign_commands(*command, invocation);

  auto wanted = std::make_shared<ShowOptions>();
  CLI::App* list = command->add_subcommand(
      "list", "All authorities, with what is left and what went against them");
  list->add_option("--store", wanted->store, "Only of this store")->type_name("STORE");
  list->callback([&invocation, wanted] {
    invocation.run = [&invocation, wanted] {
      return run_list(invocation.options, *wanted);
    };
  });

  CLI::App* show = command->add_subcommand("show", "One authority in full");
  show->add_option("REFERENCE", wanted->reference, "Its reference")->required();
  show->add_option("--store", wanted->store, "Only of this store")->type_name("STORE");
  show->callback([&invocation, wanted] {
    invocation.run = [&invocation, wanted] {
      return run_show(invocation.options, *wanted);
    };
  });
}

}  // namespace muniment
