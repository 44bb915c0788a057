#include "store/walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "recording_visitor.h"
#include "tests/support/process.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

std::vector<std::string> sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  return list;
}

std::vector<std::string> keys(const std::map<StorePath, ItemFacts>& map) {
  std::vector<std::string> list;
  for (const auto& [key, value] : map) {
    list.push_back(key);
  }
  return list;
}

// Walks with one thread and with many: what is shown is what is there, once.
void expect_all_seen(const TempTree& tree) {
  for (const unsigned threads : {1U, 8U}) {
    RecordingVisitor seen;
    walk_tree(tree.root(), threads, seen);
    EXPECT_EQ(sorted(seen.visited), sorted(tree.directories()));
    EXPECT_EQ(keys(seen.entries), sorted(tree.entries()));
    EXPECT_TRUE(seen.twice.empty());
    EXPECT_TRUE(seen.not_observed.empty());
    EXPECT_LT(seen.highest_worker, threads);
  }
}

TEST(Walk, OfAnEmptyStoreVisitsItsRoot) {
  const TempTree tree;
  expect_all_seen(tree);
}

TEST(Walk, SeesEveryEntryOnce) {
  const TempTree tree;
  for (int i = 0; i < 60; ++i) {
    const std::string directory = std::to_string(i % 7) + "/" + std::to_string(i % 11);
    tree.write(directory + "/" + std::to_string(i), "x");
    tree.make_directory(directory + "/empty");
  }
  expect_all_seen(tree);
}

TEST(Walk, SeesAnEmptyFileAndALargeDirectory) {
  const TempTree tree;
  for (int i = 0; i < 3000; ++i) {
    tree.write("d/" + std::string(100, 'n') + std::to_string(i), "");
  }
  expect_all_seen(tree);
}

TEST(Walk, SeesNamesThatAreNoText) {
  const TempTree tree;
  for (const std::string_view name :
       {"\xff\xfe", "\x01", "new\nline", " ", "-rf", "*", "\"", "\\", "...", "\x7f",
        "caf\u00e9", "cafe\u0301", "\u202egpj.exe", "\xed\xa0\x80", "a\tb"}) {
    tree.write(std::string(name) + "/" + std::string(name), "x");
  }
  tree.write(std::string(255, 'n'), "x");
  expect_all_seen(tree);
}

TEST(Walk, GoesDeeperThanAPathCanBe) {
  const TempTree tree;
  std::string path;
  for (int i = 0; i < 60; ++i) {
    path += std::string(200, static_cast<char>('a' + i % 26)) + "/";
  }
  tree.write(path + "bottom", "x");
  expect_all_seen(tree);
}

// Longer ones do not fit into an entry of the ledger: said, not skipped.
TEST(Walk, SaysWhichDirectoriesAreTooDeepToRecord) {
  for (const char* const part : {"a", "\xff", "\x01"}) {
    const TempTree tree;
    std::string name;
    while (name.size() < 200) {
      name += part;
    }
    std::string path;
    for (int i = 0; i < 120; ++i) {
      path += name + "/";
    }
    tree.write(path + "bottom", "x");
    RecordingVisitor seen;
    walk_tree(tree.root(), 2, seen);
    EXPECT_FALSE(seen.entries.contains(path + "bottom"));
    ASSERT_EQ(seen.not_observed.size(), 1U);
    EXPECT_EQ(seen.not_observed.begin()->second.code, ErrorCode::kUnsupported);
    EXPECT_TRUE(path.starts_with(seen.not_observed.begin()->first + "/"));
  }
}

TEST(Walk, RecordsWhatIsNoFileAndOpensNoneOfIt) {
  const TempTree tree;
  tree.make_fifo("fifo");  // opening it for reading would wait for ever
  tree.make_socket("socket");
  tree.make_symlink("no such place\xff", "dangling");
  tree.make_symlink("loop", "loop");
  tree.make_symlink(std::string(3000, 'x'), "long");
  RecordingVisitor seen;
  walk_tree(tree.root(), 2, seen);
  EXPECT_EQ(seen.entries.at("fifo").type, ItemType::kFifo);
  EXPECT_EQ(seen.entries.at("socket").type, ItemType::kSocket);
  EXPECT_EQ(seen.entries.at("dangling").type, ItemType::kSymlink);
  EXPECT_EQ(seen.entries.at("dangling").link_target, "no such place\xff");
  EXPECT_EQ(seen.entries.at("loop").link_target, "loop");
  EXPECT_EQ(seen.entries.at("long").link_target, std::string(3000, 'x'));
  EXPECT_EQ(seen.entries.at("long").size, 0U);
}

TEST(Walk, NeverLeavesTheStoreByASymlink) {
  const TempTree outside;
  outside.write("secret", "x");
  const TempTree tree;
  tree.write("d/file", "x");
  tree.make_symlink(outside.root(), "out");
  tree.make_symlink("..", "d/up");
  tree.make_symlink("d", "inside");
  expect_all_seen(tree);
  RecordingVisitor seen;
  walk_tree(tree.root(), 2, seen);
  EXPECT_EQ(sorted(seen.visited), (std::vector<std::string>{"", "d"}));
}

TEST(Walk, SeesEveryNameOfAFileThatHasMany) {
  const TempTree tree;
  tree.write("a", "x");
  tree.make_hard_link("a", "d/b");
  tree.make_hard_link("a", "d/c");
  RecordingVisitor seen;
  walk_tree(tree.root(), 2, seen);
  EXPECT_EQ(keys(seen.entries), (std::vector<std::string>{"a", "d/b", "d/c"}));
  EXPECT_EQ(seen.entries.at("a").inode, seen.entries.at("d/c").inode);
}

TEST(Walk, SaysWhichDirectoriesItMayNotRead) {
  const ChildResult result = in_unprivileged_child([] {
    const TempTree tree;
    tree.write("open/a", "x");
    tree.write("closed/b", "x");
    tree.restrict("closed", 0);
    RecordingVisitor seen;
    walk_tree(tree.root(), 4, seen);
    EXPECT_EQ(sorted(seen.visited), (std::vector<std::string>{"", "open"}));
    ASSERT_EQ(seen.not_observed.size(), 1U);
    EXPECT_EQ(seen.not_observed.at("closed").code, ErrorCode::kPermission);
    EXPECT_EQ(seen.not_observed.at("closed").what,
              "open directory closed: Permission denied");
  });
  EXPECT_EQ(result, ChildResult::kPassed);
}

// A visitor that stops everything at the first directory it is shown.
class Stopper : public WalkVisitor {
 public:
  void visit(unsigned, Directory&) override {
    ++visits;
    stop = true;
  }
  void unobserved(const StorePath&, const Error&) override {}

  std::atomic<int> visits{0};
  std::atomic<bool> stop{false};
};

TEST(Walk, EndsEarlyWhenItIsStopped) {
  const TempTree tree;
  for (int i = 0; i < 50; ++i) {
    tree.make_directory("d" + std::to_string(i));
  }
  Stopper stopper;
  walk(open_directory(tree.root()), 4, stopper, stopper.stop);
  EXPECT_EQ(stopper.visits, 1);
}

// Directories come and go while the walk is in them; the one that stays is seen.
TEST(Walk, BearsATreeThatChangesUnderIt) {
  const TempTree tree;
  for (int i = 0; i < 20; ++i) {
    tree.write("stays/" + std::to_string(i) + "/f", "x");
  }
  std::jthread mover([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      tree.make_directory("comes/and/goes" + std::to_string(i));
      tree.rename("comes/and", "comes/away");
      tree.remove("comes");
    }
  });
  const std::atomic<bool> stop{false};
  for (int i = 0; i < 50; ++i) {
    RecordingVisitor seen;
    walk_tree(tree.root(), 4, seen);
    const auto stayed =
        std::count_if(seen.visited.begin(), seen.visited.end(),
                      [](const StorePath& path) { return is_under(path, "stays"); });
    EXPECT_EQ(stayed, 21);
    EXPECT_TRUE(seen.twice.empty());
  }
}

}  // namespace
}  // namespace muniment
