#include "exporters/report/register_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {
namespace {

// "  1,234  what it is", unless there are none.
std::string line_of(std::uint64_t count, const char* what) {
  return count == 0 ? "" : fmt::format("  {:>11}  {}\n", human_count(count), what);
}

}  // namespace

Json register_import_json(const RegisterImported& imported, double seconds,
                          Json problems) {
  Json json;
  json["store"] = imported.store;
  put_path(json, "file", imported.file);
  json["sha256"] = imported.sha256;
  json["rows"] = imported.rows;
  json["added"] = imported.added;
  json["updated"] = imported.updated;
  json["unchanged"] = imported.unchanged;
  json["skipped"] = imported.skipped;
  json["duration_seconds"] = seconds;
  json["problems"] = std::move(problems);
  return json;
}

std::string register_import_text(const RegisterImported& imported, double seconds) {
  return fmt::format("{}: register {} imported in {}: {}\n", imported.store,
                     printable(imported.file), human_duration(seconds),
                     human_count(imported.rows, "row")) +
         line_of(imported.added, "new") + line_of(imported.updated, "changed") +
         line_of(imported.unchanged, "as before") +
         line_of(imported.skipped, "WRONG, left out");
}

Json log_import_json(const LogImported& imported, double seconds, Json problems) {
  Json json;
  json["store"] = imported.store;
  put_path(json, "file", imported.file);
  json["sha256"] = imported.sha256;
  json["deletions"] = imported.deletions;
  json["known"] = imported.known;
  json["ignored"] = imported.ignored;
  json["skipped"] = imported.skipped;
  json["duration_seconds"] = seconds;
  json["problems"] = std::move(problems);
  return json;
}

std::string log_import_text(const LogImported& imported, double seconds) {
  return fmt::format("{}: log {} imported in {}\n", imported.store,
                     printable(imported.file), human_duration(seconds)) +
         line_of(imported.deletions, "new deletions") +
         line_of(imported.known, "deletions recorded before") +
         line_of(imported.ignored, "lines about something else") +
         line_of(imported.skipped, "lines WRONG, left out");
}

Json register_line_json(const RegisterLine& line) {
  Json json;
  json["id"] = line.identifier;
  json["cases"] = line.cases;
  json["size"] = line.size ? Json(*line.size) : Json();
  return json;
}

Json register_comparison_json(const std::string& store,
                              const RegisterComparison& comparison) {
  Json json;
  json["kind"] = "summary";
  json["store"] = store;
  json["registered"] = comparison.registered;
  json["held"] = comparison.held;
  json["matched"] = comparison.matched;
  json["matched_by_digest"] = comparison.by_digest;
  json["registered_absent"] = comparison.absent;
  json["registered_elsewhere"] = comparison.elsewhere;
  json["different"] = comparison.different;
  json["unregistered"] = comparison.unregistered;
  json["not_observed"] = comparison.not_observed;
  return json;
}

std::string register_comparison_text(const std::string& store,
                                     const RegisterComparison& comparison) {
  std::string text = fmt::format("{}: {} registered, {} held\n", store,
                                 human_count(comparison.registered, "item"),
                                 human_count(comparison.held));
  text += line_of(comparison.matched, "registered and held");
  text += line_of(comparison.by_digest, "of them compared by digest");
  text += line_of(comparison.absent, "REGISTERED BUT ABSENT");
  text += line_of(comparison.elsewhere, "registered, content held under another path");
  text += line_of(comparison.different, "DIFFERENT from the register");
  text += line_of(comparison.unregistered, "PRESENT BUT UNREGISTERED");
  text +=
      line_of(comparison.not_observed, "NOT OBSERVED: nothing is known of them now");
  return text + (comparison.has_findings() || comparison.not_observed > 0
                     ? ""
                     : "  Register and store agree.\n");
}

}  // namespace muniment
