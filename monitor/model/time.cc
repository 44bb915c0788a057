#include "model/time.h"

#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>

#include "model/printable.h"

namespace muniment {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

struct CivilTime {
  year_month_day date;
  std::int64_t second_of_day;
  std::int64_t ns_of_second;
};

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

CivilTime to_civil(Time time) {
  const std::int64_t seconds = floor_divide(time.ns, kNsPerSecond);
  const std::int64_t day = floor_divide(seconds, 86'400);
  // Not by way of seconds * kNsPerSecond: the first Time is in a second that has begun
  // before it.
  const std::int64_t ns = time.ns % kNsPerSecond;
  return {year_month_day(sys_days(days(day))), seconds - day * 86'400,
          ns < 0 ? ns + kNsPerSecond : ns};
}

// nullopt: it is outside what a Time can be.
std::optional<Time> exact_time(std::int64_t seconds, std::int64_t ns) {
  if (seconds < 0 && ns > 0) {
    // The first Time is in a second that has begun before it.
    seconds += 1;
    ns -= kNsPerSecond;
  }
  Time time;
  if (__builtin_mul_overflow(seconds, kNsPerSecond, &time.ns) ||
      __builtin_add_overflow(time.ns, ns, &time.ns)) {
    return std::nullopt;
  }
  return time;
}

void append_padded(std::string& out, std::int64_t value, int width) {
  char digits[24];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<std::size_t>(width));
}

Error invalid_time(std::string_view text, const char* reason) {
  return Error{ErrorCode::kInvalid, 0,
               "\"" + printable(text) + "\" is not a time: " + reason +
                   " (for example 2023-07-26T02:00:00Z or 2023-07-26)"};
}

// Reads fixed-width numbers and separators from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool number(int width, std::int64_t& value) {
    if (rest_.size() < static_cast<std::size_t>(width)) {
      return false;
    }
    value = 0;
    for (int i = 0; i < width; ++i) {
      const char c = rest_[static_cast<std::size_t>(i)];
      if (c < '0' || c > '9') {
        return false;
      }
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(static_cast<std::size_t>(width));
    return true;
  }

  bool literal(char wanted) {
    if (rest_.empty() || rest_[0] != wanted) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  bool digit_follows() const {
    return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9';
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read_fraction(Reader& reader, std::int64_t& ns) {
  std::int64_t scale = kNsPerSecond;
  ns = 0;
  bool any = false;
  while (reader.digit_follows()) {
    std::int64_t digit = 0;
    if (!reader.number(1, digit) || scale == 1) {
      return false;
    }
    scale /= 10;
    ns += digit * scale;
    any = true;
  }
  return any;
}

bool read_offset(Reader& reader, std::int64_t& offset_seconds) {
  offset_seconds = 0;
  if (reader.literal('Z') || reader.literal('z')) {
    return true;
  }
  const bool east = reader.literal('+');
  if (!east && !reader.literal('-')) {
    return false;
  }
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  if (!reader.number(2, hours) || !reader.literal(':') || !reader.number(2, minutes) ||
      hours > 23 || minutes > 59) {
    return false;
  }
  offset_seconds = (east ? 1 : -1) * (hours * 3600 + minutes * 60);
  return true;
}

}  // namespace

Time time_from_parts(std::int64_t seconds, std::int64_t ns) {
  using Limits = std::numeric_limits<std::int64_t>;
  const Time outside{seconds < 0 ? Limits::min() : Limits::max()};
  return exact_time(seconds, ns).value_or(outside);
}

Time wall_clock_now() {
  return Time{std::chrono::duration_cast<std::chrono::nanoseconds>(
                  std::chrono::system_clock::now().time_since_epoch())
                  .count()};
}

void append_time(std::string& out, Time time) {
  const CivilTime civil = to_civil(time);
  append_padded(out, static_cast<int>(civil.date.year()), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(civil.date.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(civil.date.day()), 2);
  out += 'T';
  append_padded(out, civil.second_of_day / 3600, 2);
  out += ':';
  append_padded(out, civil.second_of_day / 60 % 60, 2);
  out += ':';
  append_padded(out, civil.second_of_day % 60, 2);
  if (civil.ns_of_second != 0) {
    out += '.';
    if (civil.ns_of_second % kNsPerMs == 0) {
      append_padded(out, civil.ns_of_second / kNsPerMs, 3);
    } else if (civil.ns_of_second % 1000 == 0) {
      append_padded(out, civil.ns_of_second / 1000, 6);
    } else {
      append_padded(out, civil.ns_of_second, 9);
    }
  }
  out += 'Z';
}

std::string format_time(Time time) {
  std::string out;
  append_time(out, time);
  return out;
}

Result<Time> parse_time(std::string_view text) {
  Reader reader(text);
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
  if (!reader.number(4, year) || !reader.literal('-') || !reader.number(2, month) ||
      !reader.literal('-') || !reader.number(2, day)) {
    return invalid_time(text, "the date is not YYYY-MM-DD");
  }
  const year_month_day date(std::chrono::year(static_cast<int>(year)),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) {
    return invalid_time(text, "there is no such day");
  }
  std::int64_t seconds = sys_days(date).time_since_epoch().count() * 86'400;
  std::int64_t ns = 0;
  if (!reader.at_end()) {
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    if (!(reader.literal('T') || reader.literal('t') || reader.literal(' ')) ||
        !reader.number(2, hour) || !reader.literal(':') || !reader.number(2, minute) ||
        !reader.literal(':') || !reader.number(2, second)) {
      return invalid_time(text, "the time of day is not HH:MM:SS");
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return invalid_time(text, "there is no such time of day");
    }
    if (reader.literal('.') && !read_fraction(reader, ns)) {
      return invalid_time(text, "the fraction of a second has no or too many digits");
    }
    std::int64_t offset = 0;
    if (!read_offset(reader, offset) || !reader.at_end()) {
      return invalid_time(text, "it must end in Z or an offset such as +01:00");
    }
    seconds += hour * 3600 + minute * 60 + second - offset;
  }
  const std::optional<Time> time = exact_time(seconds, ns);
  if (!time) {
    return invalid_time(text, "it is outside 1677-09-21 to 2262-04-11");
  }
  return *time;
}

}  // namespace muniment
