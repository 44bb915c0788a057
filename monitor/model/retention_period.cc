#include "model/retention_period.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr unsigned kMaxCount = 36'500;  // a hundred years of days; keeps sums in range
constexpr std::int64_t kNsPerDay = 86'400 * kNsPerSecond;
constexpr std::string_view kUnits = "dmy";  // in the order of RetentionPeriod::Unit

Error invalid(std::string_view text, const std::string& what) {
  return Error{
      ErrorCode::kInvalid, 0,
      '"' + printable(shortened(text, 60)) + "\" is not a retention period" + what};
}

std::optional<Time> plus(Time time, std::int64_t ns) {
  Time sum;
  return __builtin_add_overflow(time.ns, ns, &sum.ns) ? std::nullopt
                                                      : std::optional(sum);
}

std::optional<Time> plus_months(Time recorded, int months) {
  constexpr int kMostMonths = 12 * 600;  // more than a Time spans
  if (months > kMostMonths) {
    return std::nullopt;
  }
  using std::chrono::days;
  using std::chrono::sys_days;
  const auto day = std::chrono::floor<days>(std::chrono::nanoseconds(recorded.ns));
  const std::chrono::year_month_day date{sys_days(day)};
  const auto month = date.year() / date.month() + std::chrono::months(months);
  const auto last = (month / std::chrono::last).day();
  const sys_days there(month / std::min(date.day(), last));
  const std::int64_t of_day = recorded.ns - day.count() * kNsPerDay;
  std::int64_t ns = 0;
  return __builtin_mul_overflow(there.time_since_epoch().count(), kNsPerDay, &ns)
             ? std::nullopt
             : plus(Time{ns}, of_day);
}

}  // namespace

Result<RetentionPeriod> parse_period(std::string_view text) {
  if (text == "forever") {
    return RetentionPeriod{};
  }
  unsigned count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  const std::size_t unit = stop + 1 == end ? kUnits.find(*stop) : std::string::npos;
  if (error == std::errc::invalid_argument || unit == std::string::npos) {
    return invalid(text, "; write for example 31d, 6m (months), 7y or forever");
  }
  if (error != std::errc() || count == 0 || count > kMaxCount) {
    return invalid(text, ": the number is from 1 to " + std::to_string(kMaxCount));
  }
  return RetentionPeriod{static_cast<RetentionPeriod::Unit>(unit), count};
}

std::string show_period(const RetentionPeriod& period) {
  if (period.unit == RetentionPeriod::Unit::kForever) {
    return "forever";
  }
  return std::to_string(period.count) + kUnits[static_cast<std::size_t>(period.unit)];
}

std::optional<Time> end_of_period(Time recorded, const RetentionPeriod& period) {
  const int count = static_cast<int>(period.count);
  switch (period.unit) {
    case RetentionPeriod::Unit::kDays:
      return plus(recorded, count * kNsPerDay);
    case RetentionPeriod::Unit::kMonths:
      return plus_months(recorded, count);
    case RetentionPeriod::Unit::kYears:
      return plus_months(recorded, 12 * count);
    case RetentionPeriod::Unit::kForever:
      break;
  }
  return std::nullopt;
}

}  // namespace muniment
