// Makes any bytes safe to show: no raw control, bidirectional or invalid byte gets out.
//
// Paths are bytes inside the program. Whatever leaves it (terminal, log line, error
// text, label) passes through here; JSON has its own escapes (json_text.h).
//
// Owner:   pure functions. Threads: any. Failure: none.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muniment {

// One character read from the front of some bytes.
struct DecodedChar {
  char32_t code_point = 0;
  std::size_t length = 0;  // bytes used: 1 to 4, or 1 when `valid` is false
  bool valid = false;      // false: the first byte starts no well-formed UTF-8 sequence
};

// Decodes the first character of `bytes`. REQUIRES: not empty. Overlong forms,
// surrogates and code points above U+10FFFF are not valid (Unicode 15, table 3-7).
DecodedChar decode_char(std::string_view bytes);

bool is_utf8(std::string_view bytes);

// `bytes` for people: printable UTF-8 as it is, and every other byte as \xNN or
// \u{NNNN} (control characters, bidirectional and zero-width marks, line and paragraph
// separators, invalid bytes). A backslash becomes \\, so that distinct bytes stay
// distinct.
std::string printable(std::string_view bytes);

// A text for people, cut in the middle when it has more than `max_bytes`: an error says at
// its end why it happened. UTF-8 stays UTF-8. REQUIRES: max_bytes is 5 at least.
std::string shortened(std::string_view text, std::size_t max_bytes);

}  // namespace muniment
