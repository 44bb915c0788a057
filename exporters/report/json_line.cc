#include "exporters/report/json_line.h"

#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {

void put_path(Json& object, std::string_view key, std::string_view bytes) {
  if (is_utf8(bytes)) {
    object[std::string(key)] = bytes;
  } else {
    object[std::string(key) + "_b64"] = to_base64(bytes);
  }
}

Json json_time(std::optional<Time> time) {
  return time ? Json(format_time(*time)) : Json(nullptr);
}

std::string json_line(const Json& value) {
  const std::string dumped =
      value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  std::string out;
  out.reserve(dumped.size());
  for (const char c : dumped) {
    // The library lets DEL through. It can only stand inside a string.
    if (c == '\x7f') {
      out += "\\u007f";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace muniment
