#include <gtest/gtest.h>

#include <thread>

#include "agent/state_directory.h"
#include "tests/support/process.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

TEST(FileLock, KeepsOtherProcessesOut) {
  const TempTree tree;
  const std::string path = tree.absolute("lock");
  const auto try_in_another_process = [&] {
    return in_child([&] {
      const std::atomic<bool> stop{true};
      int waits = 0;
      const auto lock = FileLock::take(
          path, [&] { ++waits; }, &stop);
      EXPECT_FALSE(lock);
      EXPECT_EQ(lock.error().code, ErrorCode::kCancelled);
      EXPECT_EQ(waits, 1);
      return true;
    });
  };
  auto lock = FileLock::take(path);
  ASSERT_EQ(reason(lock), "");
  EXPECT_EQ(try_in_another_process(), ChildResult::kPassed);
  FileLock moved = std::move(lock).value();
  EXPECT_EQ(try_in_another_process(), ChildResult::kPassed);
}

TEST(FileLock, IsFreeAgainWhenItsHolderIsGone) {
  const TempTree tree;
  const std::string path = tree.absolute("lock");
  {
    const auto lock = FileLock::take(path);
    ASSERT_EQ(reason(lock), "");
  }
  EXPECT_EQ(in_child([&] {
              const auto lock = FileLock::take(path);
              EXPECT_EQ(reason(lock), "");
              return true;  // and dies with it
            }),
            ChildResult::kPassed);
  const auto lock = FileLock::take(path, [] { ADD_FAILURE() << "nobody holds it"; });
  EXPECT_EQ(reason(lock), "");
}

TEST(FileLock, IsWaitedFor) {
  const TempTree tree;
  const std::string path = tree.absolute("lock");
  auto held = FileLock::take(path);
  ASSERT_EQ(reason(held), "");
  std::atomic<bool> is_waiting{false};
  std::atomic<bool> is_taken{false};
  std::jthread other([&] {
    const auto lock = FileLock::take(path, [&] { is_waiting = true; });
    EXPECT_EQ(reason(lock), "");
    is_taken = true;
  });
  while (!is_waiting) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(is_taken);
  { const FileLock dropped = std::move(held).value(); }
  other.join();
  EXPECT_TRUE(is_taken);
}

TEST(FileLock, ThatCannotBeMadeIsAnError) {
  const TempTree tree;
  EXPECT_FALSE(FileLock::take(tree.absolute("none/lock")));
  tree.make_symlink("elsewhere", "link");
  EXPECT_FALSE(FileLock::take(tree.absolute("link"))) << "not through a symlink";
}

}  // namespace
}  // namespace muniment
