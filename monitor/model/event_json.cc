#include "model/event_json.h"

#include <nlohmann/json.hpp>

#include "model/event_bodies.h"
#include "model/printable.h"

namespace muniment {
namespace {

using Json = nlohmann::json;

// Reads the body whose kType is `type`, trying the alternatives in turn.
template <std::size_t I = 0>
bool read_any(Fields& json, const std::string& type, EventBody& body) {
  if constexpr (I == std::variant_size_v<EventBody>) {
    return false;
  } else {
    using Body = std::variant_alternative_t<I, EventBody>;
    if (type != Body::kType) {
      return read_any<I + 1>(json, type, body);
    }
    read_body(json, body.emplace<I>());
    return true;
  }
}

}  // namespace

void append_event(std::string& out, const Event& event) {
  std::visit(
      [&](const auto& body) {
        JsonObject object(out);
        write(object, body, EventTail{event.time, body.kType});
        object.close();
      },
      event.body);
}

std::string encode_event(const Event& event) {
  std::string out;
  append_event(out, event);
  return out;
}

Result<Event> parse_event(std::string_view text) {
  const auto corrupt = [](std::string_view why) {
    return Error{ErrorCode::kCorrupt, 0, "bad event: " + printable(why)};
  };
  const Json object = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return corrupt("not a JSON object");
  }
  Fields json(object);
  Event event;
  read(json, "time", event.time);
  const std::string& type = json.text("type");
  if (!read_any(json, type, event.body)) {
    json.complain("type", "is not a kind of event that this version knows");
  }
  if (!json.problem().empty()) {
    return corrupt(json.problem());
  }
  return event;
}

std::string_view peek_type(std::string_view json) {
  // Inside strings a quote is escaped, so this text can only be the key and its value.
  constexpr std::string_view kKey = "\"type\":\"";
  const std::size_t at = json.rfind(kKey);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::size_t start = at + kKey.size();
  return json.substr(start, json.find('"', start) - start);
}

}  // namespace muniment
