#include "exporters/report/scan_report.h"

#include <fmt/core.h>

#include <algorithm>

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kListed = 20;

// "12 modified, 1 corrupted": those of the counts that are not zero.
std::string nonzero(const std::vector<std::pair<std::uint64_t, const char*>>& counts) {
  std::string text;
  for (const auto& [count, what] : counts) {
    if (count > 0) {
      text +=
          fmt::format("{}{} {}", text.empty() ? "" : ", ", human_count(count), what);
    }
  }
  return text;
}

std::string removals_text(const ScanCounts& n) {
  if (n.removed == 0) {
    return "";
  }
  std::string text = fmt::format("  removed: {}", human_count(n.removed, "item"));
  if (n.explained > 0) {
    text += fmt::format(", {} explained", human_count(n.explained));
  }
  if (n.logged > 0) {
    text += fmt::format(", {} LOGGED but not authorised", human_count(n.logged));
  }
  if (n.unexplained > 0) {
    text += fmt::format(", {} UNEXPLAINED ({})", human_count(n.unexplained),
                        human_bytes(n.unexplained_bytes));
  }
  if (n.hold_breaches > 0) {
    text += fmt::format("; {} of them BREACHED A HOLD", human_count(n.hold_breaches));
  }
  return text + "\n";
}

std::string places_text(const std::vector<NamedPlace>& places) {
  std::string text;
  for (std::size_t i = 0; i < std::min(places.size(), kListed); ++i) {
    text += fmt::format("    {} {}: {}\n", name_of(places[i].kind),
                        places[i].path.empty() ? "(root)" : printable(places[i].path),
                        places[i].reason);
  }
  if (places.size() > kListed) {
    text += fmt::format("    and {} more\n", human_count(places.size() - kListed));
  }
  return text;
}

std::string closing(const ScanLines& scan) {
  const ScanCounts& n = scan.counts;
  if (scan.outcome == ScanOutcome::kUnavailable) {
    return "  Nothing is concluded about the items: none is recorded as removed.\n";
  }
  if (n.unexplained + n.corrupted + n.modified + n.emptied > 0) {
    return fmt::format("  To see which: muniment changes --store {} --unexplained\n",
                       scan.store);
  }
  if (n.logged > 0) {
    return fmt::format(
        "  To see which: muniment changes --store {} --explanation logged\n",
        scan.store);
  }
  return n.not_observed == 0 ? "  Nothing new that is unexplained.\n" : "";
}

}  // namespace

Json scan_json(const ScanLines& scan) {
  const ScanCounts& n = scan.counts;
  Json json;
  json["store"] = scan.store;
  json["outcome"] = std::string(name_of(scan.outcome));
  json["items"] = n.items;
  json["bytes"] = n.bytes;
  json["added"] = n.added;
  json["removed"] = n.removed;
  json["modified"] = n.modified;
  json["moved"] = n.moved;
  json["corrupted"] = n.corrupted;
  json["emptied"] = n.emptied;
  json["metadata"] = n.metadata;
  json["not_observed"] = n.not_observed;
  json["in_flight"] = n.in_flight;
  json["unexplained"] = n.unexplained;
  json["unexplained_bytes"] = n.unexplained_bytes;
  json["explained"] = n.explained;
  json["logged"] = n.logged;
  json["hold_breaches"] = n.hold_breaches;
  json["duration_seconds"] = scan.seconds;
  json["reason"] = scan.reason;
  return json;
}

std::string scan_text(const ScanLines& scan, const std::vector<NamedPlace>& places) {
  const ScanCounts& n = scan.counts;
  if (scan.outcome == ScanOutcome::kUnavailable) {
    return fmt::format("{}: NOT AVAILABLE: {}\n", scan.store, scan.reason) +
           closing(scan);
  }
  std::string text = fmt::format("{}: {} in {}\n", scan.store, name_of(scan.outcome),
                                 human_duration(scan.seconds));
  text += fmt::format("  held: {}, {}\n", human_count(n.items, "item"),
                      human_bytes(n.bytes));
  text += removals_text(n);
  const std::string other = nonzero({{n.added, "added"},
                                     {n.moved, "moved"},
                                     {n.modified, "MODIFIED"},
                                     {n.corrupted, "CORRUPTED"},
                                     {n.emptied, "EMPTIED"},
                                     {n.metadata, "with other metadata only"},
                                     {n.in_flight, "in flight"}});
  if (!other.empty()) {
    text += "  also: " + other + "\n";
  }
  if (n.not_observed > 0) {
    text += fmt::format("  NOT OBSERVED: {}; neither removed nor verified:\n",
                        human_count(n.not_observed, "item"));
    text += places_text(places);
  }
  return text + closing(scan);
}

Json check_json(const CheckLines& check) {
  const CheckFinished& n = check.counts;
  Json json;
  json["store"] = n.store;
  json["verified"] = n.verified;
  json["bytes"] = n.bytes;
  json["corrupted"] = n.corrupted;
  json["altered"] = n.altered;
  json["unreadable"] = n.unreadable;
  json["missing"] = n.missing;
  json["in_flight"] = n.in_flight;
  json["duration_seconds"] = check.seconds;
  json["problem_count"] = check.problem_count;
  Json problems = Json::array();
  for (const NamedPlace& place : check.problems) {
    Json problem;
    put_path(problem, "path", place.path);
    problem["what"] = place.reason;
    problems.push_back(std::move(problem));
  }
  json["problems"] = std::move(problems);
  return json;
}

std::string check_text(const CheckLines& check) {
  const CheckFinished& n = check.counts;
  std::string text = fmt::format("{}: {} verified by content, {}, in {}\n", n.store,
                                 human_count(n.verified, "item"), human_bytes(n.bytes),
                                 human_duration(check.seconds));
  const std::string bad = nonzero({{n.corrupted, "CORRUPTED"},
                                   {n.altered, "ALTERED"},
                                   {n.missing, "MISSING"},
                                   {n.unreadable, "COULD NOT BE READ"},
                                   {n.in_flight, "in flight"}});
  if (bad.empty()) {
    return text + "  Every one is as recorded.\n";
  }
  return text + "  " + bad + "\n" + places_text(check.problems);
}

}  // namespace muniment
