#include "model/item.h"

namespace muniment {
namespace {

constexpr std::string_view kTypeNames[] = {
    "", "file", "symlink", "fifo", "socket", "char-device", "block-device"};

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

StorePath join_path(std::string_view directory, std::string_view name) {
  StorePath path;
  path.reserve(directory.size() + 1 + name.size());
  path.append(directory);
  if (!directory.empty()) {
    path += '/';
  }
  path.append(name);
  return path;
}

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_in_parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_under(std::string_view path, std::string_view prefix) {
  return prefix.empty() || path == prefix ||
         (path.size() > prefix.size() && path.starts_with(prefix) &&
          path[prefix.size()] == '/');
}

std::string_view name_of(ItemType type) {
  return kTypeNames[static_cast<int>(type)];
}

std::optional<ItemType> item_type_from(std::string_view name) {
  for (std::size_t i = 1; i < std::size(kTypeNames); ++i) {
    if (kTypeNames[i] == name) {
      return static_cast<ItemType>(i);
    }
  }
  return std::nullopt;
}

void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  const std::size_t start = out.size();
  out.resize(start + 2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    out[start + 2 * i] = kDigits[bytes[i] >> 4];
    out[start + 2 * i + 1] = kDigits[bytes[i] & 0xF];
  }
}

std::string to_hex(const std::uint8_t* bytes, std::size_t count) {
  std::string out;
  append_hex(out, bytes, count);
  return out;
}

bool from_hex(std::string_view hex, std::uint8_t* bytes, std::size_t count) {
  if (hex.size() != 2 * count) {
    return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) {
      return false;
    }
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

}  // namespace muniment
