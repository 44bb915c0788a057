// The content of what a new hold keeps is read, with a real store, ledger and catalogue.

#include "agent/hold_checks.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "agent/held_check.h"
#include "temp_state.h"

namespace muniment {
namespace {

class HoldChecksTest : public testing::Test {
 protected:
  HoldChecksTest() {
    tree.write("store/a", "content of a");
    tree.write("store/d/b", "content of b");
    tree.write("store/d/c", "content of c");
    settings.name = settings.policy.store = "bwv";
    settings.root = tree.absolute("store");
    settings.settle = std::chrono::nanoseconds(0);
    EXPECT_EQ(reason(run_scan(state.directory(), settings, control())), "");
  }

  JobControl control() {
    return {progress, stop, [] {}};
  }
  void place(const std::string& reference, const StorePath& prefix) const {
    HoldPlaced terms;
    terms.store = "bwv";
    terms.reference = reference;
    terms.scope.prefixes = {prefix};
    state.record({terms});
  }
  HoldRecord record_of(const std::string& reference) const {
    Reader reader = state.reader();
    for (HoldRecord& hold : value_of(reader.holds(value_of(reader.store("bwv"))->id))) {
      if (hold.terms.reference == reference) {
        return hold;
      }
    }
    ADD_FAILURE() << "no hold " << reference;
    return {};
  }
  void start() {
    Reader reader = state.reader();
    const Summary summary = value_of(reader.summary({}));
    checks.start_due(state.directory(), reader, summary, {settings}, now);
  }
  // Waits for the end of the check that is under way.
  void finish() {
    {
      std::unique_lock lock(mutex);
      posted.wait(lock, [this] { return done > 0; });
      --done;
    }
    EXPECT_TRUE(checks.take_done(now));
  }

  TempTree tree;
  TempState state;
  StoreSettings settings;
  ScanProgress progress;
  std::atomic<bool> stop{false};
  SteadyTime now;

  std::mutex mutex;  // guards done
  std::condition_variable posted;
  int done = 0;
  HoldChecks checks{[this] {
    {
      const std::lock_guard lock(mutex);
      ++done;
    }
    posted.notify_one();
  }};
};

TEST_F(HoldChecksTest, ReadsWhatAHoldKeepsAndNothingElse) {
  place("H-1", "d");
  const CheckReport report =
      value_of(run_hold_check(state.directory(), settings, "H-1", control()));
  EXPECT_EQ(report.result.counts.verified, 2U);
  EXPECT_EQ(record_of("H-1").result, (HoldChecked{"bwv", "H-1", 2, 0, 0, 0}));
  Reader reader = state.reader();
  const std::int64_t id = value_of(reader.store("bwv"))->id;
  EXPECT_TRUE(value_of(reader.item(id, "d/b"))->verified);
  EXPECT_FALSE(value_of(reader.item(id, "a"))->verified);
  const auto types = state.event_types();
  EXPECT_EQ(std::vector<std::string>(types.end() - 2, types.end()),
            (std::vector<std::string>{"check_finished", "hold_checked"}));
}

TEST_F(HoldChecksTest, AHoldOnNothingReadsNothing) {
  place("H-1", "none");
  const CheckReport report =
      value_of(run_hold_check(state.directory(), settings, "H-1", control()));
  EXPECT_EQ(report.result.counts.verified, 0U);
  EXPECT_EQ(record_of("H-1").result, (HoldChecked{"bwv", "H-1", 0, 0, 0, 0}));
  EXPECT_TRUE(record_of("H-1").checked);
}

TEST_F(HoldChecksTest, CountsWhatIsAlteredAndWhatIsMissing) {
  place("H-1", "d");
  tree.damage("store/d/b");
  tree.remove("store/d/c");
  const CheckReport report =
      value_of(run_hold_check(state.directory(), settings, "H-1", control()));
  EXPECT_EQ(report.result.counts.missing, 1U);
  EXPECT_EQ(record_of("H-1").result, (HoldChecked{"bwv", "H-1", 0, 1, 0, 1}));
}

TEST_F(HoldChecksTest, ReadsWhatIsListedAndOfAClassThatTheConfigurationGives) {
  HoldPlaced terms;
  terms.store = "bwv";
  terms.reference = "H-1";
  terms.scope.collections = {"d"};
  terms.scope.listed_paths = 1;
  state.record({HoldPaths{"bwv", "H-1", {"a", "never"}}, terms});
  settings.policy.collection = "{1}";
  EXPECT_EQ(value_of(run_hold_check(state.directory(), settings, "H-1", control()))
                .result.counts.verified,
            3U);
  EXPECT_EQ(record_of("H-1").result.missing, 0U) << "what never was is no loss";
}

TEST_F(HoldChecksTest, RefusesAHoldThatIsNotInForce) {
  place("H-1", "d");
  state.record({HoldReleased{"bwv", "H-1", "A. Lee", "over"}});
  for (const char* const reference : {"H-1", "none\n"}) {
    const auto report =
        run_hold_check(state.directory(), settings, reference, control());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(report.error().what.find('\n'), std::string::npos);
  }
  EXPECT_EQ(record_of("H-1").checked, std::nullopt);
}

TEST_F(HoldChecksTest, TheOldestHoldThatWasNotReadForIsNext) {
  const auto next = [&] {
    Reader reader = state.reader();
    return value_of(next_hold_to_check(reader, "bwv"));
  };
  EXPECT_EQ(next(), "");
  place("H-2", "d");
  place("H-1", "a");
  EXPECT_EQ(next(), "H-2");
  state.record({HoldReleased{"bwv", "H-2", "A. Lee", "over"}});
  EXPECT_EQ(next(), "H-1");
  state.record({HoldChecked{"bwv", "H-1", 1, 0, 0, 0}});
  EXPECT_EQ(next(), "");
  Reader reader = state.reader();
  EXPECT_EQ(value_of(next_hold_to_check(reader, "nobody")), "");
}

TEST_F(HoldChecksTest, TheAgentReadsOneHoldAfterAnother) {
  place("H-1", "d");
  place("H-2", "a");
  start();
  EXPECT_TRUE(checks.is_running());
  start();  // nothing more while one is under way
  finish();
  EXPECT_FALSE(checks.is_running());
  EXPECT_TRUE(record_of("H-1").checked);
  EXPECT_FALSE(record_of("H-2").checked);
  start();
  finish();
  EXPECT_EQ(record_of("H-2").result.verified, 1U);
  start();
  EXPECT_FALSE(checks.is_running()) << "nothing is left";
  EXPECT_FALSE(checks.take_done(now));
}

TEST_F(HoldChecksTest, ACheckThatFailedIsTriedAgainLater) {
  place("H-1", "d");
  tree.rename("store", "elsewhere");
  start();
  finish();
  EXPECT_FALSE(record_of("H-1").checked) << "nothing was read";
  tree.rename("elsewhere", "store");
  now += HoldChecks::kAgain - std::chrono::seconds(1);
  start();
  EXPECT_FALSE(checks.is_running());
  now += std::chrono::seconds(1);
  start();
  finish();
  EXPECT_EQ(record_of("H-1").result.verified, 2U);
}

TEST_F(HoldChecksTest, AStoreThatIsNotConfiguredIsLeftAlone) {
  place("H-1", "d");
  Reader reader = state.reader();
  const Summary summary = value_of(reader.summary({}));
  checks.start_due(state.directory(), reader, summary, {}, now);
  EXPECT_FALSE(checks.is_running());
}

TEST_F(HoldChecksTest, ACheckThatWaitsForAScanEndsWhenItIsStopped) {
  place("H-1", "d");
  const FileLock scan = value_of(FileLock::take(state.directory().store_lock("bwv")));
  start();
  checks.stop();
  finish();
  EXPECT_FALSE(record_of("H-1").checked);
}

}  // namespace
}  // namespace muniment
