#include "exporters/report/human.h"

#include <gtest/gtest.h>

#include <limits>

namespace muniment {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(Human, CountsHaveThousandsSeparators) {
  EXPECT_EQ("0", human_count(0));
  EXPECT_EQ("999", human_count(999));
  EXPECT_EQ("1,000", human_count(1000));
  EXPECT_EQ("96,174", human_count(96174));
  EXPECT_EQ("18,446,744,073,709,551,615", human_count(kMost));
  EXPECT_EQ("1 item", human_count(1, "item"));
  EXPECT_EQ("0 items", human_count(0, "item"));
}

TEST(Human, BytesAreInDecimalUnits) {
  EXPECT_EQ("0 B", human_bytes(0));
  EXPECT_EQ("999 B", human_bytes(999));
  EXPECT_EQ("1.0 kB", human_bytes(1000));
  EXPECT_EQ("1.2 GB", human_bytes(1'200'000'000));
  EXPECT_EQ("18.4 EB", human_bytes(kMost));
}

TEST(Human, BytesThatRoundToAThousandTakeTheNextUnit) {
  EXPECT_EQ("999.9 kB", human_bytes(999'949));
  EXPECT_EQ("1.0 MB", human_bytes(999'950));
}

TEST(Human, DurationsShowTheTwoLargestUnits) {
  EXPECT_EQ("0 s", human_duration(0));
  EXPECT_EQ("0 s", human_duration(-1));
  EXPECT_EQ("0.4 s", human_duration(0.4));
  EXPECT_EQ("12 s", human_duration(12.2));
  EXPECT_EQ("1 min", human_duration(59.7));
  EXPECT_EQ("3 min 20 s", human_duration(200));
  EXPECT_EQ("2 h 5 min", human_duration(7500));
  EXPECT_EQ("3 d 4 h", human_duration(76 * 3600));
  EXPECT_EQ("1 d", human_duration(86400));
}

TEST(Human, RatesNeedSomeTimeToHavePassed) {
  EXPECT_EQ("1,234/s", human_rate(2468, 2));
  EXPECT_EQ("1.2 GB/s", human_byte_rate(2'400'000'000, 2));
  EXPECT_EQ("", human_rate(5, 0));
  EXPECT_EQ("9,000,000,000,000,000,000/s", human_rate(kMost, 1e-9));
}

TEST(Human, TimesAreToTheSecondAndCanBeNever) {
  EXPECT_EQ("never", human_time(std::nullopt));
  EXPECT_EQ("2023-07-26T02:00:00Z",
            human_time(Time{1'690'336'800 * kNsPerSecond + 123'456'789}));
  EXPECT_EQ("1969-12-31T23:59:59Z", human_time(Time{-1}));
}

}  // namespace
}  // namespace muniment
