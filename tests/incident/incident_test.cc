#include "incident/incident.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

constexpr std::int64_t kHour = 3600 * kNsPerSecond;

Findings losses(std::int64_t last_seen, std::int64_t first_missed, int items = 1) {
  Findings findings;
  for (int i = 0; i < items; ++i) {
    findings.add(100, Time{last_seen}, Time{first_missed});
  }
  return findings;
}

IncidentRow open_incident(std::string id, std::int64_t changed) {
  return {{std::move(id), "bwv", 3, 10, 1000, Time{50}, Time{60}}, Time{changed}};
}

TEST(Findings, AddUpAndKnowTheirWindow) {
  Findings findings;
  findings.add(5, Time{30}, Time{40});
  findings.add(7, Time{20}, Time{35});
  findings.add(0, Time{25}, Time{45});
  EXPECT_EQ(findings.items, 3U);
  EXPECT_EQ(findings.bytes, 12U);
  EXPECT_EQ(findings.last_seen, Time{20}) << "the earliest";
  EXPECT_EQ(findings.first_missed, Time{45}) << "the latest";
}

TEST(Incident, IsNotMadeOfNothing) {
  EXPECT_EQ(incident_for("bwv", {}, {}, 0, Time{1}), std::nullopt);
  EXPECT_EQ(incident_for("bwv", {}, {open_incident("INC-1", 1)}, 1, Time{1}),
            std::nullopt);
}

TEST(Incident, IsOpenedByTheFirstFinding) {
  const auto incident = incident_for("bwv", losses(10, 20, 2), {}, 0, Time{20});
  EXPECT_EQ(incident,
            (IncidentRecorded{"INC-1", "bwv", 1, 2, 200, Time{10}, Time{20}}));
}

TEST(Incident, HasTheNextNumberWhateverIsOpen) {
  const auto incident = incident_for("bwv", losses(10, 20), {}, 41, Time{20});
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->id, "INC-42");
}

TEST(Incident, GrowsWhileItIsFresh) {
  const auto incident = incident_for("bwv", losses(40, 70, 2),
                                     {open_incident("INC-7", 0)}, 7, Time{24 * kHour});
  EXPECT_EQ(incident,
            (IncidentRecorded{"INC-7", "bwv", 4, 12, 1200, Time{40}, Time{70}}));
}

TEST(Incident, KeepsItsWindowWhenWhatComesIsWithinIt) {
  const auto incident =
      incident_for("bwv", losses(55, 58), {open_incident("INC-7", 0)}, 7, Time{1});
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->last_seen, Time{50});
  EXPECT_EQ(incident->first_missed, Time{60});
}

TEST(Incident, IsFollowedByAnotherAfterTheQuietTime) {
  const auto incident = incident_for("bwv", losses(40, 70), {open_incident("INC-7", 0)},
                                     7, Time{24 * kHour + 1});
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->id, "INC-8");
  EXPECT_EQ(incident->version, 1);
}

TEST(Incident, ThatChangedLastIsTheOneThatGrows) {
  const auto incident = incident_for(
      "bwv", losses(40, 70),
      {open_incident("INC-1", 5), open_incident("INC-3", 9), open_incident("INC-2", 7)},
      3, Time{10});
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->id, "INC-3");
}

// The clock was set back: that is no quiet time.
TEST(Incident, GrowsAlsoWhenTheClockWentBack) {
  const auto incident =
      incident_for("bwv", losses(40, 70), {open_incident("INC-1", 99)}, 1, Time{10});
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->id, "INC-1");
}

}  // namespace
}  // namespace muniment
