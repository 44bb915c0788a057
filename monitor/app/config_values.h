// The values that a configuration spells as text: durations, sizes, rates, counts, yes or
// no. (Retention periods: model/retention_period.h.)
//
// Each has a parser and a printer, and the printer's text parses back to the same
// value. Command-line flags that take such a value use the same functions.
//
// Owner:   pure functions. Threads: any.
// Failure: kInvalid; the text quotes what was written and shows how it is written
//          right.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"
#include "model/retention_period.h"

namespace muniment {

using Duration = std::chrono::milliseconds;

// "250ms", "5s", "1h30m", "30d", "2w": whole numbers, largest unit first; "0" for none.
Result<Duration> parse_duration(std::string_view text);
std::string show_duration(Duration duration);

// "4096", "64MiB", "200MB": decimal (kB MB GB TB) or binary (KiB MiB GiB TiB) bytes.
Result<std::uint64_t> parse_size(std::string_view text);
std::string show_size(std::uint64_t bytes);

// A size a second, "200MB/s", or "unlimited", which is 0.
Result<std::uint64_t> parse_rate(std::string_view text);
std::string show_rate(std::uint64_t bytes_per_second);

// A whole number from `least` to `most`.
Result<unsigned> parse_count(std::string_view text, unsigned least, unsigned most);

// "true" or "false", as YAML spells them today; no other word stands for either.
Result<bool> parse_bool(std::string_view text);
std::string show_bool(bool value);

// `text` between quotation marks for an error message: printable, and not longer than a
// line.
std::string in_quotes(std::string_view text);

}  // namespace muniment
