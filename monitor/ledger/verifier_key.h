// The public half of a signing key, as anyone may have it: C2SP signed-note, Ed25519.
//
// Owner:   plain value. Threads: any.
// Failure: kInvalid for a text that is no such key; kCorrupt for a note that the key
//          did not sign. Never "probably".

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/note_key.h"
#include "model/result.h"

namespace muniment {

class VerifierKey {
 public:
  using Bytes = NoteKey::Bytes;

  // kInvalid when `name` cannot be in a note.
  static Result<VerifierKey> make(std::string_view name, const Bytes& public_key);

  // "name+1a2b3c4d+base64(0x01 || public key)"
  static Result<VerifierKey> parse(std::string_view text);
  std::string text() const { return key_.text(); }

  const std::string& name() const { return key_.name(); }
  std::uint32_t key_hash() const { return key_.key_hash(); }

  // Is there a signature that claims to be by this key?
  bool is_named_in(const Note& note) const;
  // Is there a signature by this key, and is each that claims to be one valid?
  Status verify(const Note& note) const;

  // The checkpoint in `bytes`, when it is one of the log that has this key's name and
  // this key signed it.
  Result<Checkpoint> verify_checkpoint(std::string_view bytes) const;

  bool operator==(const VerifierKey&) const = default;

 private:
  explicit VerifierKey(NoteKey key) : key_(std::move(key)) {}

  NoteKey key_;
};

}  // namespace muniment
