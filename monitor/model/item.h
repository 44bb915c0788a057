// Items and what is known of them: the words of the inventory as plain values.
//
// Owner:   plain values. Threads: any. Failure: parsing hexadecimal says no with
//          nullopt.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/time.h"

namespace muniment {

// The key of an item in its store: the bytes of its path below the store's root, parts
// separated by '/', without a leading '/'. Bytes, not text; the root itself is "".
using StorePath = std::string;

// `directory` + '/' + `name`, or `name` in the root.
StorePath join_path(std::string_view directory, std::string_view name);
std::string_view parent_of(std::string_view path);  // "" for an entry of the root
std::string_view name_in_parent(std::string_view path);
// Is `path` the directory `prefix` itself or below it? Everything is below "".
bool is_under(std::string_view path, std::string_view prefix);

// Persisted in ledger (by name) and catalogue (by number): DO NOT CHANGE THESE VALUES.
enum class ItemType : std::uint8_t {
  kFile = 1,
  kSymlink = 2,
  kFifo = 3,
  kSocket = 4,
  kCharDevice = 5,
  kBlockDevice = 6,
};
std::string_view name_of(ItemType type);
std::optional<ItemType> item_type_from(std::string_view name);

// XXH3-128 for change detection, SHA-256 as evidence, of the same bytes.
struct Digests {
  std::array<std::uint8_t, 32> sha256{};
  std::array<std::uint8_t, 16> xxh3_128{};  // in canonical (big-endian) order

  bool operator==(const Digests&) const = default;
};

// What one look at an item yields. Only regular files have digests; only symlinks a
// target.
struct ItemFacts {
  ItemType type = ItemType::kFile;
  std::uint64_t size = 0;  // bytes of content
  Time mtime;
  Time ctime;
  std::uint64_t inode = 0;
  std::optional<Digests> digests;
  std::string link_target;  // bytes

  bool operator==(const ItemFacts&) const = default;

  // Same type, size, times and inode: nothing says that the content was touched.
  bool same_metadata(const ItemFacts& other) const {
    return type == other.type && size == other.size && mtime == other.mtime &&
           ctime == other.ctime && inode == other.inode;
  }
};

// Lower-case hexadecimal.
std::string to_hex(const std::uint8_t* bytes, std::size_t count);
void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t count);
// Fills `count` bytes; false when `hex` is not exactly that in lower-case hexadecimal.
bool from_hex(std::string_view hex, std::uint8_t* bytes, std::size_t count);

template <std::size_t N>
std::string to_hex(const std::array<std::uint8_t, N>& bytes) {
  return to_hex(bytes.data(), N);
}

}  // namespace muniment
