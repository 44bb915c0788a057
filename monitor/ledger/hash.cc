#include "ledger/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

#include "model/result.h"

namespace muniment {

void TreeHasher::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

TreeHasher::TreeHasher() : context_(EVP_MD_CTX_new()) {
  MUNIMENT_CHECK(context_ != nullptr);
  // The algorithm is looked up here, once: that look-up costs more than a short hash.
  MUNIMENT_CHECK(EVP_DigestInit_ex2(context_.get(), EVP_sha256(), nullptr) == 1);
}

void TreeHasher::start() {
  MUNIMENT_CHECK(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1);
}

void TreeHasher::add(const void* bytes, std::size_t count) {
  MUNIMENT_CHECK(EVP_DigestUpdate(context_.get(), bytes, count) == 1);
}

Hash TreeHasher::finish() {
  Hash hash;
  unsigned length = 0;
  MUNIMENT_CHECK(EVP_DigestFinal_ex(context_.get(), hash.data(), &length) == 1);
  MUNIMENT_CHECK(length == hash.size());
  return hash;
}

Hash TreeHasher::plain(std::string_view bytes) {
  start();
  add(bytes.data(), bytes.size());
  return finish();
}

Hash TreeHasher::empty_tree() {
  return plain({});
}

Hash TreeHasher::leaf(std::string_view entry) {
  static constexpr std::uint8_t kLeafPrefix = 0x00;
  start();
  add(&kLeafPrefix, 1);
  add(entry.data(), entry.size());
  return finish();
}

Hash TreeHasher::node(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 65> bytes;
  bytes[0] = 0x01;
  std::memcpy(bytes.data() + 1, left.data(), left.size());
  std::memcpy(bytes.data() + 33, right.data(), right.size());
  start();
  add(bytes.data(), bytes.size());
  return finish();
}

Hash TreeHasher::subtree(std::span<const Hash> hashes) {
  MUNIMENT_CHECK(!hashes.empty() && hashes.size() <= 256);
  MUNIMENT_CHECK((hashes.size() & (hashes.size() - 1)) == 0);
  std::array<Hash, 256> row;
  std::copy(hashes.begin(), hashes.end(), row.begin());
  for (std::size_t count = hashes.size(); count > 1; count /= 2) {
    for (std::size_t i = 0; i < count / 2; ++i) {
      row[i] = node(row[2 * i], row[2 * i + 1]);
    }
  }
  return row[0];
}

}  // namespace muniment
