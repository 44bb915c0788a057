// Lists of paths, line by line or ended by NUL bytes.

#include "intake/path_list.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

Result<std::vector<StorePath>> read_list(std::string_view content,
                                         bool null_separated) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("list", content);
  return read_path_list(tree.absolute("list"), null_separated);
}

TEST(PathList, IsSortedAndHasEachPathOnce) {
  const std::vector<StorePath> wanted = {"a", "b/c", "b/d"};
  EXPECT_EQ(value_of(read_list("b/d\n./a\nb//c/\na\n", false)), wanted);
  EXPECT_EQ(value_of(read_list("b/d\n./a\nb//c/\na", false)), wanted);
}

TEST(PathList, OfNulBytesTakesNamesWithLineEnds) {
  using namespace std::string_literals;
  const std::vector<StorePath> wanted = {"a\n", "b\r\n/c", "\xFF"};
  EXPECT_EQ(value_of(read_list("a\n\0\xFF\0b\r\n/c\0"s, true)), wanted);
}

TEST(PathList, ThatIsNotThereIsRefusedAsAMistake) {
  const TempTree tree;
  for (const std::string& file : {tree.absolute("no-such-list"), tree.root()}) {
    const auto list = read_path_list(file, false);
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().code, ErrorCode::kInvalid);
    EXPECT_NE(list.error().what.find(file), std::string::npos);
  }
}

TEST(PathList, ReadsBackWhateverPathsWereWritten) {
  const bool holds = rc::check([](bool null_separated) {
    const auto name = rc::gen::nonEmpty(rc::gen::container<std::string>(
        rc::gen::element('a', 'b', '-', ' ', '\xFF', '\x01')));
    const auto paths = *rc::gen::nonEmpty(rc::gen::container<std::set<std::string>>(
        rc::gen::map(rc::gen::pair(name, name), [&](const auto& parts) {
          return parts.first + '/' + parts.second;
        })));
    std::string content;
    for (const std::string& path : paths) {
      content += path + (null_separated ? '\0' : '\n');
    }
    const auto read = value_of(read_list(content, null_separated));
    RC_ASSERT(std::set(read.begin(), read.end()) == paths);
    RC_ASSERT(std::is_sorted(read.begin(), read.end()));
    RC_ASSERT(read.size() == paths.size());
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace muniment
