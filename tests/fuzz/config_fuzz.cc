// Whatever parses as a configuration is shown as text that parses to an equal one; what
// does not is refused in one line that is safe to print.

#include <algorithm>

#include "app/config.h"
#include "fuzz_target.h"
#include "model/printable.h"

namespace muniment {

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Config> config = parse_config(as_text(data, size), "input.yml");
  if (!config) {
    const std::string& what = config.error().what;
    const bool has_control = std::any_of(what.begin(), what.end(), [](unsigned char c) {
      return c < 0x20 || c == 0x7F;
    });
    MUNIMENT_CHECK(is_utf8(what) && !has_control);
    return 0;
  }
  const std::string shown = show_config(config.value());
  const Result<Config> again = parse_config(shown, "shown.yml");
  MUNIMENT_CHECK(again);
  MUNIMENT_CHECK(again.value() == config.value());
  return 0;
}

}  // namespace muniment
