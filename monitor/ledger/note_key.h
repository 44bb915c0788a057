// A public Ed25519 key with a name, as C2SP signed-note writes it: of a log, or of a
// witness. The two differ in one byte, so that neither's signature passes for the
// other's.
//
// Owner:   plain value. Threads: any.
// Failure: kInvalid for a text that is no key of the kind asked for.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

// The byte before the key: persisted in key texts and key hashes.
enum class KeyKind : std::uint8_t { kLog = 0x01, kWitness = 0x04 };

class NoteKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  // kInvalid when `name` cannot be in a note.
  static Result<NoteKey> make(KeyKind kind, std::string_view name,
                              const Bytes& public_key);

  // "name+1a2b3c4d+base64(kind || public key)"
  static Result<NoteKey> parse(KeyKind kind, std::string_view text);
  std::string text() const;
  // "name+1a2b3c4d", which tells it from other keys in messages.
  std::string short_text() const;

  const std::string& name() const { return name_; }
  std::uint32_t key_hash() const { return key_hash_; }
  bool is_of_same_signer(const NoteKey& other) const {
    return public_key_ == other.public_key_;
  }

  // Did this key sign exactly these bytes?
  bool is_signature_of(std::string_view message, std::string_view signature) const;

  bool operator==(const NoteKey&) const = default;

 private:
  NoteKey(KeyKind kind, std::string_view name, const Bytes& public_key);

  KeyKind kind_;
  std::string name_;
  Bytes public_key_;
  std::uint32_t key_hash_;
};

}  // namespace muniment
