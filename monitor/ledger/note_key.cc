#include "ledger/note_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "ledger/hash.h"
#include "ledger/note.h"
#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxShownText = 200;
constexpr char kMlDsa44 = '\x06';

char byte_of(KeyKind kind) {
  return static_cast<char>(kind);
}

// First four bytes of SHA-256(name || 0x0A || kind || public key).
std::uint32_t hash_of_key(KeyKind kind, std::string_view name,
                          const NoteKey::Bytes& key) {
  std::string bytes = std::string(name) + '\n' + byte_of(kind);
  bytes.append(key.begin(), key.end());
  const Hash hash = TreeHasher().plain(bytes);
  return std::uint32_t{hash[0]} << 24 | std::uint32_t{hash[1]} << 16 |
         std::uint32_t{hash[2]} << 8 | std::uint32_t{hash[3]};
}

std::string hex_of(std::uint32_t key_hash) {
  std::array<char, 9> text{};
  (void)std::snprintf(text.data(), text.size(), "%08x", key_hash);
  return text.data();
}

Error not_a_key(std::string_view text, std::string_view why) {
  return Error{ErrorCode::kInvalid, 0,
               "verifier key \"" + printable(text.substr(0, kMaxShownText)) +
                   "\": " + std::string(why)};
}

// Why bytes that are no key of `kind` are none; the usual mix-ups by name.
std::string_view what_else(KeyKind kind, std::string_view key) {
  if (key.size() == 33 && kind == KeyKind::kWitness &&
      key.front() == byte_of(KeyKind::kLog)) {
    return "is the key of a log, not that of a witness";
  }
  if (key.size() == 33 && kind == KeyKind::kLog &&
      key.front() == byte_of(KeyKind::kWitness)) {
    return "is the key of a witness, not that of a log";
  }
  if (key.size() == 1313 && key.front() == kMlDsa44) {
    return "is an ML-DSA-44 key; only Ed25519 is supported";
  }
  return "not of the form name+hash+key for Ed25519";
}

}  // namespace

NoteKey::NoteKey(KeyKind kind, std::string_view name, const Bytes& public_key)
    : kind_(kind),
      name_(name),
      public_key_(public_key),
      key_hash_(hash_of_key(kind, name, public_key)) {}

Result<NoteKey> NoteKey::make(KeyKind kind, std::string_view name,
                              const Bytes& public_key) {
  if (!is_key_name(name)) {
    return Error{ErrorCode::kInvalid, 0,
                 "key name \"" + printable(name) +
                     "\": must be UTF-8 text without spaces, controls or '+'"};
  }
  return NoteKey(kind, name, public_key);
}

Result<NoteKey> NoteKey::parse(KeyKind kind, std::string_view text) {
  // The name has no '+', but base64 may.
  const std::size_t first = text.find('+');
  const std::size_t second =
      first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return not_a_key(text, what_else(kind, ""));
  }
  const std::optional<std::string> key = from_base64(text.substr(second + 1));
  Bytes public_key;
  if (!key || key->size() != 1 + public_key.size() || key->front() != byte_of(kind)) {
    return not_a_key(text, what_else(kind, key.value_or("")));
  }
  std::copy(key->begin() + 1, key->end(), public_key.begin());
  MUNIMENT_ASSIGN(NoteKey parsed, make(kind, text.substr(0, first), public_key));
  if (text.substr(first + 1, second - first - 1) != hex_of(parsed.key_hash_)) {
    return not_a_key(text, "its hash does not match");
  }
  return parsed;
}

std::string NoteKey::text() const {
  const std::string key(public_key_.begin(), public_key_.end());
  return name_ + '+' + hex_of(key_hash_) + '+' + to_base64(byte_of(kind_) + key);
}

std::string NoteKey::short_text() const {
  return printable(name_) + '+' + hex_of(key_hash_);
}

bool NoteKey::is_signature_of(std::string_view message,
                              std::string_view signature) const {
  const auto unsigned_bytes = [](std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
  };
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key_.data(),
                                  public_key_.size()),
      &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return public_key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              public_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), unsigned_bytes(signature), signature.size(),
                          unsigned_bytes(message), message.size()) == 1;
}

}  // namespace muniment
