#include "exporters/report/authority_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
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
  std::string scope;
  for (const StorePath& prefix : terms.prefixes) {
    scope += (scope.empty() ? "" : ", ") + printable(prefix) + "/...";
  }
  if (terms.listed_paths > 0) {
    scope +=
        (scope.empty() ? "" : ", ") + human_count(terms.listed_paths, "listed path");
  }
  return scope;
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
  Json prefixes = Json::array();
  for (const StorePath& prefix : terms.prefixes) {
    Json one;
    put_path(one, "path", prefix);
    prefixes.push_back(std::move(one));
  }
  json["prefixes"] = std::move(prefixes);
  json["listed_paths"] = terms.listed_paths;
  json["used_items"] = record.used_items;
  json["used_bytes"] = record.used_bytes;
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
  return fmt::format(
      "{} for store {}: {}\n"
      "  approved by: {}\n"
      "  covers:      {}\n"
      "  valid:       {} to {}\n"
      "  used:        {} items, {}\n",
      printable(terms.reference), terms.store, state_of(authority),
      printable(approvers), scope_of(terms), human_time(terms.from),
      terms.until ? human_time(terms.until) : "no end", used_items(record),
      used_bytes(record));
}

std::string authority_table(const std::vector<AuthorityLine>& authorities) {
  Table table({{"STORE"},
               {"REFERENCE"},
               {"STATE"},
               {"USED ITEMS", Align::kRight},
               {"USED BYTES", Align::kRight},
               {"UNTIL"},
               {"APPROVED BY"},
               {"COVERS"}});
  for (const AuthorityLine& authority : authorities) {
    const AuthorityAdded& terms = authority.record.terms;
    table.add_row({terms.store, terms.reference, std::string(state_of(authority)),
                   used_items(authority.record), used_bytes(authority.record),
                   terms.until ? human_time(terms.until) : "no end", terms.approved_by,
                   scope_of(terms)});
  }
  return authorities.empty() ? "No authorities.\n" : table.text();
}

}  // namespace muniment
