#include "agent/schedule.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using std::chrono::minutes;

// Minutes from a moment that means nothing.
SteadyTime at(int minute) {
  return SteadyTime(minutes(1000 + minute));
}

StoreSettings store(std::string name, int every) {
  StoreSettings settings;
  settings.name = std::move(name);
  settings.every = minutes(every);
  return settings;
}

class ScheduleTest : public testing::Test {
 protected:
  std::string due(int minute) {
    std::string names;
    for (const StoreSettings& settings : schedule.take_due(at(minute))) {
      names += settings.name;
    }
    return names;
  }
  void finished(const std::string& name, int minute) {
    schedule.finished(name, at(minute));
  }

  Schedule schedule;
};

TEST_F(ScheduleTest, OfNoStoresHasNothingDue) {
  EXPECT_EQ(due(0), "");
  EXPECT_EQ(schedule.next_due(), std::nullopt);
}

TEST_F(ScheduleTest, AsksForNewStoresAtOnce) {
  schedule.set_stores({store("a", 60), store("b", 10)}, at(0));
  EXPECT_EQ(schedule.next_due(), at(0));
  EXPECT_EQ(due(0), "ab");
}

TEST_F(ScheduleTest, DoesNotAskForAStoreThatIsBeingScanned) {
  schedule.set_stores({store("a", 10)}, at(0));
  EXPECT_EQ(due(0), "a");
  EXPECT_EQ(due(100), "");
  EXPECT_EQ(schedule.next_due(), std::nullopt);
}

TEST_F(ScheduleTest, CountsThePeriodFromTheBeginningOfAScan) {
  schedule.set_stores({store("a", 60)}, at(0));
  EXPECT_EQ(due(0), "a");
  finished("a", 20);
  EXPECT_EQ(schedule.next_due(), at(60));
  EXPECT_EQ(due(59), "");
  EXPECT_EQ(due(60), "a");
}

TEST_F(ScheduleTest, StartsAgainAtOnceWhenAScanTookLongerThanThePeriod) {
  schedule.set_stores({store("a", 60)}, at(0));
  EXPECT_EQ(due(0), "a");
  finished("a", 200);
  EXPECT_EQ(schedule.next_due(), at(200)) << "once, not three times";
  EXPECT_EQ(due(200), "a");
  finished("a", 201);
  EXPECT_EQ(schedule.next_due(), at(260));
}

TEST_F(ScheduleTest, AScanThatNeverEndsHoldsUpNoOtherStore) {
  schedule.set_stores({store("a", 10), store("b", 10)}, at(0));
  EXPECT_EQ(due(0), "ab");
  for (int minute = 10; minute <= 100; minute += 10) {
    finished("b", minute - 1);
    EXPECT_EQ(due(minute), "b");
  }
}

TEST_F(ScheduleTest, KeepsTheTimeOfAStoreThatStays) {
  schedule.set_stores({store("a", 60)}, at(0));
  due(0);
  finished("a", 1);
  schedule.set_stores({store("a", 60), store("b", 60)}, at(30));
  EXPECT_EQ(due(30), "b");
  EXPECT_EQ(due(60), "a");
}

TEST_F(ScheduleTest, ALongerPeriodDoesNotPutOffWhatIsDue) {
  schedule.set_stores({store("a", 60)}, at(0));
  due(0);
  finished("a", 1);
  schedule.set_stores({store("a", 600)}, at(30));
  EXPECT_EQ(schedule.next_due(), at(60));
}

TEST_F(ScheduleTest, AShorterPeriodMakesAStoreDueEarlier) {
  schedule.set_stores({store("a", 600)}, at(0));
  due(0);
  finished("a", 1);
  schedule.set_stores({store("a", 10)}, at(30));
  EXPECT_EQ(schedule.next_due(), at(40));
}

TEST_F(ScheduleTest, ForgetsAStoreThatIsNotConfiguredAnyMore) {
  schedule.set_stores({store("a", 10), store("b", 10)}, at(0));
  EXPECT_EQ(due(0), "ab");
  finished("a", 1);
  schedule.set_stores({}, at(5));
  EXPECT_EQ(due(100), "");
  finished("b", 100);
  finished("b", 100);
  finished("never heard of", 100);
  EXPECT_EQ(due(1000), "");
  EXPECT_EQ(schedule.next_due(), std::nullopt);
}

TEST_F(ScheduleTest, DoesNotScanAStoreTwiceAtOnceThatCameBack) {
  schedule.set_stores({store("a", 10)}, at(0));
  EXPECT_EQ(due(0), "a");
  schedule.set_stores({}, at(1));
  schedule.set_stores({store("a", 10)}, at(2));
  EXPECT_EQ(due(50), "") << "its first scan goes on still";
  finished("a", 60);
  EXPECT_EQ(due(60), "a");
}

}  // namespace
}  // namespace muniment
