#include "exporters/report/scope_report.h"

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string joined(const std::vector<std::string>& values, const char* before,
                   const char* after) {
  std::string text;
  for (const std::string& value : values) {
    text += (text.empty() ? "" : ", ") + (before + printable(value)) + after;
  }
  return text;
}

void add(std::string& text, const char* between, const std::string& part) {
  if (!part.empty()) {
    text += (text.empty() ? "" : between) + part;
  }
}

std::string places_text(const Scope& scope) {
  std::string text = joined(scope.prefixes, "", "/...");
  if (!scope.collections.empty()) {
    add(text, ", ", "collection " + joined(scope.collections, "", ""));
  }
  if (scope.listed_paths > 0) {
    add(text, ", ", human_count(scope.listed_paths, "listed path"));
  }
  return text;
}

std::string dates_text(const Scope& scope) {
  std::string text;
  if (scope.recorded_from) {
    text = "recorded from " + human_time(scope.recorded_from);
  }
  if (scope.recorded_to) {
    add(text, " ",
        std::string(text.empty() ? "recorded " : "") + "to " +
            human_time(scope.recorded_to));
  }
  return text;
}

Json paths_json(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const std::string& value : values) {
    Json one;
    put_path(one, "path", value);
    array.push_back(std::move(one));
  }
  return array;
}

}  // namespace

std::string scope_text(const Scope& scope, ScopeSense sense) {
  if (scope.is_everything()) {
    return "everything";
  }
  const bool holds = sense == ScopeSense::kHolds;
  const char* const between = holds ? ", and all " : ", ";
  std::string text = places_text(scope);
  std::string class_and_dates =
      scope.classes.empty() ? "" : "of class " + joined(scope.classes, "", "");
  add(class_and_dates, " ", dates_text(scope));
  add(text, between, class_and_dates);
  add(text, between,
      scope.cases.empty() ? "" : "of case " + joined(scope.cases, "", ""));
  return text;
}

void put_scope(Json& json, const Scope& scope) {
  json["prefixes"] = paths_json(scope.prefixes);
  json["listed_paths"] = scope.listed_paths;
  json["collections"] = paths_json(scope.collections);
  json["classes"] = scope.classes;
  json["cases"] = scope.cases;
  json["recorded_from"] = json_time(scope.recorded_from);
  json["recorded_to"] = json_time(scope.recorded_to);
}

}  // namespace muniment
