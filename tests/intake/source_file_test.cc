// What was handed in is read once, and digested as it was read.

#include "intake/source_file.h"

#include <gtest/gtest.h>

#include <thread>

#include "intake/line_reader.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

std::string read_all(SourceFile& source) {
  std::string content;
  for (std::string_view chunk = value_of(source.next()); !chunk.empty();
       chunk = value_of(source.next())) {
    content += chunk;
  }
  return content;
}

TEST(Source, IsDigestedAsItIsRead) {
  const TempTree tree;
  tree.write("f", "abc");
  SourceFile source = value_of(SourceFile::open(tree.absolute("f")));
  EXPECT_EQ(read_all(source), "abc");
  const SourceFacts facts = source.facts(1);
  EXPECT_EQ(facts.bytes, 3U);
  EXPECT_EQ(facts.rows, 1U);
  EXPECT_EQ(facts.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Source, MayBeEmpty) {
  const TempTree tree;
  tree.write("f", "");
  SourceFile source = value_of(SourceFile::open(tree.absolute("f")));
  EXPECT_EQ(read_all(source), "");
  EXPECT_EQ(source.facts(0).sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Source, MayBeAFifo) {
  const TempTree tree;
  tree.make_fifo("f");
  const std::string content(1'000'000, 'x');
  std::thread writer([&] { tree.append("f", content); });
  {
    SourceFile source = value_of(SourceFile::open(tree.absolute("f")));
    EXPECT_TRUE(read_all(source) == content);
    EXPECT_EQ(source.bytes(), content.size());
  }
  writer.join();
}

TEST(Source, ThatIsNotThereIsNamed) {
  const TempTree tree;
  const auto source = SourceFile::open(tree.absolute("no\nfile"));
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(source.error().what,
            "open " + tree.root() + "/no\\x0afile: No such file or directory");
}

TEST(Source, ThatIsADirectoryIsRefused) {
  const TempTree tree;
  const auto source = SourceFile::open(tree.root());
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(source.error().what, tree.root() + ": is a directory, not a file");
}

std::vector<std::string> lines_of(std::string_view content, std::size_t max_bytes) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("f", content);
  SourceFile source = value_of(SourceFile::open(tree.absolute("f")));
  LineReader reader(source, max_bytes);
  std::vector<std::string> lines;
  for (auto line = value_of(reader.next()); line; line = value_of(reader.next())) {
    lines.push_back(std::to_string(line->number) +
                    (line->too_long ? " is too long" : ":" + std::string(line->text)));
  }
  return lines;
}

TEST(Lines, AreNumberedAndTheEndOfTheLastIsOptional) {
  const std::vector<std::string> wanted = {"1:a", "2:", "3:b\r"};
  EXPECT_EQ(lines_of("a\n\nb\r\n", 10), wanted);
  EXPECT_EQ(lines_of("a\n\nb\r", 10), wanted);
  EXPECT_TRUE(lines_of("", 10).empty());
  EXPECT_EQ(lines_of("\n", 10), (std::vector<std::string>{"1:"}));
}

TEST(Lines, OverTheLimitAreSaidToBeSo) {
  EXPECT_EQ(
      lines_of("abc\nabcd\nab\nabcd", 3),
      (std::vector<std::string>{"1:abc", "2 is too long", "3:ab", "4 is too long"}));
  // Also when they go on over the ends of chunks.
  const std::string large(3'000'000, 'x');
  EXPECT_EQ(lines_of("a\n" + large + "\nb\n", 1'000'000),
            (std::vector<std::string>{"1:a", "2 is too long", "3:b"}));
  EXPECT_EQ(lines_of("a\n" + large + "\nb\n", 3'000'000),
            (std::vector<std::string>{"1:a", "2:" + large, "3:b"}));
}

TEST(Lines, AreTheSameWhereverAChunkEnds) {
  std::string content;
  std::vector<std::string> wanted;
  for (std::size_t i = 1; content.size() < 2'000'000; ++i) {
    const std::string line(i % 301, static_cast<char>('a' + i % 26));
    content += line + '\n';
    wanted.push_back(std::to_string(i) + ':' + line);
  }
  EXPECT_TRUE(lines_of(content, 300) == wanted);
}

}  // namespace
}  // namespace muniment
