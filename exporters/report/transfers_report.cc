#include "exporters/report/transfers_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "exporters/report/scope_report.h"
#include "exporters/report/table.h"
#include "model/printable.h"

namespace muniment {
namespace {

const char* state_of(const TransferRecord& transfer) {
  return transfer.closed ? "closed" : "open";
}

// What of the scope is not at the destination, in words; "" for nothing.
std::string remainder_text(std::uint64_t unverified, std::uint64_t different,
                           std::uint64_t absent, std::uint64_t lost) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) {
      text +=
          fmt::format("{}{} {}", text.empty() ? "" : ", ", human_count(count), what);
    }
  };
  add(unverified, "there but not verified");
  add(different, "different");
  add(absent, "absent");
  add(lost, "LOST (in neither place)");
  return text;
}

}  // namespace

Json transfer_json(const TransferRecord& transfer) {
  const TransferOpened& terms = transfer.terms;
  Json json;
  json["reference"] = terms.reference;
  json["from"] = terms.store;
  json["to"] = terms.to;
  json["state"] = state_of(transfer);
  json["by"] = terms.by;
  json["opened"] = json_time(transfer.opened);
  put_scope(json, terms.scope);
  json["closed"] = json_time(transfer.closed);
  if (transfer.closed) {
    const TransferClosed& n = transfer.result;
    json["closed_by"] = n.by;
    json["verified"] = n.verified;
    json["unverified"] = n.unverified;
    json["different"] = n.different;
    json["absent"] = n.absent;
    json["lost"] = n.lost;
  }
  return json;
}

std::string transfer_text(const TransferRecord& transfer) {
  const TransferOpened& terms = transfer.terms;
  std::string text =
      fmt::format("{} from {} to {}: {}\n  opened: {} by {}\n  covers: {}\n",
                  printable(terms.reference), terms.store, terms.to, state_of(transfer),
                  human_time(transfer.opened), printable(terms.by),
                  scope_text(terms.scope, ScopeSense::kCovers));
  if (transfer.closed) {
    const TransferClosed& n = transfer.result;
    const std::string rest =
        remainder_text(n.unverified, n.different, n.absent, n.lost);
    text += fmt::format("  closed: {} by {}, {} verified{}{}\n",
                        human_time(transfer.closed), printable(n.by),
                        human_count(n.verified), rest.empty() ? "" : ", ", rest);
  }
  return text;
}

std::string transfer_table(const std::vector<TransferRecord>& transfers) {
  Table table({{"REFERENCE"},
               {"FROM"},
               {"TO"},
               {"STATE"},
               {"OPENED"},
               {"CLOSED"},
               {"REMAINDER"},
               {"COVERS"}});
  for (const TransferRecord& transfer : transfers) {
    const TransferOpened& terms = transfer.terms;
    const TransferClosed& n = transfer.result;
    table.add_row({terms.reference, terms.store, terms.to, state_of(transfer),
                   human_time(transfer.opened),
                   transfer.closed ? human_time(transfer.closed) : "",
                   transfer.closed
                       ? remainder_text(n.unverified, n.different, n.absent, n.lost)
                       : "",
                   scope_text(terms.scope, ScopeSense::kCovers)});
  }
  return transfers.empty() ? "No transfers.\n" : table.text();
}

Json transfer_check_json(const TransferRecord& transfer, const TransferCheck& check,
                         const std::string& obstacle) {
  Json json;
  json["kind"] = "summary";
  json["reference"] = transfer.terms.reference;
  json["from"] = transfer.terms.store;
  json["to"] = transfer.terms.to;
  json["items"] = check.items;
  json["bytes"] = check.bytes;
  json["verified"] = check.verified;
  json["unverified"] = check.unverified;
  json["different"] = check.different;
  json["absent"] = check.absent;
  json["lost"] = check.lost;
  json["at_source"] = check.at_source;
  json["not_observed"] = check.not_observed;
  json["may_purge"] = check.may_purge() && obstacle.empty();
  json["obstacle"] = obstacle;
  return json;
}

std::string transfer_check_text(const TransferRecord& transfer,
                                const TransferCheck& check,
                                const std::string& obstacle) {
  std::string text = fmt::format(
      "{} from {} to {}\n  in scope: {} ({}), {} of them still at the source\n"
      "  verified: {} at the destination by content since {}\n",
      printable(transfer.terms.reference), transfer.terms.store, transfer.terms.to,
      human_count(check.items, "item"), human_bytes(check.bytes),
      human_count(check.at_source), human_count(check.verified),
      human_time(transfer.opened));
  const std::string rest =
      remainder_text(check.unverified, check.different, check.absent, check.lost);
  if (!rest.empty()) {
    text += "  the rest: " + rest + "\n";
  }
  if (check.not_observed > 0) {
    text += fmt::format("  NOT OBSERVED: {} of the source cannot be seen now\n",
                        human_count(check.not_observed, "place"));
  }
  if (!obstacle.empty()) {
    text += "  " + obstacle + "\n";
  }
  if (check.lost > 0) {
    text += "  Those in neither place are the loss.\n";
  }
  if (check.at_source == 0 && check.items > 0) {
    return text + "  Nothing of it is left at the source.\n";
  }
  if (check.may_purge() && obstacle.empty()) {
    return text + "  The source may be purged of these items.\n";
  }
  return text + (check.items == 0 ? "  Nothing is in its scope.\n"
                                  : "  The source must NOT be purged.\n");
}

}  // namespace muniment
