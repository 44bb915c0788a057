#include "digest/content.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <functional>
#include <thread>

#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

class OpenFile {
 public:
  OpenFile(const TempTree& tree, std::string_view path, int flags = O_RDONLY)
      : fd_(::open(tree.absolute(path).c_str(), flags | O_CLOEXEC)) {
    EXPECT_GE(fd_, 0) << path;
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(fd_); }

  int fd() const { return fd_; }
  ItemFacts facts() const {
    const auto facts = facts_of_open_file(fd_);
    EXPECT_EQ(reason(facts), "");
    return facts.value();
  }

 private:
  int fd_;
};

// What reading says of a file that `happens` to after it was looked at.
ErrorCode read_after(const TempTree& tree, const std::function<void()>& happens) {
  // An old time: however coarse the clock, a change now is seen in it.
  tree.set_mtime("file", 1'000'000'000);
  const OpenFile file(tree, "file");
  const ItemFacts before = file.facts();
  happens();
  ContentReader reader;
  const auto read = reader.read(file.fd(), before);
  EXPECT_FALSE(read);
  return read ? ErrorCode::kInvalid : read.error().code;
}

TEST(Content, IsReadInPiecesAndDigestedAsAWhole) {
  const TempTree tree;
  ContentReader reader;
  Digester digester;
  for (const std::uint64_t size :
       {std::uint64_t{0}, std::uint64_t{1}, kMebibyte - 1, kMebibyte, kMebibyte + 1,
        2 * kMebibyte - 1, 2 * kMebibyte, 2 * kMebibyte + 1, 3 * kMebibyte + 7}) {
    std::string bytes(size, 'x');
    for (std::size_t i = 0; i < bytes.size(); i += 997) {
      bytes[i] = static_cast<char>(i);
    }
    tree.write("file", bytes);
    const OpenFile file(tree, "file");
    const ItemFacts before = file.facts();
    std::atomic<std::uint64_t> bytes_read{5};
    const auto read = reader.read(file.fd(), before, &bytes_read);
    ASSERT_EQ(reason(read), "");
    EXPECT_EQ(read.value().digests, digester.digest(bytes)) << size;
    EXPECT_TRUE(read.value().same_metadata(before));
    EXPECT_EQ(read.value().size, size);
    EXPECT_EQ(bytes_read, size + 5);
  }
}

TEST(Content, ThatGrewWhileItWasReadHasNoDigest) {
  const TempTree tree;
  tree.write("file", "abc");
  EXPECT_EQ(read_after(tree, [&] { tree.append("file", "d"); }), ErrorCode::kChanged);
}

TEST(Content, ThatShrankWhileItWasReadHasNoDigest) {
  const TempTree tree;
  tree.write("file", "abc");
  EXPECT_EQ(read_after(tree, [&] { tree.truncate("file", 2); }), ErrorCode::kChanged);
  EXPECT_EQ(read_after(tree, [&] { tree.truncate("file", 0); }), ErrorCode::kChanged);
}

TEST(Content, ThatWasWrittenOverWhileItWasReadHasNoDigest) {
  const TempTree tree;
  tree.write("file", "abc");
  EXPECT_EQ(read_after(tree, [&] { tree.write("file", "xyz"); }), ErrorCode::kChanged);
}

TEST(Content, ThatCameIntoAnEmptyFileHasNoDigest) {
  const TempTree tree;
  tree.write("file", "");
  EXPECT_EQ(read_after(tree, [&] { tree.append("file", "d"); }), ErrorCode::kChanged);
}

// The forger who sets the modification time back cannot set the change time.
TEST(Content, ThatWasDamagedWhileItWasReadHasNoDigest) {
  const TempTree tree;
  tree.write("file", "abc");
  tree.set_mtime("file", 1'000'000'000);
  const OpenFile file(tree, "file");
  ItemFacts before = file.facts();
  before.ctime.ns -= 1;  // as if the clock had gone on
  tree.damage("file");
  ContentReader reader;
  const auto read = reader.read(file.fd(), before);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kChanged);
}

TEST(Content, ThatSomebodyKeepsWritingHasNoDigest) {
  const TempTree tree;
  tree.truncate("file", 64 * kMebibyte);
  const OpenFile file(tree, "file");
  ContentReader reader;
  std::atomic<std::uint64_t> bytes_read{0};
  std::jthread writer([&](const std::stop_token& stop) {
    while (bytes_read == 0 && !stop.stop_requested()) {
      std::this_thread::yield();
    }
    while (!stop.stop_requested()) {
      tree.append("file", "x");
    }
  });
  const auto read = reader.read(file.fd(), file.facts(), &bytes_read);
  writer.request_stop();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kChanged);
}

TEST(Content, IsNotReadToItsEndAfterAStop) {
  const TempTree tree;
  tree.truncate("file", 4 * kMebibyte);
  const OpenFile file(tree, "file");
  ContentReader reader;
  std::atomic<std::uint64_t> bytes_read{0};
  const std::atomic<bool> stop{true};
  const auto read = reader.read(file.fd(), file.facts(), &bytes_read, &stop);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(bytes_read, 0U);
}

TEST(Content, ThatCannotBeReadIsAnErrorAndNoDigest) {
  const TempTree tree;
  tree.write("file", "abc");
  const OpenFile file(tree, "file", O_WRONLY);
  ContentReader reader;
  const auto read = reader.read(file.fd(), file.facts());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kIo);
  EXPECT_FALSE(facts_of_open_file(-1));
}

TEST(Content, OfADirectoryIsNotAskedFor) {
  const TempTree tree;
  const OpenFile directory(tree, "", O_RDONLY | O_DIRECTORY);
  const auto facts = facts_of_open_file(directory.fd());
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, ErrorCode::kChanged);
}

TEST(Content, OfALargeFileTakesNoMoreMemoryThanOfASmallOne) {
  const TempTree tree;
  tree.truncate("file", 512 * kMebibyte);
  const OpenFile file(tree, "file");
  ContentReader reader;
  rusage before{};
  ::getrusage(RUSAGE_SELF, &before);
  const auto read = reader.read(file.fd(), file.facts());
  rusage after{};
  ::getrusage(RUSAGE_SELF, &after);
  ASSERT_EQ(reason(read), "");
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 16 * 1024);  // KiB
}

// A file may claim a time that no Time can be: it must not wrap into another.
TEST(Content, OfAFileFromTheFarFutureHasTheLastTimeThereIs) {
  const TempTree tree;
  tree.write("file", "abc");
  tree.set_mtime("file", 13'000'000'000);  // in the year 2381
  const OpenFile file(tree, "file");
  if (file.facts().mtime.ns == 0) {
    GTEST_SKIP() << "the filesystem keeps no such time";
  }
  EXPECT_EQ(file.facts().mtime.ns, INT64_MAX);
}

}  // namespace
}  // namespace muniment
