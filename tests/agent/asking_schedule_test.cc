#include "agent/asking_schedule.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using std::chrono::seconds;

const SteadyTime kStart = SteadyTime{} + std::chrono::hours(1);

TEST(AskingSchedule, AsksAtOnceWhenNobodyWasEverAsked) {
  EXPECT_TRUE(AskingSchedule().is_due("root", kStart));
}

TEST(AskingSchedule, AsksAgainWhenTheLedgerGrewButNotTooOften) {
  AskingSchedule schedule;
  schedule.answered("one", kStart + seconds(60), std::nullopt);
  EXPECT_FALSE(schedule.is_due("one", kStart + seconds(3600)));
  EXPECT_FALSE(schedule.is_due("two", kStart + seconds(59)));
  EXPECT_TRUE(schedule.is_due("two", kStart + seconds(60)));
}

TEST(AskingSchedule, AsksAgainAboutTheSameLedgerWhenTheAnswerIsOld) {
  AskingSchedule schedule;
  schedule.answered("one", kStart + seconds(60), kStart + seconds(900));
  EXPECT_FALSE(schedule.is_due("one", kStart + seconds(899)));
  EXPECT_TRUE(schedule.is_due("one", kStart + seconds(900)));
}

TEST(AskingSchedule, AsksAgainWhenThereWasNoAnswer) {
  AskingSchedule schedule;
  schedule.answered("one", kStart, std::nullopt);
  schedule.open(kStart + seconds(60));
  EXPECT_FALSE(schedule.is_due("one", kStart + seconds(59)));
  EXPECT_TRUE(schedule.is_due("one", kStart + seconds(60)));
}

TEST(AskingSchedule, AsksAtOnceAfterAReset) {
  AskingSchedule schedule;
  schedule.answered("one", kStart + seconds(60), std::nullopt);
  schedule.reset();
  EXPECT_TRUE(schedule.is_due("one", kStart));
}

}  // namespace
}  // namespace muniment
