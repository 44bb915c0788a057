// Numbers and times as people read them.
//
// Owner:   pure functions. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/time.h"

namespace muniment {

// "96,174"
std::string human_count(std::uint64_t count);
// "1 item", "96,174 items": `noun` takes an s for everything but one.
std::string human_count(std::uint64_t count, std::string_view noun);
// Decimal units, as on the label of a disk: "999 B", "1.2 GB".
std::string human_bytes(std::uint64_t bytes);
// The two largest units that count: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min", "3 d 4
// h".
std::string human_duration(double seconds);
// "1,234/s"; "" when no time has passed.
std::string human_rate(std::uint64_t count, double seconds);
// "1.2 GB/s"; "" when no time has passed.
std::string human_byte_rate(std::uint64_t bytes, double seconds);
// RFC 3339 in UTC, to the second; "never" when there is none.
std::string human_time(std::optional<Time> time);

}  // namespace muniment
