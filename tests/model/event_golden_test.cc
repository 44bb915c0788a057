#include <gtest/gtest.h>

#include <set>

#include "golden_events.h"
#include "model/event_json.h"

namespace muniment {
namespace {

TEST(GoldenEvents, AreOneOfEveryKindAtLeast) {
  std::set<std::size_t> kinds;
  for (const Event& event : golden_events()) {
    kinds.insert(event.body.index());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<EventBody>);
}

// A ledger is read for as long as it is kept: a line may be added, none may change.
TEST(GoldenEvents, OfEarlierVersionsAreStillRead) {
  const std::vector<Event> events = golden_events();
  const std::vector<std::string> lines = golden_lines();
  ASSERT_EQ(lines.size(), events.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto parsed = parse_event(lines[i]);
    ASSERT_TRUE(parsed) << lines[i] << '\n' << parsed.error().what;
    EXPECT_EQ(parsed.value(), events[i]) << lines[i];
  }
}

TEST(GoldenEvents, AreWrittenAsTheyAlwaysWere) {
  const std::vector<Event> events = golden_events();
  const std::vector<std::string> lines = golden_lines();
  ASSERT_EQ(lines.size(), events.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(encode_event(events[i]), lines[i]);
  }
}

}  // namespace
}  // namespace muniment
