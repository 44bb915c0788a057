#include "digest/digester.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <cstring>

#include "model/result.h"

namespace muniment {
namespace {

using MdPointer = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;
using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using XxhState = std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)>;

std::array<std::uint8_t, 16> canonical(XXH128_hash_t hash) {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, hash);
  std::array<std::uint8_t, 16> out{};
  std::memcpy(out.data(), bytes.digest, out.size());
  return out;
}

}  // namespace

struct Digester::State {
  // Fetched once: looking SHA-256 up by name each time costs more than a small digest.
  MdPointer sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
  MdContext sha256_context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  XxhState xxh3{XXH3_createState(), &XXH3_freeState};
};

Digester::Digester() : state_(std::make_unique<State>()) {
  MUNIMENT_CHECK(state_->sha256 && state_->sha256_context && state_->xxh3);
}
Digester::~Digester() = default;

void Digester::start() {
  MUNIMENT_CHECK(EVP_DigestInit_ex2(state_->sha256_context.get(), state_->sha256.get(),
                                    nullptr) == 1);
  XXH3_128bits_reset(state_->xxh3.get());
}

void Digester::add(const void* bytes, std::size_t count) {
  MUNIMENT_CHECK(EVP_DigestUpdate(state_->sha256_context.get(), bytes, count) == 1);
  XXH3_128bits_update(state_->xxh3.get(), bytes, count);
}

Digests Digester::finish() {
  Digests digests;
  MUNIMENT_CHECK(EVP_DigestFinal_ex(state_->sha256_context.get(), digests.sha256.data(),
                                    nullptr) == 1);
  digests.xxh3_128 = canonical(XXH3_128bits_digest(state_->xxh3.get()));
  return digests;
}

Digests Digester::digest(std::string_view bytes) {
  Digests digests;
  EVP_MD_CTX* context = state_->sha256_context.get();
  MUNIMENT_CHECK(EVP_DigestInit_ex2(context, state_->sha256.get(), nullptr) == 1 &&
                 EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                 EVP_DigestFinal_ex(context, digests.sha256.data(), nullptr) == 1);
  digests.xxh3_128 = canonical(XXH3_128bits(bytes.data(), bytes.size()));
  return digests;
}

struct FingerprintBuilder::State {
  XxhState xxh3{XXH3_createState(), &XXH3_freeState};
};

FingerprintBuilder::FingerprintBuilder() : state_(std::make_unique<State>()) {
  MUNIMENT_CHECK(state_->xxh3 != nullptr);
}
FingerprintBuilder::~FingerprintBuilder() = default;

void FingerprintBuilder::start() {
  XXH3_128bits_reset(state_->xxh3.get());
}

void FingerprintBuilder::add(std::string_view name, const ItemFacts& facts) {
  // The length of the name goes first, so that no two lists of entries look alike.
  const std::uint64_t fields[] = {
      name.size(),
      static_cast<std::uint64_t>(facts.type),
      facts.size,
      static_cast<std::uint64_t>(facts.mtime.ns),
      static_cast<std::uint64_t>(facts.ctime.ns),
      facts.inode,
  };
  XXH3_128bits_update(state_->xxh3.get(), fields, sizeof fields);
  XXH3_128bits_update(state_->xxh3.get(), name.data(), name.size());
}

Fingerprint FingerprintBuilder::finish() {
  return canonical(XXH3_128bits_digest(state_->xxh3.get()));
}

}  // namespace muniment
