#include "intake/flat_object.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "intake/complaint.h"
#include "model/printable.h"

namespace muniment {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxKeys = 256;

// What the parser calls with each part of the text; false ends it.
class FlatReader {
 public:
  explicit FlatReader(FlatObject& object) : object_(object) {}

  const std::string& problem() const { return problem_; }

  bool null() { return take(ValueKind::kNull, {}); }
  bool boolean(bool /*value*/) { return take(ValueKind::kOther, "true or false"); }
  bool number_integer(Json::number_integer_t /*value*/) {
    return take(ValueKind::kOther, "a negative number");
  }
  bool number_unsigned(Json::number_unsigned_t value) {
    return take(ValueKind::kCount, std::to_string(value));
  }
  bool number_float(Json::number_float_t /*value*/, const std::string& /*text*/) {
    return take(ValueKind::kOther, "a fraction or too large a number");
  }
  bool string(std::string& text) { return take(ValueKind::kText, std::move(text)); }
  bool binary(Json::binary_t& /*value*/) { return refuse("binary data"); }

  bool start_object(std::size_t /*size*/) {
    if (in_object_) {
      return refuse(at_key() + " is an object within the object");
    }
    in_object_ = true;
    return true;
  }
  bool key(std::string& name) {
    if (object_.find(name) != nullptr) {
      return refuse("the key " + cite(name) + " is there twice");
    }
    if (object_.members.size() == kMaxKeys) {
      return refuse("more than " + std::to_string(kMaxKeys) + " keys");
    }
    object_.members.emplace_back(std::move(name), FlatValue());
    return true;
  }
  bool end_object() { return true; }

  bool start_array(std::size_t /*size*/) {
    if (!in_object_) {
      return refuse("it is a list, not an object");
    }
    if (in_list_) {
      return refuse(at_key() + " is a list of lists");
    }
    in_list_ = true;
    object_.members.back().second.kind = ValueKind::kTexts;
    return true;
  }
  bool end_array() {
    in_list_ = false;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return refuse("not JSON at byte " + std::to_string(position));
  }

 private:
  bool take(ValueKind kind, std::string text) {
    if (!in_object_) {
      return refuse("it is a value, not an object");
    }
    FlatValue& value = object_.members.back().second;
    if (!in_list_) {
      value.kind = kind;
      value.text = std::move(text);
      return true;
    }
    if (kind != ValueKind::kText) {
      return refuse(at_key() + " is a list of something else than texts");
    }
    value.texts.push_back(std::move(text));
    return true;
  }

  std::string at_key() const { return cite(object_.members.back().first); }

  bool refuse(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  FlatObject& object_;
  std::string problem_;
  bool in_object_ = false;
  bool in_list_ = false;
};

}  // namespace

const FlatValue* FlatObject::find(std::string_view key) const {
  const auto found =
      std::find_if(members.begin(), members.end(),
                   [&](const auto& member) { return member.first == key; });
  return found == members.end() ? nullptr : &found->second;
}

Result<FlatObject> parse_flat_object(std::string_view text) {
  // Before the parser, which takes the mark for white space and NUL for the end.
  if (text.starts_with("\xEF\xBB\xBF")) {
    return refusal("a byte order mark");
  }
  if (text.find('\0') != std::string_view::npos) {
    return refusal("a NUL byte");
  }
  if (!is_utf8(text)) {
    return refusal("not UTF-8");
  }
  FlatObject object;
  FlatReader reader(object);
  if (!Json::sax_parse(text, &reader)) {
    return refusal(reader.problem());
  }
  return object;
}

}  // namespace muniment
