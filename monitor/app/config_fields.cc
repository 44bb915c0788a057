// What each type of field does: read a text, show the value, name itself.

#include <cstdio>
#include <string>

#include "app/config_settings.h"
#include "app/config_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

Error invalid(std::string what) {
  return Error{ErrorCode::kInvalid, 0, std::move(what)};
}

template <typename T, typename Target>
Status store_value(Result<T> parsed, Target& target) {
  MUNIMENT_ASSIGN(target, std::move(parsed));
  return ok();
}

struct ReadText {
  const std::string& text;

  Status operator()(const TextField& field) const {
    std::string complaint = field.rule->complaint(text);
    if (!complaint.empty()) {
      return invalid(std::move(complaint));
    }
    *field.value = text;
    return ok();
  }
  Status operator()(const PathField& field) const {
    std::string complaint = check_absolute_path(text);
    if (!complaint.empty()) {
      return invalid(std::move(complaint));
    }
    *field.value = tidy_path(text);
    return ok();
  }
  Status operator()(const TemplateField& field) const {
    std::string complaint = check_template(text);
    if (!complaint.empty()) {
      return invalid(std::move(complaint));
    }
    return store_value(CollectionTemplate::parse(text), *field.value);
  }
  Status operator()(const DurationField& field) const {
    MUNIMENT_TRY(store_value(parse_duration(text), *field.value));
    if (*field.value < field.least) {
      return invalid(in_quotes(text) + " is too short; at least " +
                     show_duration(field.least));
    }
    return ok();
  }
  Status operator()(const RateField& field) const {
    return store_value(parse_rate(text), *field.value);
  }
  Status operator()(const CountField& field) const {
    return store_value(parse_count(text, field.least, field.most), *field.value);
  }
  Status operator()(const BoolField& field) const {
    return store_value(parse_bool(text), *field.value);
  }
  template <typename ListOrMap>
  Status operator()(const ListOrMap& /*field*/) const {
    return invalid("must not be text");
  }
};

std::string show_list(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) {
    text += (text.empty() ? "" : ", ") + yaml_text(value);
  }
  return '[' + text + ']';
}

std::string show_periods(const std::map<std::string, RetentionPeriod>& classes) {
  std::string text;
  for (const auto& [name, period] : classes) {
    text += (text.empty() ? "" : ", ") + yaml_text(name) + ": " + show_period(period);
  }
  return '{' + text + '}';
}

struct ShowField {
  std::string operator()(const TextField& field) const {
    return yaml_text(*field.value);
  }
  std::string operator()(const PathField& field) const {
    return yaml_text(*field.value);
  }
  std::string operator()(const TemplateField& field) const {
    return yaml_text(field.value->text());
  }
  std::string operator()(const DurationField& field) const {
    return show_duration(*field.value);
  }
  std::string operator()(const RateField& field) const {
    return show_rate(*field.value);
  }
  std::string operator()(const CountField& field) const {
    return std::to_string(*field.value);
  }
  std::string operator()(const BoolField& field) const {
    return show_bool(*field.value);
  }
  std::string operator()(const TextListField& field) const {
    return show_list(*field.value);
  }
  std::string operator()(const PeriodsField& field) const {
    return show_periods(*field.value);
  }
  std::string operator()(const StoresField& /*field*/) const { return "[]"; }
  std::string operator()(const RetentionsField& /*field*/) const { return "[]"; }
  std::string operator()(const WitnessesField& /*field*/) const { return "[]"; }
};

struct TypeOf {
  std::string_view operator()(const TextField& field) const { return field.rule->type; }
  std::string_view operator()(const PathField&) const { return "absolute path"; }
  std::string_view operator()(const TemplateField&) const { return "path template"; }
  std::string_view operator()(const DurationField&) const { return "duration"; }
  std::string_view operator()(const RateField&) const { return "rate"; }
  std::string_view operator()(const CountField&) const { return "number"; }
  std::string_view operator()(const BoolField&) const { return "true or false"; }
  std::string_view operator()(const TextListField& field) const {
    return field.rule->type;
  }
  std::string_view operator()(const PeriodsField&) const { return "map of periods"; }
  std::string_view operator()(const StoresField&) const { return "list of stores"; }
  std::string_view operator()(const RetentionsField&) const { return "list of rules"; }
  std::string_view operator()(const WitnessesField&) const {
    return "list of witnesses";
  }
};

// What YAML 1.1 readers would take for a boolean or for nothing.
bool is_yaml_word(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (const std::string_view word :
       {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}) {
    if (lower == word) {
      return true;
    }
  }
  return false;
}

bool is_plain(std::string_view text) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kRest =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@/+-";
  return !text.empty() && (text[0] == '/' || kLetters.find(text[0]) != kLetters.npos) &&
         text.find_first_not_of(kRest) == text.npos && !is_yaml_word(text);
}

// One character inside double quotes: itself when people can see it, an escape
// otherwise.
std::string quoted_char(std::string_view bytes, char32_t code_point) {
  if (code_point == '"' || code_point == '\\') {
    return {'\\', static_cast<char>(code_point)};
  }
  if (printable(bytes) == bytes) {
    return std::string(bytes);
  }
  char escape[16];
  (void)std::snprintf(escape, sizeof escape, code_point < 0x100 ? "\\x%02X" : "\\U%08X",
                      static_cast<unsigned>(code_point));
  return escape;
}

}  // namespace

std::string_view type_of(const Field& field) {
  return std::visit(TypeOf{}, field);
}

bool takes_text(const Field& field) {
  return !std::holds_alternative<TextListField>(field) &&
         !std::holds_alternative<PeriodsField>(field) &&
         !std::holds_alternative<StoresField>(field) &&
         !std::holds_alternative<RetentionsField>(field) &&
         !std::holds_alternative<WitnessesField>(field);
}

Status read_text(const Field& field, const std::string& text) {
  return std::visit(ReadText{text}, field);
}

std::string show_field(const Field& field) {
  return std::visit(ShowField{}, field);
}

std::string yaml_text(std::string_view text) {
  if (is_plain(text)) {
    return std::string(text);
  }
  std::string out = "\"";
  while (!text.empty()) {
    const DecodedChar c = decode_char(text);
    const std::string_view bytes = text.substr(0, c.length);
    // A byte that is no text stays: the reader of the file refuses it with its place.
    out += c.valid ? quoted_char(bytes, c.code_point) : std::string(bytes);
    text.remove_prefix(c.length);
  }
  return out + '"';
}

}  // namespace muniment
