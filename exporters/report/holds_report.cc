#include "exporters/report/holds_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "exporters/report/scope_report.h"
#include "exporters/report/table.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string check_text(const HoldRecord& record) {
  if (!record.checked) {
    return "its items are queued for a check of their content";
  }
  const HoldChecked& n = record.result;
  std::string text = fmt::format("{}: {} verified", human_time(record.checked),
                                 human_count(n.verified));
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) {
      text += fmt::format(", {} {}", human_count(count), what);
    }
  };
  add(n.altered, "ALTERED");
  add(n.missing, "MISSING");
  add(n.unreadable, "COULD NOT BE READ");
  return text;
}

}  // namespace

std::string_view state_of(const HoldLine& hold) {
  if (hold.record.released) {
    return "released";
  }
  const auto& review = hold.record.terms.review;
  return review && *review <= hold.now ? "review-due" : "in-force";
}

Json hold_json(const HoldLine& hold) {
  const HoldRecord& record = hold.record;
  const HoldPlaced& terms = record.terms;
  Json json;
  json["store"] = terms.store;
  json["reference"] = terms.reference;
  json["state"] = std::string(state_of(hold));
  json["reason"] = terms.reason;
  json["by"] = terms.by;
  json["requester"] = terms.requester;
  json["placed"] = json_time(record.placed);
  json["review"] = json_time(terms.review);
  put_scope(json, terms.scope);
  json["released"] = json_time(record.released);
  json["released_by"] = record.released_by;
  json["release_reason"] = record.release_reason;
  json["checked"] = json_time(record.checked);
  json["breaches"] = record.breaches;
  return json;
}

std::string hold_text(const HoldLine& hold) {
  const HoldRecord& record = hold.record;
  const HoldPlaced& terms = record.terms;
  std::string by = printable(terms.by);
  if (!terms.requester.empty() && terms.requester != terms.by) {
    by += ", requested by " + printable(terms.requester);
  }
  std::string text = fmt::format(
      "{} for store {}: {}\n"
      "  reason:   {}\n"
      "  placed:   {} by {}\n"
      "  holds:    {}\n"
      "  review:   {}\n"
      "  check:    {}\n",
      printable(terms.reference), terms.store, state_of(hold), printable(terms.reason),
      human_time(record.placed), by, scope_text(terms.scope, ScopeSense::kHolds),
      terms.review ? human_time(terms.review) : "no date", check_text(record));
  if (record.breaches > 0) {
    text += fmt::format("  BREACHED: {} went that it should have kept\n",
                        human_count(record.breaches, "item"));
  }
  if (record.released) {
    text +=
        fmt::format("  released: {} by {}: {}\n", human_time(record.released),
                    printable(record.released_by), printable(record.release_reason));
  }
  return text;
}

std::string hold_table(const std::vector<HoldLine>& holds) {
  Table table({{"STORE"},
               {"REFERENCE"},
               {"STATE"},
               {"PLACED"},
               {"REVIEW"},
               {"CHECKED"},
               {"BREACHES", Align::kRight},
               {"HOLDS"},
               {"REASON"}});
  for (const HoldLine& hold : holds) {
    const HoldRecord& record = hold.record;
    const HoldPlaced& terms = record.terms;
    table.add_row({terms.store, terms.reference, std::string(state_of(hold)),
                   human_time(record.placed),
                   terms.review ? human_time(terms.review) : "no date",
                   record.checked ? human_time(record.checked) : "queued",
                   human_count(record.breaches),
                   scope_text(terms.scope, ScopeSense::kHolds), terms.reason});
  }
  return holds.empty() ? "No holds.\n" : table.text();
}

void put_hold_report(Json& json, const HoldReport& report) {
  json["items"] = report.items;
  json["bytes"] = report.bytes;
  json["missing"] = report.missing;
  json["unreadable"] = report.unreadable;
  json["corrupted"] = report.corrupted;
  json["never_verified"] = report.never_verified;
}

std::string hold_report_text(const HoldReport& report) {
  std::string text =
      fmt::format("  now:      {} in the inventory ({})",
                  human_count(report.items, "item"), human_bytes(report.bytes));
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) {
      text += fmt::format(", {} {}", human_count(count), what);
    }
  };
  add(report.missing, "MISSING");
  add(report.unreadable, "COULD NOT BE LOOKED AT");
  add(report.corrupted, "CORRUPTED");
  add(report.never_verified, "never verified since first seen");
  return text + "\n";
}

}  // namespace muniment
