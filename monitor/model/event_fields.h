// The fields of one parsed JSON object, read with checks.
//
// Internal to model/.
//
// Owner:   refers to a JSON value that must outlive it. Threads: one.
// Failure: the first field that is missing or wrong is remembered in problem(); after it,
//          reading goes on with empty values and the result is thrown away.

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/item.h"
#include "model/time.h"

namespace muniment {

class Fields {
 public:
  explicit Fields(const nlohmann::json& json) : json_(json) {}

  bool has(const char* key) const { return json_.contains(key); }
  const std::string& problem() const { return problem_; }

  const std::string& text(const char* key) {
    static const std::string kEmpty;
    const auto field = json_.find(key);
    if (field == json_.end() || !field->is_string()) {
      complain(key, field == json_.end() ? "is missing" : "is not a text");
      return kEmpty;
    }
    return field->get_ref<const std::string&>();
  }

  std::uint64_t count(const char* key) {
    const auto field = json_.find(key);
    if (field == json_.end() || !field->is_number_unsigned()) {
      complain(key, field == json_.end() ? "is missing" : "is not a count");
      return 0;
    }
    return field->get<std::uint64_t>();
  }

  // The texts of a list that may be absent.
  std::vector<std::string> texts(const std::string& key) {
    std::vector<std::string> list;
    const auto field = json_.find(key);
    if (field == json_.end()) {
      return list;
    }
    if (!field->is_array()) {
      complain(key, "is not a list");
      return list;
    }
    for (const nlohmann::json& member : *field) {
      if (!member.is_string()) {
        complain(key, "is not a list of texts");
        return {};
      }
      list.push_back(member.get_ref<const std::string&>());
    }
    return list;
  }

  void complain(std::string_view key, std::string_view why) {
    if (problem_.empty()) {
      problem_.append("\"").append(key).append("\" ").append(why);
    }
  }

 private:
  const nlohmann::json& json_;
  std::string problem_;
};

// A field is read with read(json, "key", member); what it must be follows from the member.
void read(Fields& json, const char* key, std::string& value);
void read(Fields& json, const char* key, std::uint64_t& value);
void read(Fields& json, const char* key, int& value);
void read(Fields& json, const char* key, Time& value);

template <typename T>
void read(Fields& json, const char* key, std::optional<T>& value) {
  if (json.has(key)) {
    read(json, key, value.emplace());
  }
}

// The value whose name the field has.
template <typename Enum>
void read_name(Fields& json, const char* key, Enum& value,
               std::optional<Enum> (*from_name)(std::string_view)) {
  if (const auto found = from_name(json.text(key))) {
    value = *found;
  } else {
    json.complain(key, "is not one of its names");
  }
}

// "" when there is no such field.
void read_text_if(Fields& json, const char* key, std::string& value);
// 0 when there is no such field.
void read_count_if(Fields& json, const char* key, std::uint64_t& value);
// From `key`, or in base64 from `key`_b64.
void read_bytes(Fields& json, const char* key, std::string& value);
void read_list(Fields& json, const std::string& key, std::vector<std::string>& list);
void read_digests(Fields& json, const char* sha256, const char* xxh3,
                  std::optional<Digests>& digests);
void read_facts(Fields& json, ItemFacts& facts);

}  // namespace muniment
