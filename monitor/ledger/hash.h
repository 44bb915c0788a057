// SHA-256 as RFC 6962 hashes a Merkle tree: leaves and nodes can never be confused.
//
// Owner:   one TreeHasher per thread, reused: making one costs more than a hash.
// Threads: not thread-safe.
// Failure: none once made; running out of memory ends the process.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct evp_md_ctx_st;

namespace muniment {

using Hash = std::array<std::uint8_t, 32>;

class TreeHasher {
 public:
  TreeHasher();

  Hash empty_tree();                               // SHA-256()
  Hash leaf(std::string_view entry);               // SHA-256(0x00 || entry)
  Hash node(const Hash& left, const Hash& right);  // SHA-256(0x01 || left || right)

  // Root of a complete subtree. REQUIRES: the count is a power of two, at most 256.
  Hash subtree(std::span<const Hash> hashes);

  // SHA-256(bytes), for what is not part of a tree.
  Hash plain(std::string_view bytes);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };

  void start();
  void add(const void* bytes, std::size_t count);
  Hash finish();

  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace muniment
