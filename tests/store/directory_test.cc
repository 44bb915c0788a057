#include "store/directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "recording_visitor.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

// A listed directory, and what happens to its entries afterwards.
class Listed {
 public:
  explicit Listed(const TempTree& tree)
      : directory_(open_directory(tree.root()), StorePath()) {
    EXPECT_EQ(reason(directory_.list(subdirectories)), "");
  }

  const Entry& entry(std::string_view name) const {
    for (const Entry& entry : directory_.listing().entries) {
      if (directory_.listing().name(entry) == name) {
        return entry;
      }
    }
    ADD_FAILURE() << name;
    return directory_.listing().entries.front();
  }
  const Directory& directory() const { return directory_; }
  ErrorCode open_error(std::string_view name) const {
    const auto opened = directory_.open(entry(name));
    EXPECT_FALSE(opened) << name;
    return opened ? ErrorCode::kInvalid : opened.error().code;
  }

  std::vector<std::string> subdirectories;

 private:
  Directory directory_;
};

TEST(Directory, ListsSubdirectoriesApartFromEverythingElse) {
  const TempTree tree;
  tree.write("file", "abc");
  tree.make_directory("d");
  tree.make_symlink("d", "link");
  const Listed listed(tree);
  EXPECT_EQ(listed.subdirectories, std::vector<std::string>{"d"});
  EXPECT_EQ(listed.directory().listing().entries.size(), 2U);
}

TEST(Directory, ReadsAFileWithBothDigests) {
  const TempTree tree;
  tree.write("file", "abc");
  const Listed listed(tree);
  const Entry& entry = listed.entry("file");
  const auto item = listed.directory().open(entry);
  ASSERT_EQ(reason(item), "");
  ContentReader reader;
  const auto read =
      listed.directory().read(entry, item.value(), reader, nullptr, nullptr);
  ASSERT_EQ(reason(read), "");
  EXPECT_EQ(read.value().digests, Digester().digest("abc"));
  EXPECT_TRUE(read.value().same_metadata(listed.directory().look(entry).value()));
}

TEST(Directory, DoesNotTouchTheAccessTimeOfWhatItReads) {
  const TempTree tree;
  tree.write("file", "abc");
  tree.set_mtime("file", 1'000'000'000);  // the access time too: reading would move it
  const auto accessed = [&] {
    struct stat status {};
    EXPECT_EQ(::stat(tree.absolute("file").c_str(), &status), 0);
    return status.st_atim.tv_sec;
  };
  const Listed listed(tree);
  const auto item = listed.directory().open(listed.entry("file"));
  ASSERT_EQ(reason(item), "");
  ContentReader reader;
  EXPECT_EQ(reason(reader.read(item.value().fd.get(), item.value().facts)), "");
  EXPECT_EQ(accessed(), 1'000'000'000);
}

TEST(Directory, SaysThatAnEntryWentAway) {
  const TempTree tree;
  tree.write("file", "abc");
  const Listed listed(tree);
  tree.remove("file");
  EXPECT_EQ(listed.open_error("file"), ErrorCode::kNotFound);
  const auto look = listed.directory().look(listed.entry("file"));
  ASSERT_FALSE(look);
  EXPECT_EQ(look.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(look.error().what, "stat file: No such file or directory");
}

// A symlink in the place of a file could lead anywhere; a FIFO would never answer.
TEST(Directory, OpensNothingThatTookTheNameOfAFile) {
  const TempTree tree;
  for (const std::string_view name : {"link", "fifo", "socket", "directory"}) {
    tree.write(name, "abc");
  }
  tree.write("elsewhere", "secret");
  const Listed listed(tree);
  for (const std::string_view name : {"link", "fifo", "socket", "directory"}) {
    tree.remove(name);
  }
  tree.make_symlink("elsewhere", "link");
  tree.make_fifo("fifo");
  tree.make_socket("socket");
  tree.make_directory("directory");
  EXPECT_EQ(listed.open_error("link"), ErrorCode::kChanged);
  EXPECT_EQ(listed.open_error("fifo"), ErrorCode::kChanged);
  EXPECT_EQ(listed.open_error("socket"), ErrorCode::kChanged);
  EXPECT_EQ(listed.open_error("directory"), ErrorCode::kChanged);
}

TEST(Directory, IsNotEnteredWhenASymlinkTookItsPlace) {
  const TempTree outside;
  const TempTree tree;
  tree.make_directory("d");
  tree.make_directory("e");
  const Descriptor root = open_directory(tree.root());
  tree.remove("d");
  tree.make_symlink(outside.root(), "d");
  tree.remove("e");
  tree.write("e", "a file now");
  for (const char* const name : {"d", "e"}) {
    const auto opened = open_subdirectory(root.get(), name, name);
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().code, ErrorCode::kChanged) << opened.error().what;
  }
  const auto gone = open_subdirectory(root.get(), "f", "f");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
}

TEST(Directory, NeverLeadsAboveItself) {
  const TempTree tree;
  tree.make_directory("d");
  tree.make_symlink("..", "d/up");
  const Descriptor directory = open_directory(tree.absolute("d"));
  EXPECT_FALSE(open_subdirectory(directory.get(), "..", "d/.."));
  EXPECT_FALSE(open_subdirectory(directory.get(), "up", "d/up"));
  EXPECT_FALSE(open_subdirectory(directory.get(), "/", "/"));
}

TEST(Directory, CanBeReadOnceMoreByADescriptorOfItsOwn) {
  const TempTree tree;
  tree.write("file", "abc");
  Directory first(open_directory(tree.root()), StorePath());
  std::vector<std::string> subdirectories;
  ASSERT_TRUE(first.list(subdirectories));
  auto fd = reopen_directory(first.fd(), "");
  ASSERT_EQ(reason(fd), "");
  Directory second(std::move(fd).value(), StorePath());
  ASSERT_TRUE(second.list(subdirectories));
  EXPECT_EQ(second.listing().entries.size(), 1U);
}

TEST(Directory, IsAskedForOneNameOfOneType) {
  const TempTree tree;
  tree.write("file", "abc");
  tree.make_symlink("file", "link");
  tree.make_directory("d");
  const Descriptor root = open_directory(tree.root());
  const auto is_there = [&](const char* name, ItemType type) {
    const auto presence = look_for(root.get(), name, type, name);
    EXPECT_EQ(reason(presence), "");
    return presence.value() == Presence::kPresent;
  };
  EXPECT_TRUE(is_there("file", ItemType::kFile));
  EXPECT_FALSE(is_there("file", ItemType::kSymlink));
  EXPECT_TRUE(is_there("link", ItemType::kSymlink));
  EXPECT_FALSE(is_there("link", ItemType::kFile));
  EXPECT_FALSE(is_there("d", ItemType::kFile));
  EXPECT_FALSE(is_there("gone", ItemType::kFile));
}

TEST(Directory, IsListedInTheOrderOfInodes) {
  const TempTree tree;
  for (int i = 0; i < 100; ++i) {
    tree.write(std::to_string(i * 37 % 100), "x");
  }
  const Listed listed(tree);
  std::uint64_t last = 0;
  for (const Entry& entry : listed.directory().listing().entries) {
    EXPECT_GE(entry.inode, last);
    last = entry.inode;
  }
}

}  // namespace
}  // namespace muniment
