#include "model/printable.h"

#include <cstdio>
#include <iterator>

namespace muniment {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Not shown raw: C0 and C1 controls, soft hyphen, Arabic letter mark, zero-width and
// bidirectional marks, separators that end a line, the byte order mark, tags.
constexpr Range kHidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x61C, 0x61C},
    {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

bool is_hidden(char32_t code_point) {
  for (const Range& range : kHidden) {
    if (code_point >= range.first && code_point <= range.last) {
      return true;
    }
  }
  return false;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

void append_byte_escape(std::string& out, char byte) {
  char text[8];
  (void)std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned char>(byte));
  out += text;
}

void append_code_point_escape(std::string& out, char32_t code_point) {
  char text[16];
  (void)std::snprintf(text, sizeof text, "\\u{%x}", static_cast<unsigned>(code_point));
  out += text;
}

}  // namespace

DecodedChar decode_char(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  const DecodedChar invalid{lead, 1, false};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < length) {
    return invalid;
  }
  char32_t code_point = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(bytes[i])) {
      return invalid;
    }
    code_point = (code_point << 6) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kSmallest[length] || code_point > 0x10FFFF || surrogate) {
    return invalid;
  }
  return {code_point, length, true};
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const DecodedChar decoded = decode_char(bytes);
    if (!decoded.valid) {
      return false;
    }
    bytes.remove_prefix(decoded.length);
  }
  return true;
}

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const DecodedChar decoded = decode_char(bytes);
    if (!decoded.valid || decoded.code_point < 0x20 || decoded.code_point == 0x7F) {
      append_byte_escape(out, bytes[0]);
    } else if (is_hidden(decoded.code_point)) {
      append_code_point_escape(out, decoded.code_point);
    } else if (decoded.code_point == '\\') {
      out += "\\\\";
    } else {
      out.append(bytes.substr(0, decoded.length));
    }
    bytes.remove_prefix(decoded.length);
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t max_bytes) {
  constexpr std::string_view kCut = " ... ";
  if (text.size() <= max_bytes) {
    return std::string(text);
  }
  std::size_t head = (max_bytes - kCut.size()) / 2;
  std::size_t tail = text.size() - head;
  while (head > 0 && is_continuation(text[head])) {
    --head;
  }
  while (tail < text.size() && is_continuation(text[tail])) {
    ++tail;
  }
  return std::string(text.substr(0, head)).append(kCut).append(text.substr(tail));
}

}  // namespace muniment
