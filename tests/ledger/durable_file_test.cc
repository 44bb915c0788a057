#include "ledger/durable_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temp_ledger.h"

namespace muniment {
namespace {

std::optional<ErrorCode> code_of_reading(const std::string& path) {
  std::string bytes;
  return code_of(read_file(path, 100, bytes));
}

TEST(DurableFile, TakesThePlaceOfALeftover) {
  const TempDirectory directory;
  write_bytes(directory / "file", "a leftover that is longer");
  ASSERT_EQ(::link((directory / "file").c_str(), (directory / "other").c_str()), 0);
  ASSERT_TRUE(create_file(directory / "file", "new", 0644));
  EXPECT_EQ(read_bytes(directory / "file"), "new");
  EXPECT_EQ(read_bytes(directory / "other"), "a leftover that is longer");
}

TEST(DurableFile, IsMadeOnceOrNotAtAll) {
  const TempDirectory directory;
  ASSERT_TRUE(create_file_once(directory / "file", "first", 0600));
  const Status second = create_file_once(directory / "file", "second", 0600);
  ASSERT_FALSE(second);
  EXPECT_EQ(code_of(second), ErrorCode::kConflict);
  EXPECT_EQ(files_in(directory / "").size(), 1U);
  EXPECT_EQ(read_bytes(directory / "file"), "first");
}

TEST(ReadFile, SaysWhyItDidNot) {
  const TempDirectory directory;
  write_bytes(directory / "file", std::string(100, 'x'));
  write_bytes(directory / "large", std::string(101, 'x'));
  ASSERT_EQ(::mkfifo((directory / "pipe").c_str(), 0600), 0);
  ASSERT_EQ(::symlink("file", (directory / "link").c_str()), 0);
  EXPECT_EQ(code_of_reading(directory / "none"), ErrorCode::kNotFound);
  EXPECT_EQ(code_of_reading(directory / "file/below"), ErrorCode::kNotFound);
  EXPECT_EQ(code_of_reading(directory / "large"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of_reading(directory / "pipe"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of_reading(directory / "link"), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of_reading(directory / ""), ErrorCode::kCorrupt);
  std::string bytes = "what was there before";
  ASSERT_TRUE(read_file(directory / "file", 100, bytes));
  EXPECT_EQ(bytes, std::string(100, 'x'));
}

}  // namespace
}  // namespace muniment
