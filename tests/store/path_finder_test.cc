#include <gtest/gtest.h>

#include "recording_visitor.h"
#include "store/filesystem_store.h"
#include "tests/support/process.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

bool finds(PathFinder& finder, std::string_view path, ItemType type = ItemType::kFile) {
  const auto presence = finder.find(path, type);
  EXPECT_EQ(reason(presence), "") << path;
  return presence && presence.value() == Presence::kPresent;
}

TEST(PathFinder, FindsWhatIsThereInAnyOrder) {
  const TempTree tree;
  const std::vector<std::string> paths = {"a",         "d/a",   "d/e/f/a", "d/e/a",
                                          "d/e/f/g/a", "x/y/a", "d/b",     "x/a"};
  for (const std::string& path : paths) {
    tree.write(path, "x");
  }
  PathFinder finder(open_directory(tree.root()));
  for (int round = 0; round < 2; ++round) {
    for (const std::string& path : paths) {
      EXPECT_TRUE(finds(finder, path)) << path;
      EXPECT_FALSE(finds(finder, path + "x")) << path;
      EXPECT_FALSE(finds(finder, "d/none/" + path)) << path;
    }
  }
}

TEST(PathFinder, FindsNothingWhereADirectoryOnTheWayIsNone) {
  const TempTree outside;
  outside.write("a", "x");
  const TempTree tree;
  tree.write("file", "x");
  tree.make_symlink(outside.root(), "link");
  PathFinder finder(open_directory(tree.root()));
  EXPECT_FALSE(finds(finder, "gone/a"));
  EXPECT_FALSE(finds(finder, "file/a"));
  EXPECT_FALSE(finds(finder, "link/a"));
}

TEST(PathFinder, TakesADirectoryForNoItem) {
  const TempTree tree;
  tree.make_directory("d");
  tree.make_fifo("fifo");
  PathFinder finder(open_directory(tree.root()));
  EXPECT_FALSE(finds(finder, "d"));
  EXPECT_FALSE(finds(finder, "fifo"));
  EXPECT_TRUE(finds(finder, "fifo", ItemType::kFifo));
}

TEST(PathFinder, GoesDeeperThanAPathCanBe) {
  const TempTree tree;
  std::string path;
  for (int i = 0; i < 60; ++i) {
    path += std::string(200, 'n') + "/";
  }
  tree.write(path + "bottom", "x");
  PathFinder finder(open_directory(tree.root()));
  EXPECT_TRUE(finds(finder, path + "bottom"));
  EXPECT_FALSE(finds(finder, path + "none"));
}

TEST(PathFinder, OpensTheDirectoryOfAPath) {
  const TempTree tree;
  tree.write("d/e/a", "x");
  PathFinder finder(open_directory(tree.root()));
  const auto e = finder.directory("d/e");
  ASSERT_EQ(reason(e), "");
  EXPECT_EQ(look_for(e.value(), "a", ItemType::kFile, "a").value(), Presence::kPresent);
  const auto root = finder.directory("");
  ASSERT_EQ(reason(root), "");
  EXPECT_EQ(look_for(root.value(), "a", ItemType::kFile, "a").value(),
            Presence::kAbsent);
  const auto gone = finder.directory("d/x/y");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(finds(finder, "d/e/a"));
}

// Not to be allowed to look is not the same as to find nothing.
TEST(PathFinder, DoesNotSayThatSomethingIsGoneWhereItMayNotLook) {
  const ChildResult result = in_unprivileged_child([] {
    const TempTree tree;
    tree.write("closed/a", "x");
    tree.write("dark/a", "x");
    tree.restrict("closed", 0);
    tree.restrict("dark", 0400);  // names can be read, nothing else
    PathFinder finder(open_directory(tree.root()));
    for (const char* const path : {"closed/a", "closed/d/a", "dark/a", "dark/d/a"}) {
      const auto presence = finder.find(path, ItemType::kFile);
      ASSERT_FALSE(presence) << path;
      EXPECT_EQ(presence.error().code, ErrorCode::kPermission) << path;
    }
  });
  EXPECT_EQ(result, ChildResult::kPassed);
}

}  // namespace
}  // namespace muniment
