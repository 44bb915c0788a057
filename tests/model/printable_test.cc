#include "model/printable.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <charconv>

#include "random_event.h"

namespace muniment {
namespace {

std::string utf8(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) {
    return {byte(c)};
  }
  if (c < 0x800) {
    return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  }
  if (c < 0x10000) {
    return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)),
            byte(0x80 | (c & 0x3F))};
  }
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)),
          byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
}

// The rows of table 3-7 of the Unicode standard, one byte range after another.
bool is_utf8_by_the_table(std::string_view bytes) {
  struct Row {
    std::vector<std::pair<unsigned, unsigned>> ranges;
  };
  static const std::vector<Row> kRows = {
      {{{0x00, 0x7F}}},
      {{{0xC2, 0xDF}, {0x80, 0xBF}}},
      {{{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}}},
      {{{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}}},
      {{{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}}},
      {{{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}}},
      {{{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
      {{{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
      {{{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}}},
  };
  const auto starts_with = [&](const Row& row) {
    bool fits = bytes.size() >= row.ranges.size();
    for (std::size_t i = 0; fits && i < row.ranges.size(); ++i) {
      const auto byte = static_cast<unsigned char>(bytes[i]);
      fits = byte >= row.ranges[i].first && byte <= row.ranges[i].second;
    }
    return fits;
  };
  while (!bytes.empty()) {
    const auto row = std::find_if(kRows.begin(), kRows.end(), starts_with);
    if (row == kRows.end()) {
      return false;
    }
    bytes.remove_prefix(row->ranges.size());
  }
  return true;
}

// The bytes that `text` was made of by printable().
std::string undo(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    std::size_t used = 1;
    unsigned value = 0;
    if (text.starts_with("\\\\")) {
      bytes += '\\';
      used = 2;
    } else if (text.starts_with("\\x")) {
      std::from_chars(text.data() + 2, text.data() + 4, value, 16);
      bytes += static_cast<char>(value);
      used = 4;
    } else if (text.starts_with("\\u{")) {
      used = text.find('}') + 1;
      std::from_chars(text.data() + 3, text.data() + used - 1, value, 16);
      bytes += utf8(value);
    } else {
      bytes += text[0];
    }
    text.remove_prefix(used);
  }
  return bytes;
}

TEST(Printable, KeepsDistinctBytesDistinct) {
  EXPECT_TRUE(rc::check("it can be undone", [] {
    const std::string bytes = *any_bytes();
    RC_ASSERT(undo(printable(bytes)) == bytes);
  }));
}

TEST(Printable, IsAlwaysText) {
  EXPECT_TRUE(rc::check("is_utf8(printable(b))", [] {
    RC_ASSERT(is_utf8_by_the_table(printable(*any_bytes())));
  }));
}

TEST(Printable, LetsNothingThroughThatATerminalWouldObey) {
  for (char32_t c = 0; c <= 0xFFFF; ++c) {
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    const bool bidi = c == 0x61C || c == 0x200E || c == 0x200F ||
                      (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool line = c == 0x2028 || c == 0x2029;
    const bool invisible =
        c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
    if (control || bidi || line || invisible) {
      const std::string shown = printable(utf8(c));
      EXPECT_TRUE(shown.starts_with('\\') && is_utf8(shown) && shown.size() >= 4)
          << static_cast<unsigned>(c);
      for (const char byte : shown) {
        EXPECT_TRUE(byte > 0x20 && byte < 0x7F) << static_cast<unsigned>(c);
      }
    }
  }
}

TEST(Printable, ShowsOrdinaryNamesAsTheyAre) {
  for (const std::string_view name :
       {"", "a.mp4", "caf\u00e9", "\u65e5\u672c", "\U0001F4F7 1", "a b"}) {
    EXPECT_EQ(printable(name), name);
  }
  EXPECT_EQ(printable("a\\b"), "a\\\\b");
  EXPECT_EQ(printable("a\x1b[31m"), "a\\x1b[31m");
  EXPECT_EQ(printable("exe.\u202egpj"), "exe.\\u{202e}gpj");
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Shortened, KeepsTheBeginningAndTheEndOfALongText) {
  EXPECT_EQ(shortened("open a: Permission denied", 100), "open a: Permission denied");
  EXPECT_EQ(shortened("open aaaaaaaaaaaaaaaaaaaaaaaaa: no", 15), "open  ... a: no");
  EXPECT_EQ(shortened("", 5), "");
}

TEST(Shortened, StaysTextAndWithinItsLength) {
  EXPECT_TRUE(rc::check("is_utf8(shortened(t, n))", [] {
    const std::string text = *any_text();
    const auto length = *rc::gen::inRange<std::size_t>(5, 40);
    const std::string cut = shortened(text, length);
    RC_ASSERT(is_utf8(cut));
    RC_ASSERT(cut.size() <= length);
    RC_ASSERT(text.size() > length || cut == text);
  }));
}

TEST(Utf8, IsWhatTheTableOfTheStandardSays) {
  EXPECT_TRUE(rc::check("is_utf8", [] {
    const std::string bytes = *any_bytes();
    RC_ASSERT(is_utf8(bytes) == is_utf8_by_the_table(bytes));
  }));
}

// Each byte at which the table makes a difference, in all sequences of four.
TEST(Utf8, AgreesWithTheTableAtAllItsEdges) {
  const std::string edges =
      "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3"
      "\xF4\xF5\xFF";
  std::string bytes(4, ' ');
  std::size_t wrong = 0;
  for (const char a : edges) {
    for (const char b : edges) {
      for (const char c : edges) {
        for (const char d : edges) {
          bytes = {a, b, c, d};
          for (std::size_t length = 1; length <= 4; ++length) {
            const auto part = std::string_view(bytes).substr(0, length);
            wrong += is_utf8(part) != is_utf8_by_the_table(part) ? 1U : 0U;
          }
        }
      }
    }
  }
  EXPECT_EQ(wrong, 0U);
}

TEST(Utf8, RefusesOverlongFormsAndSurrogates) {
  for (const std::string_view bytes :
       {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bytes));
  }
}

TEST(Utf8, DecodesEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c < 0xD800 || c > 0xDFFF) {
      const DecodedChar decoded = decode_char(utf8(c));
      ASSERT_TRUE(decoded.valid && decoded.code_point == c &&
                  decoded.length == utf8(c).size())
          << static_cast<unsigned>(c);
    }
  }
}

}  // namespace
}  // namespace muniment
