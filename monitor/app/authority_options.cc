#include "app/authority_options.h"

#include "app/command.h"
#include "app/signed_authority.h"
#include "intake/authority_terms.h"

namespace muniment {
namespace {

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

// Everything is said by the document, or everything by options.
Status check_no_mixture(const AuthorityOptions& typed) {
  const ScopeOptions& scope = typed.scope;
  const bool any = !typed.store.empty() || !typed.reference.empty() ||
                   !typed.approved_by.empty() || typed.second_approver || typed.from ||
                   typed.until || typed.max_items || typed.max_bytes ||
                   !scope.prefixes.empty() || !scope.lists.empty() ||
                   !scope.collections.empty() || !scope.classes.empty() ||
                   !scope.cases.empty() || scope.recorded_from || scope.recorded_to;
  return any ? Status(usage_error("--document says everything: no other option of the "
                                  "authority may stand beside it"))
             : ok();
}

}  // namespace

void add_authority_options(CLI::App& command, AuthorityOptions& typed,
                           bool with_document) {
  const auto required = [&](CLI::Option* option) {
    if (!with_document) {
      option->required();
    }
  };
  required(command.add_option("--store", typed.store, "The store")->type_name("STORE"));
  required(command.add_option("--reference", typed.reference,
                              "Its reference, unique in the store"));
  required(command.add_option("--approved-by", typed.approved_by, "Who approved it")
               ->type_name("NAME"));
  command.add_option("--second-approver", typed.second_approver, "Who approved it too")
      ->type_name("NAME");
  command.add_option("--from", typed.from, "Valid from (default: now)")
      ->type_name("TIME");
  command.add_option("--until", typed.until, "Valid until (default: for ever)")
      ->type_name("TIME");
  command.add_option("--max-items", typed.max_items, "For at most so many items")
      ->type_name("N");
  command.add_option("--max-bytes", typed.max_bytes, "For at most so many bytes")
      ->type_name("N");
  if (with_document) {
    command
        .add_option("--document", typed.document,
                    "A signed document that says all of it (muniment authority sign)")
        ->type_name("FILE");
  }
  add_scope_options(command, typed.scope);
}

Result<TypedAuthority> parse_authority(const AuthorityOptions& typed) {
  MUNIMENT_TRY(check_spoken_text("--store", typed.store));
  MUNIMENT_TRY(check_spoken_text("--reference", typed.reference));
  MUNIMENT_TRY(check_spoken_text("--approved-by", typed.approved_by));
  if (typed.second_approver) {
    MUNIMENT_TRY(check_spoken_text("--second-approver", *typed.second_approver));
  }
  MUNIMENT_ASSIGN(ListedScope scope, parse_scope(typed.scope));
  if (scope.scope.is_everything()) {
    return usage_error(
        "an authority needs a scope: --prefix, --list, --collection, --class, --case "
        "or "
        "--recorded-from");
  }
  TypedAuthority authority;
  AuthorityAdded& terms = authority.terms;
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
  terms.scope = std::move(scope.scope);
  authority.paths = std::move(scope.paths);
  if (auto right = check_authority_terms(terms, authority.paths); !right) {
    return usage_error(right.error().what);
  }
  return authority;
}

Result<TypedAuthority> read_authority(const AuthorityOptions& typed,
                                      const AuthoritiesConfig& demands, Time now) {
  if (!typed.document.empty()) {
    MUNIMENT_TRY(check_no_mixture(typed));
    return read_signed_authority(typed.document, demands, now);
  }
  if (demands.require_signature) {
    return usage_error(
        "the configuration demands signed authorities (authorities.require_signature): "
        "use --document");
  }
  MUNIMENT_ASSIGN(TypedAuthority authority, parse_authority(typed));
  if (demands.require_second_approver && authority.terms.second_approver.empty()) {
    return usage_error(
        "the configuration demands a second approver "
        "(authorities.require_second_approver): use --second-approver");
  }
  return authority;
}

}  // namespace muniment
