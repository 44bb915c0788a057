#include "exporters/report/retention_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "exporters/report/table.h"

namespace muniment {
namespace {

std::string amount(std::uint64_t items, std::uint64_t bytes) {
  return items == 0 ? "0"
                    : fmt::format("{} ({})", human_count(items), human_bytes(bytes));
}

std::string rule_text(const PolicyDeclared& policy) {
  if (policy.rule.empty()) {
    return "none";
  }
  std::string text;
  for (const auto& [name, period] : policy.classes) {
    text += (text.empty() ? "" : ", ") + name + " " + show_period(period);
  }
  return policy.rule + ": " + text;
}

}  // namespace

Json retention_json(const RetentionLine& line) {
  const RetentionReviewed& n = line.review;
  Json json;
  json["kind"] = "summary";
  json["store"] = line.policy.store;
  json["rule"] = line.policy.rule;
  json["default_class"] = line.policy.default_class;
  Json classes = Json::object();
  for (const auto& [name, period] : line.policy.classes) {
    classes[name] = show_period(period);
  }
  json["classes"] = std::move(classes);
  json["overdue_items"] = n.overdue_items;
  json["overdue_bytes"] = n.overdue_bytes;
  json["deletable_7d_items"] = n.overdue_items + n.within_7d_items;
  json["deletable_7d_bytes"] = n.overdue_bytes + n.within_7d_bytes;
  json["deletable_30d_items"] = n.overdue_items + n.within_30d_items;
  json["deletable_30d_bytes"] = n.overdue_bytes + n.within_30d_bytes;
  json["undated_items"] = n.undated_items;
  return json;
}

std::string retention_table(const std::vector<RetentionLine>& lines) {
  Table table({{"STORE"},
               {"OVERDUE", Align::kRight},
               {"MORE WITHIN 7 DAYS", Align::kRight},
               {"MORE WITHIN 30 DAYS", Align::kRight},
               {"CLASS OR DATE NOT KNOWN", Align::kRight},
               {"RULE"}});
  for (const RetentionLine& line : lines) {
    const RetentionReviewed& n = line.review;
    table.add_row({line.policy.store, amount(n.overdue_items, n.overdue_bytes),
                   amount(n.within_7d_items, n.within_7d_bytes),
                   amount(n.within_30d_items, n.within_30d_bytes),
                   human_count(n.undated_items), rule_text(line.policy)});
  }
  return table.text();
}

}  // namespace muniment
