// muniment authority add, revoke: what may go, and that it may not any longer.

#include <memory>

#include "app/authority_lines.h"
#include "app/authority_options.h"
#include "app/command.h"

namespace muniment {
namespace {

struct RevokeOptions {
  std::string reference;
  std::string store;
  std::string by;
  std::string reason;
};

Status check_not_there(Reader& reader, const AuthorityAdded& terms) {
  MUNIMENT_ASSIGN(const std::vector<AuthorityRecord> all,
                  authorities_of(reader, terms.store));
  for (const AuthorityRecord& authority : all) {
    if (authority.terms.reference == terms.reference) {
      return usage_error("store " + terms.store + " has an authority " +
                         in_quotes(terms.reference) + " already");
    }
    if (!terms.document.empty() && authority.terms.document == terms.document) {
      return usage_error("this very document was used for authority " +
                         in_quotes(authority.terms.reference) + " already");
    }
  }
  return ok();
}

Status show_one(const GlobalOptions& options, StoreSession& session,
                const std::string& reference) {
  MUNIMENT_ASSIGN(const std::vector<AuthorityLine> lines,
                  authority_lines(session.reader, session.store->name, reference));
  for (const AuthorityLine& line : lines) {
    MUNIMENT_TRY(print(options.json ? json_line(authority_json(line)) + "\n"
                                    : authority_text(line)));
  }
  return ok();
}

Result<ExitCode> run_add(const GlobalOptions& options, const AuthorityOptions& typed) {
  MUNIMENT_ASSIGN(const Config config, load_configuration(options));
  MUNIMENT_ASSIGN(TypedAuthority authority,
                  read_authority(typed, config.authorities, wall_clock_now()));
  const AuthorityAdded& terms = authority.terms;
  const std::string reference = terms.reference;
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, terms.store));
  std::vector<EventBody> events =
      list_events<AuthorityPaths>(terms.store, reference, authority.paths);
  events.emplace_back(terms);
  // Looked up under the lock: two commands at once cannot both be the first.
  MUNIMENT_TRY(session->recorder.record_if(
      std::move(events), [&] { return check_not_there(session->reader, terms); }));
  MUNIMENT_TRY(reconsider_now(*session, options));
  MUNIMENT_TRY(show_one(options, *session, reference));
  return ExitCode::kOk;
}

Result<ExitCode> run_revoke(const GlobalOptions& options, const RevokeOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--by", typed.by));
  MUNIMENT_TRY(check_spoken_text("--reason", typed.reason));
  MUNIMENT_ASSIGN(const std::unique_ptr<StoreSession> session,
                  open_store_session(options, typed.store));
  MUNIMENT_TRY(session->recorder.record_if(
      {AuthorityRevoked{typed.store, typed.reference, typed.by, typed.reason}},
      [&]() -> Status {
        MUNIMENT_ASSIGN(const std::vector<AuthorityRecord> all,
                        authorities_of(session->reader, typed.store));
        for (const AuthorityRecord& authority : all) {
          if (authority.terms.reference == typed.reference) {
            return authority.revoked
                       ? Status(usage_error("authority " + in_quotes(typed.reference) +
                                            " is revoked already"))
                       : ok();
          }
        }
        return usage_error("store " + typed.store + " has no authority " +
                           in_quotes(typed.reference));
      }));
  MUNIMENT_TRY(show_one(options, *session, typed.reference));
  return ExitCode::kOk;
}

}  // namespace

void add_authority_add_command(CLI::App& authority, Invocation& invocation) {
  CLI::App* add = authority.add_subcommand("add", "Record a disposal authority");
  auto typed = std::make_shared<AuthorityOptions>();
  add_authority_options(*add, *typed, true);
  add->footer(
      "It covers what every kind of condition allows: one of its places (prefix, "
      "collection,\nlist), one of its classes, one of its cases, and its recorded "
      "dates, as far as given.\nRemovals that were recorded before are looked at "
      "again.");
  add->callback([&invocation, typed] {
    invocation.run = [&invocation, typed] {
      return run_add(invocation.options, *typed);
    };
  });

  CLI::App* revoke =
      authority.add_subcommand("revoke", "From now on it explains nothing that goes");
  auto revoked = std::make_shared<RevokeOptions>();
  revoke->add_option("REFERENCE", revoked->reference, "Of the authority")->required();
  revoke->add_option("--store", revoked->store, "Its store")
      ->required()
      ->type_name("STORE");
  revoke->add_option("--by", revoked->by, "Who revokes it")
      ->required()
      ->type_name("NAME");
  revoke->add_option("--reason", revoked->reason, "And why")->required();
  revoke->callback([&invocation, revoked] {
    invocation.run = [&invocation, revoked] {
      return run_revoke(invocation.options, *revoked);
    };
  });
}

}  // namespace muniment
