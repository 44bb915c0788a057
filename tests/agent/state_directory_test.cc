#include "agent/state_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temp_state.h"

namespace muniment {
namespace {

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

TEST(StateDirectory, IsMadeOnceWithOneKey) {
  const TempState state;
  const auto again = StateDirectory::open_or_create(state.files().absolute("state"));
  ASSERT_EQ(reason(again), "");
  EXPECT_EQ(value_of(again.value().verifier_key()).text(),
            value_of(state.directory().verifier_key()).text());
}

TEST(StateDirectory, HasAnotherNameForEveryLedger) {
  const TempState one;
  const TempState other;
  EXPECT_NE(value_of(one.directory().verifier_key()).name(),
            value_of(other.directory().verifier_key()).name());
}

TEST(StateDirectory, ShowsItsKeyToNobody) {
  const TempState state;
  EXPECT_EQ(mode_of(state.files().absolute("state/keys/ledger.pem")), 0600U);
  EXPECT_EQ(mode_of(state.files().absolute("state")) & 07U, 0U);
}

TEST(StateDirectory, WithoutALedgerIsNotThereForWhoOnlyReads) {
  const TempState state;
  const std::string path = state.files().absolute("state");
  const auto before = StateDirectory::open(path);
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().code, ErrorCode::kNotFound);
  state.record({added("a")});
  EXPECT_EQ(reason(StateDirectory::open(path)), "");
}

TEST(StateDirectory, WhoseCheckpointIsGoneIsNoNewOne) {
  const TempState state;
  state.record({added("a")});
  const std::string path = state.files().absolute("state");
  ASSERT_EQ(std::rename((path + "/ledger/checkpoint").c_str(), (path + "/x").c_str()),
            0);
  const auto opened = StateDirectory::open(path);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
}

// A new key would sign another ledger in the name of the old one.
TEST(StateDirectory, DoesNotMakeANewKeyForAnOldLedger) {
  const TempState state;
  state.record({added("a")});
  state.files().remove("state/keys/ledger.pem");
  const auto again = StateDirectory::open_or_create(state.files().absolute("state"));
  EXPECT_TRUE(!again || !again.value().signing_key());
  EXPECT_FALSE(state.try_recorder());
}

}  // namespace
}  // namespace muniment
