// Points in time: nanoseconds since 1970-01-01T00:00:00Z, shown as RFC 3339 in UTC.
//
// Owner:   plain values. Threads: any.
// Failure: parsing says what is wrong; formatting cannot fail. Every Time can be
//          written and read back: they go from 1677-09-21 to 2262-04-11.

#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

struct Time {
  std::int64_t ns = 0;

  auto operator<=>(const Time&) const = default;

  double seconds() const { return static_cast<double>(ns) / 1e9; }
};

inline constexpr std::int64_t kNsPerMs = 1'000'000;
inline constexpr std::int64_t kNsPerSecond = 1'000'000'000;

// `seconds` and `ns` (0 to 999,999,999) since 1970, as the kernel gives times. A file may
// claim any: before the first Time is the first, after the last the last.
Time time_from_parts(std::int64_t seconds, std::int64_t ns);

// The wall clock. Events take it once and carry it; nothing pure calls it.
Time wall_clock_now();

// "2023-07-26T02:00:00Z", with as many digits of a second as are needed (none, 3, 6 or
// 9).
std::string format_time(Time time);
void append_time(std::string& out, Time time);

// An RFC 3339 date-time with an offset ("2023-07-26T02:00:00.5+01:00") or a date
// ("2023-07-26", its first moment in UTC). kInvalid names the text and the reason.
Result<Time> parse_time(std::string_view text);

}  // namespace muniment
