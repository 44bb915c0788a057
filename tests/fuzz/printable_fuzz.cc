// What is made printable is text without control bytes; what is taken for UTF-8, and how
// it is written into JSON, is what another library says.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fuzz_target.h"
#include "model/json_text.h"
#include "model/printable.h"
#include "model/result.h"

namespace muniment {
namespace {

void check_json(std::string_view text) {
  const nlohmann::json value = text;
  constexpr auto kSkip = nlohmann::json::error_handler_t::ignore;
  const std::string valid_part = value.dump(-1, ' ', /*ensure_ascii=*/true, kSkip);
  MUNIMENT_CHECK(is_utf8(text) == (nlohmann::json::parse(valid_part) == value));
  if (is_utf8(text)) {
    std::string written;
    append_json_string(written, text);
    MUNIMENT_CHECK(written == valid_part);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = as_text(data, size);
  check_json(bytes);
  const std::string shown = printable(bytes);
  MUNIMENT_CHECK(is_utf8(shown));
  MUNIMENT_CHECK(std::none_of(shown.begin(), shown.end(),
                              [](unsigned char c) { return c < 0x20 || c == 0x7F; }));
  const std::size_t most = std::max<std::size_t>(5, size / 2);
  const std::string brief = shortened(shown, most);
  MUNIMENT_CHECK(is_utf8(brief) && brief.size() <= most);
  return 0;
}

}  // namespace muniment
