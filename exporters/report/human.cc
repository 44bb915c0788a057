#include "exporters/report/human.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace muniment {
namespace {

constexpr double kMinute = 60;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;

std::string two_units(double seconds, double large, const char* large_name,
                      double small, const char* small_name) {
  const auto total = static_cast<std::uint64_t>(seconds / small);
  const auto per_large = static_cast<std::uint64_t>(large / small);
  std::string text = fmt::format("{} {}", total / per_large, large_name);
  if (total % per_large != 0) {
    text += fmt::format(" {} {}", total % per_large, small_name);
  }
  return text;
}

// What passes in one second. A rate too large to count is shown as the largest count.
std::uint64_t per_second(std::uint64_t count, double seconds) {
  constexpr double kMost = 9e18;
  return static_cast<std::uint64_t>(
      std::min(static_cast<double>(count) / seconds, kMost));
}

}  // namespace

std::string human_count(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t i = text.size(); i > 3;) {
    i -= 3;
    text.insert(i, 1, ',');
  }
  return text;
}

std::string human_count(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", human_count(count), noun, count == 1 ? "" : "s");
}

std::string human_bytes(std::uint64_t bytes) {
  constexpr std::array kUnits = {"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) {
    return fmt::format("{} B", bytes);
  }
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  // 999.95 would be shown as 1000.0: it is one of the next unit.
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::string human_duration(double seconds) {
  if (!(seconds > 0)) {
    return "0 s";
  }
  if (seconds < 9.95) {
    return fmt::format("{:.1f} s", seconds);
  }
  seconds = std::round(std::min(seconds, 1e15));
  if (seconds < kMinute) {
    return fmt::format("{:.0f} s", seconds);
  }
  if (seconds < kHour) {
    return two_units(seconds, kMinute, "min", 1, "s");
  }
  return seconds < kDay ? two_units(seconds, kHour, "h", kMinute, "min")
                        : two_units(seconds, kDay, "d", kHour, "h");
}

std::string human_rate(std::uint64_t count, double seconds) {
  return seconds > 0 ? human_count(per_second(count, seconds)) + "/s" : "";
}

std::string human_byte_rate(std::uint64_t bytes, double seconds) {
  return seconds > 0 ? human_bytes(per_second(bytes, seconds)) + "/s" : "";
}

std::string human_time(std::optional<Time> time) {
  if (!time) {
    return "never";
  }
  const std::int64_t part = time->ns % kNsPerSecond;
  return format_time(Time{time->ns - (part < 0 ? part + kNsPerSecond : part)});
}

}  // namespace muniment
