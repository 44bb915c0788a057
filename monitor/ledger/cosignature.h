// C2SP tlog-cosignature, version 1 with Ed25519: what a witness says of a checkpoint.
//
// "At that time, this was the largest tree of that log that I had seen, and it extends
// every one that I had seen before."
//
// Owner:   plain values. Threads: any.
// Failure: kInvalid for a text that is no witness's key; kCorrupt for a cosignature that
//          claims to be by the key and is not.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/note.h"
#include "ledger/note_key.h"
#include "model/result.h"
#include "model/time.h"

namespace muniment {

// The public half of a witness's key.
class WitnessKey {
 public:
  // "name+1a2b3c4d+base64(0x04 || public key)"
  static Result<WitnessKey> parse(std::string_view text);
  std::string text() const { return key_.text(); }

  const std::string& name() const { return key_.name(); }
  std::uint32_t key_hash() const { return key_.key_hash(); }
  bool is_of_same_signer(const WitnessKey& other) const {
    return key_.is_of_same_signer(other.key_);
  }

  bool claims(const NoteSignature& signature) const {
    return signature.key_name == name() && signature.key_hash == key_hash();
  }

  // When this witness cosigned `text`, by the witness's clock. REQUIRES: claims().
  Result<Time> verify(std::string_view text, const NoteSignature& signature) const;

  // When this witness last cosigned `note`; nothing when it did not. Each of its
  // cosignatures has to be valid; those of others are passed over.
  Result<std::optional<Time>> newest_in(const Note& note) const;

  bool operator==(const WitnessKey&) const = default;

 private:
  explicit WitnessKey(NoteKey key) : key_(std::move(key)) {}

  NoteKey key_;
};

// The time that a cosignature claims, verified or not; nothing when its form is wrong.
std::optional<Time> claimed_time(const NoteSignature& signature);

}  // namespace muniment
