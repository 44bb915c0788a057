// Every Time, whether read from a text or made of what a kernel may say, can be written
// and read back.

#include <cstring>

#include "fuzz_target.h"
#include "model/time.h"

namespace muniment {
namespace {

void check_round_trip(Time time) {
  const Result<Time> again = parse_time(format_time(time));
  MUNIMENT_CHECK(again);
  MUNIMENT_CHECK(again.value() == time);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const Result<Time> time = parse_time(as_text(data, size))) {
    check_round_trip(time.value());
  }
  std::int64_t parts[2];
  if (size >= sizeof parts) {
    std::memcpy(parts, data, sizeof parts);
    const auto ns = static_cast<std::uint64_t>(parts[1]) % 1'000'000'000;
    check_round_trip(time_from_parts(parts[0], static_cast<std::int64_t>(ns)));
    check_round_trip(Time{parts[1]});
  }
  return 0;
}

}  // namespace muniment
