#include "model/time.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "random_event.h"

namespace muniment {
namespace {

std::int64_t parsed(std::string_view text) {
  const auto time = parse_time(text);
  EXPECT_TRUE(time) << text;
  return time ? time.value().ns : -1;
}

bool is_refused(std::string_view text) {
  const auto time = parse_time(text);
  return !time && time.error().code == ErrorCode::kInvalid &&
         time.error().what.find("is not a time") != std::string::npos;
}

TEST(Time, IsWrittenInUtcWithAsManyDigitsAsItNeeds) {
  constexpr std::int64_t kNight = 1'690'336'800 * kNsPerSecond;
  EXPECT_EQ(format_time(Time{kNight}), "2023-07-26T02:00:00Z");
  EXPECT_EQ(format_time(Time{kNight + 120'000'000}), "2023-07-26T02:00:00.120Z");
  EXPECT_EQ(format_time(Time{kNight + 1'000}), "2023-07-26T02:00:00.000001Z");
  EXPECT_EQ(format_time(Time{kNight + 1}), "2023-07-26T02:00:00.000000001Z");
  EXPECT_EQ(format_time(Time{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_time(Time{-1}), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(format_time(Time{INT64_MAX}), "2262-04-11T23:47:16.854775807Z");
  EXPECT_EQ(format_time(Time{INT64_MIN}), "1677-09-21T00:12:43.145224192Z");
}

TEST(Time, ReadsBackWhatItWrote) {
  EXPECT_TRUE(rc::check("parse_time(format_time(t)) == t", [] {
    const Time time = *any_time();
    const auto again = parse_time(format_time(time));
    RC_ASSERT(again.has_value());
    RC_ASSERT(again.value() == time);
  }));
}

TEST(Time, ReadsBackTheFirstAndTheLastOfAll) {
  for (const std::int64_t ns :
       {INT64_MIN, INT64_MIN + 1, std::int64_t{-1}, INT64_MAX - 1, INT64_MAX}) {
    EXPECT_EQ(parsed(format_time(Time{ns})), ns);
  }
}

TEST(Time, BeyondTheFirstAndTheLastIsRefusedAndNotWrapped) {
  for (const std::string_view text :
       {"1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:16.854775808Z",
        "1677-09-20", "2262-04-12", "0000-01-01", "9999-12-31T23:59:59Z",
        "2262-04-11T23:47:16-00:01"}) {
    EXPECT_TRUE(is_refused(text)) << text;
  }
}

TEST(Time, IsOrderedAsItsTextIs) {
  EXPECT_TRUE(rc::check("later times have later texts", [] {
    const auto second = [] {
      return *rc::gen::inRange<std::int64_t>(0, 9'000'000'000);
    };
    const Time a{second() * kNsPerSecond};
    const Time b{second() * kNsPerSecond};
    RC_ASSERT((a < b) == (format_time(a) < format_time(b)));
  }));
}

TEST(Time, WithAnOffsetIsTheSameMoment) {
  const std::int64_t moment = parsed("2023-07-26T02:00:00Z");
  for (const std::string_view text :
       {"2023-07-26T03:00:00+01:00", "2023-07-25T20:30:00-05:30",
        "2023-07-26T02:00:00+00:00", "2023-07-26T02:00:00-00:00",
        "2023-07-26t02:00:00z", "2023-07-26 02:00:00Z",
        "2023-07-26T02:00:00.000000000Z"}) {
    EXPECT_EQ(parsed(text), moment) << text;
  }
}

TEST(Time, OfADateIsItsFirstMoment) {
  EXPECT_EQ(parsed("2023-07-26"), parsed("2023-07-26T00:00:00Z"));
  EXPECT_EQ(parsed("1970-01-01"), 0);
  EXPECT_EQ(parsed("1969-12-31"), -86'400 * kNsPerSecond);
}

TEST(Time, KnowsLeapYears) {
  EXPECT_EQ(parsed("2024-03-01") - parsed("2024-02-29"), 86'400 * kNsPerSecond);
  EXPECT_EQ(parsed("2000-03-01") - parsed("2000-02-28"), 2 * 86'400 * kNsPerSecond);
  EXPECT_EQ(parsed("1900-03-01") - parsed("1900-02-28"), 86'400 * kNsPerSecond);
  EXPECT_TRUE(is_refused("2023-02-29"));
  EXPECT_TRUE(is_refused("1900-02-29"));
  EXPECT_TRUE(is_refused("2100-02-29"));
}

TEST(Time, ThatDoesNotExistIsRefused) {
  for (const std::string_view text : {"",
                                      "2023",
                                      "2023-7-26",
                                      "2023-00-01",
                                      "2023-13-01",
                                      "2023-04-31",
                                      "2023-01-00",
                                      "2023-07-26T",
                                      "2023-07-26T02",
                                      "2023-07-26T02:00",
                                      "2023-07-26T02:00:00",
                                      "2023-07-26T24:00:00Z",
                                      "2023-07-26T02:60:00Z",
                                      "2023-07-26T02:00:60Z",
                                      "2023-07-26T02:00:00.Z",
                                      "2023-07-26T02:00:00.1234567890Z",
                                      "2023-07-26T02:00:00+24:00",
                                      "2023-07-26T02:00:00+01:60",
                                      "2023-07-26T02:00:00+0100",
                                      "2023-07-26T02:00:00Zx",
                                      "2023-07-26Z",
                                      " 2023-07-26",
                                      "2023-07-26 ",
                                      "+023-07-26",
                                      "2023/07/26",
                                      "20230726",
                                      "2023-07-26T02:00:00 Z",
                                      "\xff"}) {
    EXPECT_TRUE(is_refused(text)) << text;
  }
}

TEST(Time, OfADamagedClockIsHeldAtTheEnds) {
  EXPECT_EQ(time_from_parts(0, 5).ns, 5);
  EXPECT_EQ(time_from_parts(-1, 999'999'999).ns, -1);
  EXPECT_EQ(time_from_parts(9'223'372'036, 854'775'807).ns, INT64_MAX);
  EXPECT_EQ(time_from_parts(9'223'372'036, 854'775'808).ns, INT64_MAX);
  EXPECT_EQ(time_from_parts(-9'223'372'037, 145'224'192).ns, INT64_MIN);
  EXPECT_EQ(time_from_parts(-9'223'372'037, 145'224'191).ns, INT64_MIN);
  EXPECT_EQ(time_from_parts(INT64_MAX, 0).ns, INT64_MAX);
  EXPECT_EQ(time_from_parts(INT64_MIN, 0).ns, INT64_MIN);
}

}  // namespace
}  // namespace muniment
