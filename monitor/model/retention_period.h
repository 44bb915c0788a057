// How long a class of items must be kept, counted from the recorded date by the calendar.
//
// Owner:   plain values. Threads: any.
// Failure: parsing is kInvalid and shows how a period is written.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/result.h"
#include "model/time.h"

namespace muniment {

struct RetentionPeriod {
  enum class Unit { kDays, kMonths, kYears, kForever };
  Unit unit = Unit::kForever;
  unsigned count = 0;  // 0 exactly when kForever

  bool operator==(const RetentionPeriod&) const = default;
};

// By class.
using RetentionPeriods = std::map<std::string, RetentionPeriod>;

// "31d", "6m" (months), "7y" or "forever".
Result<RetentionPeriod> parse_period(std::string_view text);
std::string show_period(const RetentionPeriod& period);

// The first moment at which what was recorded at `recorded` need not be kept any longer;
// nullopt for never. Months and years end on the day of the same number, or on the last
// day of a month that has none: a month from 31 January is over on 28 February. What is
// beyond 2262 counts as never.
std::optional<Time> end_of_period(Time recorded, const RetentionPeriod& period);

}  // namespace muniment
