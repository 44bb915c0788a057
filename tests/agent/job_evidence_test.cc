// One scan's recording where there are holds and logs: breaches, moves, incidents.

#include <gtest/gtest.h>

#include "agent/job_recorder.h"
#include "temp_state.h"

namespace muniment {
namespace {

using Words = std::vector<std::string>;

class JobEvidenceTest : public testing::Test {
 protected:
  JobEvidenceTest() {
    HoldPlaced hold;
    hold.store = "bwv";
    hold.reference = "H-1";
    hold.reason = "appeal";
    hold.scope.prefixes = {"d"};
    state.record({added("a"), added("d/a"), added("d/b"), hold});
  }

  // What a scan records: these removals, then these events.
  ScanCounts record(const std::vector<std::string>& gone,
                    std::vector<EventBody> events = {}) {
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    JobRecorder job("bwv", recorder, reader,
                    {state.directory().catalogue(), state.directory().path()});
    for (const std::string& path : gone) {
      Candidate item = candidate(path);
      item.last_seen = Time{state.events().back().time.ns + 1};
      EXPECT_EQ(reason(job.record_removal(item, Time{item.last_seen.ns + 1})), "");
    }
    EXPECT_EQ(reason(job.record(std::move(events))), "");
    EXPECT_EQ(reason(job.settle()), "");
    return job.counts();
  }
  ItemMoved moved(std::string from, std::string to) const {
    return {"bwv", std::move(to), std::move(from), added("").facts};
  }
  Words holds_listing(const std::string& path) const {
    Reader reader = state.reader();
    return value_of(reader.listings(value_of(reader.store("bwv"))->id, path)).holds;
  }
  std::vector<ItemRemoved> removals() const {
    std::vector<ItemRemoved> all;
    for (const Event& event : state.events()) {
      if (const auto* removed = std::get_if<ItemRemoved>(&event.body)) {
        all.push_back(*removed);
      }
    }
    return all;
  }

  TempState state;
};

TEST_F(JobEvidenceTest, AHeldItemThatGoesIsABreachWhateverAuthorisesIt) {
  AuthorityAdded terms;
  terms.store = "bwv";
  terms.reference = "DA-1";
  terms.approved_by = "A. Lee";
  terms.scope.prefixes = {""};
  state.record({terms});
  const ScanCounts counts = record({"a", "d/a"});
  EXPECT_EQ(counts.explained, 1U);
  EXPECT_EQ(counts.unexplained, 1U);
  EXPECT_EQ(counts.hold_breaches, 1U);
  ASSERT_EQ(removals().size(), 2U);
  EXPECT_EQ(removals()[0].hold, "");
  EXPECT_EQ(removals()[1].hold, "H-1");
  EXPECT_NE(removals()[1].detail.find("although authority DA-1"), std::string::npos);
  Reader reader = state.reader();
  const std::int64_t id = value_of(reader.store("bwv"))->id;
  EXPECT_EQ(value_of(reader.open_incidents(id)).at(0).recorded.hold_breaches, 1U);
  EXPECT_EQ(value_of(reader.authorities(id)).at(0).used_items, 1U)
      << "a breach uses nothing up";
}

TEST_F(JobEvidenceTest, AHeldItemThatMovesStaysHeldUnderItsNewName) {
  record({}, {moved("d/a", "e/a"), moved("d/b", "d/c"), moved("a", "f")});
  EXPECT_EQ(holds_listing("e/a"), Words{"H-1"});
  EXPECT_EQ(holds_listing("d/c"), Words{}) << "its prefix holds it there";
  EXPECT_EQ(holds_listing("f"), Words{});
  const ScanCounts counts = record({"e/a", "f"});
  EXPECT_EQ(counts.hold_breaches, 1U);
  EXPECT_EQ(removals().at(0).hold, "H-1");
}

TEST_F(JobEvidenceTest, AHeldItemStaysHeldThroughMovesAndBack) {
  record({}, {moved("d/a", "x")});
  record({}, {moved("x", "y")});
  EXPECT_EQ(holds_listing("y"), Words{"H-1"});
  record({}, {moved("y", "d/a")});
  EXPECT_EQ(record({"d/a"}).hold_breaches, 1U);
}

TEST_F(JobEvidenceTest, AReleasedHoldFollowsNothing) {
  state.record({HoldReleased{"bwv", "H-1", "A. Lee", "over"}});
  record({}, {moved("d/a", "e/a")});
  EXPECT_EQ(holds_listing("e/a"), Words{});
  EXPECT_EQ(record({"d/b"}).hold_breaches, 0U);
}

TEST_F(JobEvidenceTest, ADeletionThatNobodyAuthorisedIsAnIncident) {
  const std::int64_t now = state.events().back().time.ns;
  state.record({DeletionLogged{"bwv", "a", Time{now}, "j.doe", "delete"}});
  const ScanCounts counts = record({"a"});
  EXPECT_EQ(counts.logged, 1U);
  EXPECT_EQ(counts.unexplained, 0U);
  EXPECT_EQ(counts.explained, 0U);
  EXPECT_EQ(counts.removed, 1U);
  Reader reader = state.reader();
  EXPECT_EQ(value_of(reader.incident_count()), 1U);
  EXPECT_NE(removals().at(0).detail.find("j.doe"), std::string::npos);
}

TEST_F(JobEvidenceTest, SaysHowLongWhatWentEarlyShouldHaveBeenKept) {
  PolicyDeclared policy;
  policy.store = "bwv";
  policy.default_class = "x";
  policy.rule = "rule";
  policy.classes = {{"x", {RetentionPeriod::Unit::kYears, 200}}};
  ItemRegistered row;
  row.store = "bwv";
  row.path = "a";
  row.recorded = Time{0};
  state.record({policy, row});
  EXPECT_EQ(record({"a"}).unexplained, 1U);
  ASSERT_TRUE(removals().at(0).kept_until);
  EXPECT_EQ(format_time(*removals()[0].kept_until), "2170-01-01T00:00:00Z");
}

}  // namespace
}  // namespace muniment
