#include "slow_calendar.h"

#include <algorithm>
#include <cctype>

namespace muniment {
namespace {

constexpr std::int64_t kDayNs = 86'400 * kNsPerSecond;

struct Date {
  int year = 1970;
  int month = 1;
  int day = 1;
};

int days_in(int year, int month) {
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap ? 29 : kDays[month - 1];
}

int day_number(const Date& date) {
  int number = date.day - 1;
  for (int year = 1970; year < date.year; ++year) {
    number += days_in(year, 2) + 337;
  }
  for (int month = 1; month < date.month; ++month) {
    number += days_in(date.year, month);
  }
  return number;
}

Date date_of(int number) {
  Date date;
  while (number >= days_in(date.year, 2) + 337) {
    number -= days_in(date.year++, 2) + 337;
  }
  while (number >= days_in(date.year, date.month)) {
    number -= days_in(date.year, date.month++);
  }
  date.day = number + 1;
  return date;
}

}  // namespace

Time after_months(Time recorded, int months) {
  const int number = static_cast<int>(recorded.ns / kDayNs);
  Date date = date_of(number);
  for (int i = 0; i < months; ++i) {
    date.month += 1;
    if (date.month == 13) {
      date.month = 1;
      date.year += 1;
    }
  }
  date.day = std::min(date.day, days_in(date.year, date.month));
  return Time{day_number(date) * kDayNs + recorded.ns % kDayNs};
}

std::optional<Time> date_from(const std::string& text) {
  if (text.size() != 10) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < 10; ++i) {
    const bool is_dash = i == 4 || i == 7;
    if (is_dash ? text[i] != '-' : std::isdigit(text[i]) == 0) {
      return std::nullopt;
    }
  }
  const Date date{std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)),
                  std::stoi(text.substr(8, 2))};
  const bool exists = date.month >= 1 && date.month <= 12 && date.day >= 1 &&
                      date.day <= days_in(date.year, date.month);
  return exists ? std::optional(Time{day_number(date) * kDayNs}) : std::nullopt;
}

}  // namespace muniment
