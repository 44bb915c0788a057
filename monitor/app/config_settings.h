// The table of settings: one row each, with what it is called, where it goes, what it
// means.
//
// The rows of an object point into that very object, so the table is the binding too.
//
// Owner:   the rows refer to the object given and must not outlive it.
// Threads: as safe as the object. Failure: none; read_text() below says what is wrong.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/config.h"

namespace muniment {

// One kind of text: its name in the reference and what is wrong with a value ("" if
// nothing).
struct TextRule {
  std::string_view type;
  std::string (*complaint)(std::string_view value);
};

// Where a value goes, and by its type how it is read, checked and shown.
struct TextField {
  std::string* value;
  const TextRule* rule;
};
struct PathField {
  std::string* value;  // absolute
};
struct TemplateField {
  CollectionTemplate* value;
};
struct DurationField {
  Duration* value;
  Duration least;
};
struct RateField {
  std::uint64_t* value;
};
struct CountField {
  unsigned* value;
  unsigned least;
  unsigned most;
};
struct BoolField {
  bool* value;
};
struct TextListField {
  std::vector<std::string>* value;
  const TextRule* rule;  // of each; its type is that of the whole list
};
struct PeriodsField {
  std::map<std::string, RetentionPeriod>* value;
};
struct StoresField {
  std::vector<StoreConfig>* value;
};
struct RetentionsField {
  std::vector<RetentionConfig>* value;
};
struct WitnessesField {
  std::vector<WitnessConfig>* value;
};
using Field = std::variant<TextField, PathField, TemplateField, DurationField,
                           RateField, CountField, BoolField, TextListField,
                           PeriodsField, StoresField, RetentionsField, WitnessesField>;

enum class Need {
  kOptional,
  kRequired,
  kNotYet,  // known, and refused unless empty: this version cannot do it
};

struct Setting {
  std::string_view key;  // "scan.every", below the object that the table is for
  Field field;
  Need need = Need::kOptional;
  std::string_view meaning;
};

std::vector<Setting> settings_of(Config& config);
std::vector<Setting> settings_of(StoreConfig& store);
std::vector<Setting> settings_of(RetentionConfig& retention);
std::vector<Setting> settings_of(WitnessConfig& witness);

// For the reference: "duration", "list of text".
std::string_view type_of(const Field& field);

// Does the field take one text, rather than a list or a map?
bool takes_text(const Field& field);

// Reads `text` into a field. REQUIRES: takes_text(field). The error is the bare reason.
Status read_text(const Field& field, const std::string& text);

// The value as YAML on one line. Lists of objects show as [].
std::string show_field(const Field& field);

// `text` as a YAML scalar that any reader takes as this text.
std::string yaml_text(std::string_view text);

}  // namespace muniment
