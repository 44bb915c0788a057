#include "model/retention_period.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "random_event.h"

namespace muniment {
namespace {

using Unit = RetentionPeriod::Unit;

std::string end_of(std::string_view recorded, std::string_view period) {
  const auto end =
      end_of_period(parse_time(recorded).value(), parse_period(period).value());
  return end ? format_time(*end) : "never";
}

// A day of the proleptic Gregorian calendar, found by counting.
struct Date {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
};

unsigned days_in(int year, unsigned month) {
  if (month == 2) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

void step(Date& date) {
  if (++date.day > days_in(date.year, date.month)) {
    date.day = 1;
    if (++date.month > 12) {
      date.month = 1;
      ++date.year;
    }
  }
}

// One day after the other until the calendar says so. Nothing beyond `most` days.
std::optional<std::int64_t> days_until_end(Date date, const RetentionPeriod& period,
                                           std::int64_t most) {
  const std::int64_t months =
      period.unit == Unit::kYears ? 12 * std::int64_t{period.count} : period.count;
  const std::int64_t month =
      12 * std::int64_t{date.year} + date.month - 1 + months;  // since year 0
  const unsigned wanted = date.day;
  for (std::int64_t days = 0; days <= most; ++days, step(date)) {
    const bool is_last = date.day == days_in(date.year, date.month);
    const bool is_month = 12 * std::int64_t{date.year} + date.month - 1 == month;
    if (period.unit == Unit::kDays
            ? days == period.count
            : is_month && (date.day == wanted || (is_last && date.day < wanted))) {
      return days;
    }
  }
  return std::nullopt;
}

TEST(RetentionPeriods, AreWrittenInDaysMonthsYearsOrForever) {
  EXPECT_EQ(parse_period("31d").value(), (RetentionPeriod{Unit::kDays, 31}));
  EXPECT_EQ(parse_period("6m").value(), (RetentionPeriod{Unit::kMonths, 6}));
  EXPECT_EQ(parse_period("7y").value(), (RetentionPeriod{Unit::kYears, 7}));
  EXPECT_EQ(parse_period("36500y").value(), (RetentionPeriod{Unit::kYears, 36'500}));
  EXPECT_EQ(parse_period("forever").value(), RetentionPeriod{});
}

TEST(RetentionPeriods, ThatAreNoneAreRefusedWithTheRightSpelling) {
  for (const std::string_view text :
       {"", "d", "31", "31days", "31D", "31 d", " 31d", "31d ", "-1d", "+1d", "1.5y",
        "7w", "1y6m", "Forever", "forever ", "never", "0x1d", "\xff", "m6"}) {
    const auto period = parse_period(text);
    ASSERT_FALSE(period) << text;
    EXPECT_EQ(period.error().code, ErrorCode::kInvalid);
    EXPECT_NE(period.error().what.find("is not a retention period; write for example"),
              std::string::npos)
        << period.error().what;
  }
}

TEST(RetentionPeriods, OfNothingOrOfMoreThanAnybodyWaitsAreRefused) {
  for (const std::string_view text : {"0d", "0m", "000y", "36501d", "99999y",
                                      "4294967297d", "99999999999999999999999d"}) {
    const auto period = parse_period(text);
    ASSERT_FALSE(period) << text;
    EXPECT_NE(period.error().what.find("the number is from 1 to 36500"),
              std::string::npos)
        << period.error().what;
  }
}

TEST(RetentionPeriods, ParseBackFromWhatIsShown) {
  EXPECT_TRUE(rc::check("parse_period(show_period(p)) == p", [] {
    const RetentionPeriod period = *any_period();
    RC_ASSERT(parse_period(show_period(period)).value() == period);
  }));
}

TEST(EndOfPeriod, InDaysIsThatManyDaysLater) {
  EXPECT_EQ(end_of("2023-06-25T02:00:00Z", "31d"), "2023-07-26T02:00:00Z");
  EXPECT_EQ(end_of("2024-02-28", "1d"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(end_of("2023-02-28", "1d"), "2023-03-01T00:00:00Z");
}

TEST(EndOfPeriod, InMonthsIsTheDayOfTheSameNumberOrTheLastOne) {
  EXPECT_EQ(end_of("2023-01-15", "1m"), "2023-02-15T00:00:00Z");
  EXPECT_EQ(end_of("2023-01-31", "1m"), "2023-02-28T00:00:00Z");
  EXPECT_EQ(end_of("2024-01-31", "1m"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(end_of("2023-01-31", "2m"), "2023-03-31T00:00:00Z");
  EXPECT_EQ(end_of("2023-08-31", "6m"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(end_of("2023-12-31", "1m"), "2024-01-31T00:00:00Z");
}

TEST(EndOfPeriod, InYearsIsTheSameDayOrTheLastOfFebruary) {
  EXPECT_EQ(end_of("2023-07-26", "7y"), "2030-07-26T00:00:00Z");
  EXPECT_EQ(end_of("2024-02-29", "1y"), "2025-02-28T00:00:00Z");
  EXPECT_EQ(end_of("2024-02-29", "4y"), "2028-02-29T00:00:00Z");
  EXPECT_EQ(end_of("1896-02-29", "4y"), "1900-02-28T00:00:00Z");
}

TEST(EndOfPeriod, KeepsTheTimeOfDay) {
  EXPECT_EQ(end_of("2023-01-31T23:59:59.999999999Z", "1m"),
            "2023-02-28T23:59:59.999999999Z");
  EXPECT_EQ(end_of("1969-12-31T23:59:59.5Z", "1m"), "1970-01-31T23:59:59.500Z");
  EXPECT_EQ(end_of("1969-12-31T00:00:00.000000001Z", "1y"),
            "1970-12-31T00:00:00.000000001Z");
}

TEST(EndOfPeriod, NeverComesWhenItIsForeverOrBeyondWhatATimeCanSay) {
  EXPECT_EQ(end_of("2023-07-26", "forever"), "never");
  EXPECT_EQ(end_of("2023-07-26", "36500y"), "never");
  EXPECT_EQ(end_of("2023-07-26", "36500m"), "never");
  EXPECT_EQ(end_of("2023-07-26", "36500d"), "2123-07-02T00:00:00Z");
  EXPECT_EQ(end_of("2262-04-11T00:00:00Z", "1d"), "never");
  EXPECT_EQ(end_of("2262-03-11T23:47:16.854775807Z", "1m"),
            "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(end_of("2262-03-11T23:47:17Z", "1m"), "never");
}

TEST(EndOfPeriod, IsWhatCountingTheDaysOneByOneSays) {
  constexpr std::int64_t kDay = 86'400 * kNsPerSecond;
  EXPECT_TRUE(rc::check("end_of_period is the slow oracle's", [] {
    const auto start = *rc::gen::inRange<std::int64_t>(0, 50'000);  // until 2106
    const auto in_day = *rc::gen::inRange<std::int64_t>(0, kDay);
    const RetentionPeriod period = *any_period();
    RC_PRE(period.unit != Unit::kForever);
    Date date;
    for (std::int64_t i = 0; i < start; ++i) {
      step(date);
    }
    constexpr std::int64_t kLastDay = INT64_MAX / kDay;
    const auto days = days_until_end(date, period, kLastDay - start);
    const auto end = end_of_period(Time{start * kDay + in_day}, period);
    // The last day of all is cut off in the evening.
    if (!days || (start + *days == kLastDay && in_day > INT64_MAX % kDay)) {
      RC_ASSERT(!end.has_value());
    } else {
      RC_ASSERT(end.has_value());
      RC_ASSERT(end->ns == (start + *days) * kDay + in_day);
    }
  }));
}

}  // namespace
}  // namespace muniment
