#include "ledger/verifier_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>

#include "ledger/hash.h"
#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr char kEd25519 = '\x01';

// First four bytes of SHA-256(name || 0x0A || 0x01 || public key).
std::uint32_t hash_of_key(std::string_view name, const VerifierKey::Bytes& key) {
  std::string bytes = std::string(name) + '\n' + kEd25519;
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

bool is_valid_signature(const VerifierKey::Bytes& key, std::string_view text,
                        std::string_view signature) {
  const auto unsigned_bytes = [](std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
  };
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()),
      &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return public_key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                              public_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), unsigned_bytes(signature), signature.size(),
                          unsigned_bytes(text), text.size()) == 1;
}

}  // namespace

VerifierKey::VerifierKey(std::string_view name, const Bytes& public_key)
    : name_(name), public_key_(public_key), key_hash_(hash_of_key(name, public_key)) {}

Result<VerifierKey> VerifierKey::make(std::string_view name, const Bytes& public_key) {
  if (!is_key_name(name)) {
    return Error{ErrorCode::kInvalid, 0,
                 "key name \"" + printable(name) +
                     "\": must be UTF-8 text without spaces, controls or '+'"};
  }
  return VerifierKey(name, public_key);
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  const Error invalid{ErrorCode::kInvalid, 0,
                      "verifier key \"" + printable(text.substr(0, 200)) +
                          "\": not of the form name+hash+key for Ed25519"};
  // The name has no '+', but base64 may.
  const std::size_t first = text.find('+');
  const std::size_t second =
      first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return invalid;
  }
  const std::optional<std::string> key = from_base64(text.substr(second + 1));
  Bytes public_key;
  if (!key || key->size() != 1 + public_key.size() || key->front() != kEd25519) {
    return invalid;
  }
  std::copy(key->begin() + 1, key->end(), public_key.begin());
  MUNIMENT_ASSIGN(VerifierKey verifier, make(text.substr(0, first), public_key));
  if (text.substr(first + 1, second - first - 1) != hex_of(verifier.key_hash_)) {
    return Error{ErrorCode::kInvalid, 0,
                 "verifier key \"" + printable(text.substr(0, 200)) +
                     "\": its hash does not match"};
  }
  return verifier;
}

std::string VerifierKey::text() const {
  const std::string key(public_key_.begin(), public_key_.end());
  return name_ + '+' + hex_of(key_hash_) + '+' + to_base64(kEd25519 + key);
}

bool VerifierKey::is_named_in(const Note& note) const {
  return std::any_of(note.signatures.begin(), note.signatures.end(),
                     [this](const NoteSignature& signature) {
                       return signature.key_name == name_ &&
                              signature.key_hash == key_hash_;
                     });
}

Status VerifierKey::verify(const Note& note) const {
  bool is_signed = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.key_name != name_ || signature.key_hash != key_hash_) {
      continue;  // by others: witnesses, or an older key
    }
    if (!is_valid_signature(public_key_, note.text, signature.bytes)) {
      return Error{ErrorCode::kCorrupt, 0,
                   "the signature by " + printable(name_) + " is not valid"};
    }
    is_signed = true;
  }
  if (!is_signed) {
    return Error{ErrorCode::kCorrupt, 0,
                 "no signature by " + printable(name_) + '+' + hex_of(key_hash_)};
  }
  return ok();
}

Result<Checkpoint> VerifierKey::verify_checkpoint(std::string_view bytes) const {
  MUNIMENT_ASSIGN(const Note note, parse_note(bytes));
  MUNIMENT_TRY(verify(note));
  MUNIMENT_ASSIGN(Checkpoint checkpoint, parse_checkpoint(note.text));
  if (checkpoint.origin != name_) {
    return Error{ErrorCode::kCorrupt, 0,
                 "is of the log " + printable(checkpoint.origin) + ", not of " +
                     printable(name_)};
  }
  return checkpoint;
}

}  // namespace muniment
