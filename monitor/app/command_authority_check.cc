// muniment authority check: what would go under an authority, before anything does.

#include <memory>

#include "app/authority_options.h"
#include "app/command.h"
#include "app/policy_settings.h"
#include "exporters/report/authority_report.h"
#include "exporters/report/concern_list.h"
#include "reconcile/authority_check.h"

namespace muniment {
namespace {

struct CheckOptions {
  AuthorityOptions authority;
  bool all = false;
};

// Where copies count: in every store that was ever recorded.
Result<std::vector<std::int64_t>> all_stores(Reader& reader) {
  std::vector<std::int64_t> ids;
  MUNIMENT_ASSIGN(const Summary summary, reader.summary({}));
  for (const StoreSummary& store : summary.stores) {
    MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store.name));
    if (record) {
      ids.push_back(record->id);
    }
  }
  return ids;
}

ExitCode exit_code_of(const AuthorityCheck& check) {
  const ExitCode unseen =
      check.not_observed > 0 ? ExitCode::kIncomplete : ExitCode::kOk;
  return merge(unseen, check.has_concerns() ? ExitCode::kFindings : ExitCode::kOk);
}

Result<ExitCode> run_check(const GlobalOptions& options, const CheckOptions& typed) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  const Time now = wall_clock_now();
  MUNIMENT_ASSIGN(const TypedAuthority authority,
                  read_authority(typed.authority, config.authorities, now));
  const AuthorityAdded& terms = authority.terms;
  MUNIMENT_ASSIGN(const StoreConfig* store, find_store(config, terms.store));
  MUNIMENT_ASSIGN(std::optional<Reader> reader, open_reader(config));
  MUNIMENT_ASSIGN(const StoreRecord record,
                  scanned_store(reader, *store, "an authority"));
  MUNIMENT_ASSIGN(const StateDirectory state, StateDirectory::open(config.state_dir));
  MUNIMENT_ASSIGN(const Policy policy, policy_from(policy_of(config, *store), Time()));
  const ListedScope scope{terms.scope, authority.paths};
  AuthorityQuestion question;
  question.catalogue = state.catalogue();
  question.scratch = state.path();
  question.store_id = record.id;
  MUNIMENT_ASSIGN(question.all_stores, all_stores(*reader));
  question.policy = &policy;
  question.terms = &terms;
  question.scope = &scope;
  question.now = now;
  ConcernList list([](const std::string& text) { return print(text); }, options.json,
                   typed.all);
  MUNIMENT_ASSIGN(const AuthorityCheck check,
                  check_authority(*reader, question,
                                  [&](DisposalConcern concern, const StorePath& path,
                                      const std::string& detail) {
                                    return list.add(name_of(concern), path, detail);
                                  }));
  MUNIMENT_TRY(list.finish());
  MUNIMENT_TRY(print(options.json ? json_line(authority_check_json(terms, check)) + "\n"
                                  : authority_check_text(terms, check)));
  return exit_code_of(check);
}

}  // namespace

void add_authority_check_command(CLI::App& authority, Invocation& invocation) {
  CLI::App* check = authority.add_subcommand(
      "check", "What would go under an authority, before anything does");
  auto typed = std::make_shared<CheckOptions>();
  add_authority_options(*check, typed->authority, true);
  check->add_flag("--all", typed->all, "List everything that speaks against it");
  check->footer(
      "Exit status 1 when it covers anything that a hold keeps, that is the last known "
      "copy,\nthat is not in the inventory, or more than it is for. Nothing is "
      "recorded.");
  check->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_check(invocation.options, *typed);
    };
  });
}

}  // namespace muniment
