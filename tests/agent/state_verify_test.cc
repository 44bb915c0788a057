#include "agent/state_verify.h"

#include <gtest/gtest.h>

#include "ledger/ledger_reader.h"
#include "temp_state.h"

namespace muniment {
namespace {

StateVerify::Problems problems_of(const TempState& state) {
  auto verify = value_of(StateVerify::begin(state.directory()));
  const auto ledger = value_of(LedgerReader::open(state.directory().ledger()));
  return value_of(verify.run(ledger.checkpoint()));
}

TEST(StateVerify, FindsNothingInWhatWasRecorded) {
  const TempState state;
  state.record({added("a"), added("b/c")});
  state.record({added("d")});
  EXPECT_EQ(problems_of(state), StateVerify::Problems{});
}

TEST(StateVerify, DoesNotMindACatalogueThatIsMissingOrBehind) {
  const TempState state;
  state.record({added("a")});
  state.append_to_ledger(
      {R"({"reason":"x","time":"2023-07-26T02:00:16Z","type":"agent_stopped"})"});
  EXPECT_EQ(problems_of(state), StateVerify::Problems{});
  state.remove_catalogue();
  EXPECT_EQ(problems_of(state), StateVerify::Problems{});
}

TEST(StateVerify, NamesTheTableAndRowThatWasAltered) {
  const TempState state;
  state.record({added("a"), added("b")});
  state.change_catalogue("UPDATE item SET size = 11 WHERE name = CAST('b' AS BLOB)");
  EXPECT_EQ(problems_of(state),
            (StateVerify::Problems{{"catalogue table item",
                                    "row directory=1 name=\"b\": size is 11, the "
                                    "entries make it 10"}}));
}

TEST(StateVerify, NamesWhatIsAnOlderCopy) {
  const TempState state;
  state.record({added("a")});
  state.copy("state/ledger", "old");
  state.record({added("b")});
  state.copy("old", "state/ledger");
  const auto problems = problems_of(state);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].where, "state");
  EXPECT_EQ(problems[0].what.find("the ledger is an older copy"), 0U);
}

TEST(StateVerify, NamesWhatIsDamaged) {
  const TempState state;
  state.record({added("a")});
  state.remove_catalogue();
  state.files().write("state/catalogue.sqlite", std::string(9000, 'x'));
  state.files().write("state/head", "nothing of the kind");
  const auto problems = problems_of(state);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].where, "head");
  EXPECT_EQ(problems[1].where, "catalogue");
}

}  // namespace
}  // namespace muniment
