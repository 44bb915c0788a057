#include "exporters/report/authority_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "exporters/report/scope_report.h"
#include "exporters/report/table.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string used_items(const AuthorityRecord& record) {
  const auto& most = record.terms.max_items;
  return human_count(record.used_items) + (most ? " of " + human_count(*most) : "");
}

std::string used_bytes(const AuthorityRecord& record) {
  const auto& most = record.terms.max_bytes;
  return human_bytes(record.used_bytes) + (most ? " of " + human_bytes(*most) : "");
}

std::string scope_of(const AuthorityAdded& terms) {
  return scope_text(terms.scope, ScopeSense::kCovers);
}

// The names in verifier keys: what stands before the first plus.
std::string names_of(const std::vector<std::string>& keys) {
  std::string names;
  for (const std::string& key : keys) {
    names += (names.empty() ? "" : ", ") + printable(key.substr(0, key.find('+')));
  }
  return names;
}

std::string shown_state(const AuthorityLine& authority) {
  return std::string(state_of(authority)) +
         (authority.record.used_items == 0 ? ", unused" : "");
}

// What went against it: "12 beyond it, 1 again".
std::string misuse_of(const AuthorityLine& authority) {
  std::string text;
  if (authority.beyond > 0) {
    text = human_count(authority.beyond) + " beyond it";
  }
  if (authority.replayed > 0) {
    text += (text.empty() ? "" : ", ") + human_count(authority.replayed) + " again";
  }
  return text;
}

}  // namespace

std::string_view state_of(const AuthorityLine& authority) {
  const AuthorityAdded& terms = authority.record.terms;
  const bool no_items =
      terms.max_items && authority.record.used_items >= *terms.max_items;
  const bool no_bytes =
      terms.max_bytes && authority.record.used_bytes >= *terms.max_bytes;
  if (no_items || no_bytes) {
    return "used-up";
  }
  if (authority.record.revoked) {
    return "revoked";
  }
  if (authority.now < terms.from) {
    return "not-yet";
  }
  return terms.until && *terms.until < authority.now ? "expired" : "open";
}

Json authority_json(const AuthorityLine& authority) {
  const AuthorityRecord& record = authority.record;
  const AuthorityAdded& terms = record.terms;
  Json json;
  json["store"] = terms.store;
  json["reference"] = terms.reference;
  json["approved_by"] = terms.approved_by;
  json["second_approver"] = terms.second_approver;
  json["added"] = json_time(record.added);
  json["from"] = json_time(terms.from);
  json["until"] = json_time(terms.until);
  json["max_items"] = terms.max_items ? Json(*terms.max_items) : Json();
  json["max_bytes"] = terms.max_bytes ? Json(*terms.max_bytes) : Json();
  put_scope(json, terms.scope);
  json["signed_by"] = terms.signed_by;
  json["document"] = terms.document;
  json["used_items"] = record.used_items;
  json["used_bytes"] = record.used_bytes;
  json["unused"] = record.used_items == 0;
  json["beyond_items"] = authority.beyond;
  json["replayed_items"] = authority.replayed;
  json["revoked"] = json_time(record.revoked);
  json["revoked_by"] = record.revoked_by;
  json["revoke_reason"] = record.revoke_reason;
  json["state"] = std::string(state_of(authority));
  return json;
}

std::string authority_text(const AuthorityLine& authority) {
  const AuthorityRecord& record = authority.record;
  const AuthorityAdded& terms = record.terms;
  std::string approvers = terms.approved_by;
  if (!terms.second_approver.empty()) {
    approvers += " and " + terms.second_approver;
  }
  std::string text = fmt::format(
      "{} for store {}: {}\n"
      "  approved by: {}\n"
      "  covers:      {}\n"
      "  valid:       {} to {}\n"
      "  used:        {} items, {}\n",
      printable(terms.reference), terms.store, shown_state(authority),
      printable(approvers), scope_of(terms), human_time(terms.from),
      terms.until ? human_time(terms.until) : "no end", used_items(record),
      used_bytes(record));
  if (!terms.signed_by.empty()) {
    text += "  signed by:   " + names_of(terms.signed_by) + "\n";
  }
  if (authority.beyond > 0) {
    text += fmt::format(
        "  over-used:   {} went that it would cover, had it not been used up\n",
        human_count(authority.beyond, "item"));
  }
  if (authority.replayed > 0) {
    text += fmt::format("  replayed:    {} went again after it had been used for {}\n",
                        human_count(authority.replayed, "item"),
                        authority.replayed == 1 ? "it" : "them");
  }
  if (record.revoked) {
    text += fmt::format("  revoked:     {} by {}: {}\n", human_time(record.revoked),
                        printable(record.revoked_by), printable(record.revoke_reason));
  }
  return text;
}

std::string authority_table(const std::vector<AuthorityLine>& authorities) {
  Table table({{"STORE"},
               {"REFERENCE"},
               {"STATE"},
               {"USED ITEMS", Align::kRight},
               {"USED BYTES", Align::kRight},
               {"MISUSED"},
               {"UNTIL"},
               {"APPROVED BY"},
               {"COVERS"}});
  for (const AuthorityLine& authority : authorities) {
    const AuthorityAdded& terms = authority.record.terms;
    table.add_row({terms.store, terms.reference, shown_state(authority),
                   used_items(authority.record), used_bytes(authority.record),
                   misuse_of(authority),
                   terms.until ? human_time(terms.until) : "no end", terms.approved_by,
                   scope_of(terms)});
  }
  return authorities.empty() ? "No authorities.\n" : table.text();
}

Json authority_check_json(const AuthorityAdded& terms, const AuthorityCheck& check) {
  Json json;
  json["kind"] = "summary";
  json["store"] = terms.store;
  json["reference"] = terms.reference;
  json["items"] = check.items;
  json["bytes"] = check.bytes;
  json["held"] = check.held;
  json["last_copies"] = check.last_copies;
  json["not_in_inventory"] = check.not_in_inventory;
  json["not_observed"] = check.not_observed;
  json["kept_longer"] = check.kept_longer;
  json["beyond_max_items"] = check.beyond_max_items;
  json["beyond_max_bytes"] = check.beyond_max_bytes;
  json["ok"] = !check.has_concerns();
  return json;
}

std::string authority_check_text(const AuthorityAdded& terms,
                                 const AuthorityCheck& check) {
  std::string text = fmt::format(
      "{} for store {} would cover {} ({})\n", printable(terms.reference), terms.store,
      human_count(check.items, "item"), human_bytes(check.bytes));
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) {
      text += fmt::format("  {:>9}  {}\n", human_count(count), what);
    }
  };
  add(check.held, "HELD: a hold keeps them");
  add(check.last_copies, "LAST COPY: no store holds the content beside what would go");
  add(check.not_in_inventory, "NOT IN THE INVENTORY");
  add(check.not_observed, "NOT OBSERVED: they could not be looked at");
  add(check.beyond_max_items, "more than it is for: they would be left unexplained");
  if (check.beyond_max_bytes > 0) {
    text +=
        "  more bytes than it is for, by " + human_bytes(check.beyond_max_bytes) + "\n";
  }
  add(check.kept_longer, "whose retention is not over (for the approver to know)");
  return text + (check.has_concerns() ? "  Do NOT dispose of them under it yet.\n"
                                      : "  Nothing speaks against it.\n");
}

}  // namespace muniment
