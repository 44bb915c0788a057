// Paths of items as people write them.

#include "intake/item_path.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

TEST(ItemPath, IsTheSameHoweverItIsWritten) {
  for (const char* text : {"2023/01/a.mp4", "./2023/01/a.mp4", "2023//01/./a.mp4",
                           "2023/01/a.mp4/", "././2023/01/a.mp4//./"}) {
    EXPECT_EQ(value_of(parse_item_path(text)), "2023/01/a.mp4") << text;
  }
  for (const char* text : {"", ".", "./", ".//."}) {
    EXPECT_EQ(value_of(parse_item_path(text)), "") << text;
    EXPECT_FALSE(parse_path_of_item(text)) << text;
  }
}

TEST(ItemPath, MayHoldAnythingThatANameMay) {
  for (const char* text :
       {"...", "..a", "a..", " ", "a\nb", "\xFF", "-", "a\\b", ".a"}) {
    EXPECT_EQ(value_of(parse_item_path(text)), text);
  }
}

TEST(ItemPath, DoesNotLeaveTheStore) {
  for (const std::string text :
       {"/a", "/", "..", "a/..", "../a", "a/../b", "./../a", "//"}) {
    const auto path = parse_item_path(text);
    ASSERT_FALSE(path) << text;
    EXPECT_EQ(path.error().code, ErrorCode::kInvalid);
    EXPECT_NE(path.error().what.find("path \"" + text + '"'), std::string::npos);
  }
  EXPECT_FALSE(parse_item_path(std::string_view("a\0b", 3)));
}

TEST(ItemPath, OnceReadIsReadAsItself) {
  const bool holds = rc::check([] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::element('a', 'b', '.', '/', '\n', '\xFF', '\0'));
    const auto path = parse_item_path(text);
    if (path) {
      RC_ASSERT(value_of(parse_item_path(path.value())) == path.value());
      RC_ASSERT(path.value().find("//") == std::string::npos);
      RC_ASSERT(("/" + path.value() + "/").find("/../") == std::string::npos);
    }
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace muniment
