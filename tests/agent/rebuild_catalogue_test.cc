#include "agent/rebuild_catalogue.h"

#include <gtest/gtest.h>

#include "temp_state.h"

namespace muniment {
namespace {

std::size_t files_named_like(const TempState& state, const std::string& part) {
  std::size_t count = 0;
  for (const std::string& path : state.files().entries()) {
    count += path.find(part) == std::string::npos ? 0U : 1U;
  }
  return count;
}

TEST(RebuildCatalogue, GivesAnEqualOneAndKeepsTheOldOneAside) {
  const TempState state;
  state.record({added("a"), added("b"), added("d/c")});
  const std::string text = state.catalogue_text();
  state.change_catalogue("DELETE FROM item");
  ASSERT_NE(state.catalogue_text(), text);
  const auto rebuilt = rebuild_catalogue(state.directory());
  ASSERT_EQ(reason(rebuilt), "");
  EXPECT_EQ(rebuilt.value().events, 4U);
  EXPECT_EQ(state.catalogue_text(), text);
  EXPECT_NE(everything_in(rebuilt.value().kept_aside), text);
  EXPECT_EQ(files_named_like(state, ".new"), 0U);
}

TEST(RebuildCatalogue, NeedsNoOldOne) {
  const TempState state;
  state.record({added("a")});
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  EXPECT_EQ(value_of(rebuild_catalogue(state.directory())).kept_aside, "");
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(RebuildCatalogue, CanBeDoneTwiceInASecond) {
  const TempState state;
  state.record({added("a")});
  const std::string first = value_of(rebuild_catalogue(state.directory())).kept_aside;
  const std::string second = value_of(rebuild_catalogue(state.directory())).kept_aside;
  EXPECT_NE(first, second);
}

TEST(RebuildCatalogue, DoesNotMindWhatAKilledOneLeft) {
  const TempState state;
  state.record({added("a")});
  const std::string text = state.catalogue_text();
  state.files().write("state/catalogue.sqlite.new", "half of it");
  state.files().write("state/catalogue.sqlite.new-wal", "half of it");
  EXPECT_EQ(reason(rebuild_catalogue(state.directory())), "");
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(RebuildCatalogue, MendsOneThatIsDamagedOrAnOlderCopy) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/catalogue.sqlite", "old.sqlite");
  state.record({added("b")});
  state.recorder();
  const std::string text = state.catalogue_text();
  state.remove_catalogue();
  state.copy("old.sqlite", "state/catalogue.sqlite");
  ASSERT_FALSE(state.try_recorder());
  EXPECT_EQ(reason(rebuild_catalogue(state.directory())), "");
  EXPECT_EQ(state.catalogue_text(), text);
  state.remove_catalogue();
  state.files().write("state/catalogue.sqlite", std::string(9000, 'x'));
  ASSERT_FALSE(state.try_recorder());
  EXPECT_EQ(reason(rebuild_catalogue(state.directory())), "");
  EXPECT_EQ(state.catalogue_text(), text);
}

TEST(RebuildCatalogue, MakesNothingFromALedgerThatDoesNotVerify) {
  const TempState state;
  std::vector<EventBody> events;
  for (int i = 0; i < 600; ++i) {
    events.emplace_back(added(std::to_string(i)));
  }
  state.record(std::move(events));
  const std::string text = state.catalogue_text();
  std::string bundle = state.files().read("state/ledger/tile/entries/000");
  bundle[100] ^= 1;
  state.files().write("state/ledger/tile/entries/000", bundle);
  const auto rebuilt = rebuild_catalogue(state.directory());
  ASSERT_FALSE(rebuilt);
  EXPECT_EQ(rebuilt.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(state.catalogue_text(), text) << "the old one stays";
}

// An agent has it open while somebody rebuilds it.
TEST(RebuildCatalogue, IsFoundByWhoeverHadTheOldOneOpen) {
  const TempState state;
  state.record({added("a")});
  Recorder recorder = state.recorder();
  const Reader reader = state.reader();
  EXPECT_TRUE(reader.is_in_place());
  EXPECT_EQ(reason(rebuild_catalogue(state.directory())), "");
  EXPECT_FALSE(reader.is_in_place());
  EXPECT_EQ(reason(recorder.record({added("b")})), "");
  EXPECT_EQ(value_of(state.reader().store("bwv"))->items, 2U);
}

}  // namespace
}  // namespace muniment
