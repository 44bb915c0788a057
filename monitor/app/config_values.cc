#include "app/config_values.h"

#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::uint64_t kMaxDays =
    36500;  // a hundred years; keeps every product in range
constexpr std::int64_t kMsPerDay = 86'400'000;

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

// Largest first. "w" is read but not written.
constexpr Unit kDurationUnits[] = {
    {"w", 7ULL * 86'400'000},
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1'000},
    {"ms", 1},
};

constexpr Unit kSizeUnits[] = {
    {"TiB", 1ULL << 40},
    {"TB", 1'000'000'000'000},
    {"GiB", 1ULL << 30},
    {"GB", 1'000'000'000},
    {"MiB", 1ULL << 20},
    {"MB", 1'000'000},
    {"KiB", 1ULL << 10},
    {"kB", 1'000},
    {"KB", 1'000},
    {"B", 1},
    {"", 1},
};

Error invalid(std::string what) {
  return Error{ErrorCode::kInvalid, 0, std::move(what)};
}

// Takes the digits at the front of `text`; nothing when there are none, or too many.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [stop, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return number;
}

// Takes the letters at the front of `text`.
std::string_view take_letters(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && (text[length] < '0' || text[length] > '9')) {
    ++length;
  }
  const std::string_view letters = text.substr(0, length);
  text.remove_prefix(length);
  return letters;
}

std::optional<std::uint64_t> multiply(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > std::numeric_limits<std::uint64_t>::max() / b) {
    return std::nullopt;
  }
  return a * b;
}

std::optional<std::uint64_t> read_size(std::string_view text) {
  const auto number = take_number(text);
  if (!number) {
    return std::nullopt;
  }
  for (const Unit& unit : kSizeUnits) {
    if (unit.name == text) {
      return multiply(*number, unit.factor);
    }
  }
  return std::nullopt;
}

// Adds "30m" to `total` and moves `next_unit` behind it; false when it does not fit
// there.
bool take_duration_part(std::string_view& text, std::size_t& next_unit,
                        std::uint64_t& total) {
  const auto number = take_number(text);
  const std::string_view name = take_letters(text);
  for (; number && next_unit < std::size(kDurationUnits); ++next_unit) {
    const Unit& unit = kDurationUnits[next_unit];
    if (unit.name == name) {
      ++next_unit;
      const auto part = multiply(*number, unit.factor);
      if (!part || *part > kMaxDays * kMsPerDay) {
        return false;
      }
      total += *part;
      return true;
    }
  }
  return false;
}

std::optional<std::uint64_t> read_duration_ms(std::string_view text) {
  if (text == "0") {
    return 0;
  }
  std::uint64_t total = 0;
  std::size_t next_unit = 0;
  do {
    if (!take_duration_part(text, next_unit, total)) {
      return std::nullopt;
    }
  } while (!text.empty());
  return total;
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMaxShown = 60;
  if (text.size() <= kMaxShown) {
    return '"' + printable(text) + '"';
  }
  std::size_t end = 0;  // not in the middle of a character
  while (end < kMaxShown) {
    end += decode_char(text.substr(end)).length;
  }
  return '"' + printable(text.substr(0, end)) + "...\"";
}

Result<Duration> parse_duration(std::string_view text) {
  const auto ms = read_duration_ms(text);
  if (!ms) {
    return invalid(in_quotes(text) +
                   " is not a duration; write for example 30s, 1h30m or 7d");
  }
  if (*ms > kMaxDays * kMsPerDay) {
    return invalid(in_quotes(text) + " is longer than a hundred years");
  }
  return Duration(*ms);
}

std::string show_duration(Duration duration) {
  auto left = static_cast<std::uint64_t>(duration.count());
  std::string text;
  for (const Unit& unit : kDurationUnits) {
    if (unit.name != "w" && left >= unit.factor) {
      text += std::to_string(left / unit.factor);
      text += unit.name;
      left %= unit.factor;
    }
  }
  return text.empty() ? "0s" : text;
}

Result<std::uint64_t> parse_size(std::string_view text) {
  const auto bytes = read_size(text);
  if (!bytes) {
    return invalid(in_quotes(text) +
                   " is not a size; write for example 200MB or 64MiB");
  }
  return *bytes;
}

std::string show_size(std::uint64_t bytes) {
  for (const Unit& unit : kSizeUnits) {
    if (bytes != 0 && bytes % unit.factor == 0) {
      return std::to_string(bytes / unit.factor) + std::string(unit.name);
    }
  }
  return "0B";
}

Result<std::uint64_t> parse_rate(std::string_view text) {
  if (text == "unlimited") {
    return 0U;
  }
  const bool is_rate = text.ends_with("/s");
  const auto bytes =
      is_rate ? read_size(text.substr(0, text.size() - 2)) : std::nullopt;
  if (!bytes) {
    return invalid(in_quotes(text) +
                   " is not a rate; write for example 200MB/s, 64MiB/s or unlimited");
  }
  if (*bytes == 0) {
    return invalid("a rate of nothing never ends; write unlimited for no limit");
  }
  return *bytes;
}

std::string show_rate(std::uint64_t bytes_per_second) {
  return bytes_per_second == 0 ? "unlimited" : show_size(bytes_per_second) + "/s";
}

Result<unsigned> parse_count(std::string_view text, unsigned least, unsigned most) {
  std::string_view rest = text;
  const auto number = take_number(rest);
  if (!number || !rest.empty() || *number < least || *number > most) {
    return invalid(in_quotes(text) + " is not a whole number from " +
                   std::to_string(least) + " to " + std::to_string(most));
  }
  return static_cast<unsigned>(*number);
}

Result<bool> parse_bool(std::string_view text) {
  if (text != "true" && text != "false") {
    return invalid(in_quotes(text) + " is neither true nor false");
  }
  return text == "true";
}

std::string show_bool(bool value) {
  return value ? "true" : "false";
}

}  // namespace muniment
