#include "model/json_text.h"

#include <array>
#include <charconv>

#include "model/item.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool is_plain(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void append_code_unit(std::string& out, unsigned unit) {
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(unit >> 8),
                                static_cast<std::uint8_t>(unit & 0xFF)};
  out += "\\u";
  append_hex(out, bytes, 2);
}

void append_escaped(std::string& out, char32_t code_point) {
  switch (code_point) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (code_point < 0x10000) {
    append_code_unit(out, static_cast<unsigned>(code_point));
    return;
  }
  const auto above = static_cast<unsigned>(code_point - 0x10000);
  append_code_unit(out, 0xD800 + (above >> 10));
  append_code_unit(out, 0xDC00 + (above & 0x3FF));
}

std::array<std::int8_t, 256> base64_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBase64.size(); ++i) {
    values[static_cast<unsigned char>(kBase64[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) {
      ++plain;
    }
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (!text.empty()) {
      const DecodedChar decoded = decode_char(text);
      append_escaped(out, decoded.code_point);
      text.remove_prefix(decoded.length);
    }
  }
  out += '"';
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = bytes.size() - i < 3 ? bytes.size() - i : 3;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kBase64[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  static const std::array<std::int8_t, 256> kValues = base64_values();
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const std::size_t padding = !last                  ? 0
                                : text.ends_with("==") ? 2U
                                : text.ends_with("=")  ? 1U
                                                       : 0U;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const int value =
          k < 4 - padding ? kValues[static_cast<unsigned char>(text[i + k])] : 0;
      if (value < 0) {
        return std::nullopt;
      }
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    for (std::size_t k = 0; k < 3 - padding; ++k) {
      out += static_cast<char>(group >> (16 - 8 * k) & 0xFF);
    }
    if (last && to_base64(std::string_view(out).substr(out.size() - (3 - padding))) !=
                    text.substr(i)) {
      return std::nullopt;  // stray bits below the padding: not the one encoding
    }
  }
  return out;
}

void JsonObject::start(std::string_view key) {
  if (!first_) {
    out_ += ',';
  }
  first_ = false;
  out_ += '"';
  out_.append(key);
  out_ += "\":";
}

void JsonObject::text(std::string_view key, std::string_view utf8) {
  start(key);
  append_json_string(out_, utf8);
}

void JsonObject::number(std::string_view key, std::uint64_t value) {
  start(key);
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out_.append(digits, static_cast<std::size_t>(end - digits));
}

void JsonObject::time(std::string_view key, Time value) {
  start(key);
  out_ += '"';
  append_time(out_, value);
  out_ += '"';
}

void JsonObject::hex(std::string_view key, const std::uint8_t* bytes,
                     std::size_t count) {
  start(key);
  out_ += '"';
  append_hex(out_, bytes, count);
  out_ += '"';
}

void JsonObject::bytes(std::string_view key, std::string_view bytes) {
  if (is_utf8(bytes)) {
    text(key, bytes);
  } else {
    text(std::string(key) + "_b64", to_base64(bytes));
  }
}

void JsonObject::byte_list(std::string_view key, const std::vector<std::string>& list) {
  std::string clear;
  std::string encoded;
  for (const std::string& bytes : list) {
    const bool readable = is_utf8(bytes);
    std::string& target = readable ? clear : encoded;
    if (!target.empty()) {
      target += ',';
    }
    append_json_string(target, readable ? bytes : to_base64(bytes));
  }
  if (!clear.empty()) {
    start(key);
    out_ += '[' + clear + ']';
  }
  if (!encoded.empty()) {
    start(std::string(key) + "_b64");
    out_ += '[' + encoded + ']';
  }
}

}  // namespace muniment
