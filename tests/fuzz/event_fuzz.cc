// Whatever parses as an event encodes to bytes that parse to an equal event.

#include <variant>

#include "fuzz_target.h"
#include "model/event_json.h"

namespace muniment {

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  (void)peek_type(text);  // any answer will do
  const Result<Event> event = parse_event(text);
  if (!event) {
    return 0;
  }
  const std::string encoded = encode_event(event.value());
  const Result<Event> again = parse_event(encoded);
  MUNIMENT_CHECK(again);
  MUNIMENT_CHECK(again.value() == event.value());
  const std::string_view type =
      std::visit([](const auto& body) { return std::string_view(body.kType); },
                 event.value().body);
  MUNIMENT_CHECK(peek_type(encoded) == type);
  return 0;
}

}  // namespace muniment
