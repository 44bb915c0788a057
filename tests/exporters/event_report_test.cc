#include "exporters/report/event_report.h"

#include <gtest/gtest.h>

#include "model/event_json.h"

namespace muniment {
namespace {

Event removal() {
  ItemRemoved e;
  e.store = "bwv";
  e.path = "2023/07/a\n\x1b[2J\xff.mp4";
  e.facts.size = 1'234'567;
  e.facts.digests.emplace().sha256.fill(0xAB);
  e.last_seen = parse_time("2023-07-26T02:00:00Z").value();
  e.first_missed = parse_time("2023-07-26T03:00:00Z").value();
  e.explanation = Explanation::kAuthority;
  e.reference = "DA-\x1b[1m";
  e.detail = "approved by A. Lee";
  return {parse_time("2023-07-26T03:00:01.5Z").value(), e};
}

TEST(EventReport, HasOneSafeLineForAnEvent) {
  EXPECT_EQ(event_line(17, removal()),
            "      17  2023-07-26T03:00:01Z  removed          bwv  "
            "2023/07/a\\x0a\\x1b[2J\\xff.mp4, 1.2 MB, authority DA-\\x1b[1m, last seen "
            "2023-07-26T02:00:00Z: approved by A. Lee\n");
  EXPECT_EQ(event_line(0, {Time{}, AgentStopped{"SIGTERM\n"}}),
            "       0  1970-01-01T00:00:00Z  agent_stopped    SIGTERM\\x0a\n");
}

TEST(EventReport, SaysInWordsWhatBecameOfAnItem) {
  const std::string text = event_text(removal());
  EXPECT_NE(text.find("  path:         2023/07/a\\x0a\\x1b[2J\\xff.mp4\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  SHA-256:      abababab"), std::string::npos) << text;
  EXPECT_NE(text.find("  size:         1234567 bytes\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  explanation:  authority\n"), std::string::npos) << text;
}

TEST(EventReport, SaysInWordsWhatIsAboutNoItem) {
  EXPECT_EQ(event_text({Time{}, IncidentRecorded{"INC-1", "bwv", 2, 5, 999, {}, {}}}),
            "  event:        incident\n"
            "  recorded:     1970-01-01T00:00:00Z\n"
            "  store:        bwv\n"
            "  says:         INC-1 version 2: 5 items, 999 B\n");
}

TEST(EventReport, AddsTheNumberToTheEventItself) {
  EXPECT_EQ(event_json_line(7, {Time{}, AgentStarted{"0.1.0"}}),
            "{\"seq\":7,\"time\":\"1970-01-01T00:00:00Z\",\"type\":\"agent_started\","
            "\"version\":\"0.1.0\"}");
}

}  // namespace
}  // namespace muniment
