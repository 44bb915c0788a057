#include "ledger/verifier_key.h"

#include <algorithm>

#include "model/printable.h"

namespace muniment {

Result<VerifierKey> VerifierKey::make(std::string_view name, const Bytes& public_key) {
  MUNIMENT_ASSIGN(NoteKey key, NoteKey::make(KeyKind::kLog, name, public_key));
  return VerifierKey(std::move(key));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  MUNIMENT_ASSIGN(NoteKey key, NoteKey::parse(KeyKind::kLog, text));
  return VerifierKey(std::move(key));
}

bool VerifierKey::is_named_in(const Note& note) const {
  return std::any_of(note.signatures.begin(), note.signatures.end(),
                     [this](const NoteSignature& signature) {
                       return signature.key_name == name() &&
                              signature.key_hash == key_hash();
                     });
}

Status VerifierKey::verify(const Note& note) const {
  bool is_signed = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.key_name != name() || signature.key_hash != key_hash()) {
      continue;  // by others: witnesses, or an older key
    }
    if (!key_.is_signature_of(note.text, signature.bytes)) {
      return Error{ErrorCode::kCorrupt, 0,
                   "the signature by " + printable(name()) + " is not valid"};
    }
    is_signed = true;
  }
  if (!is_signed) {
    return Error{ErrorCode::kCorrupt, 0, "no signature by " + key_.short_text()};
  }
  return ok();
}

Result<Checkpoint> VerifierKey::verify_checkpoint(std::string_view bytes) const {
  MUNIMENT_ASSIGN(const Note note, parse_note(bytes));
  MUNIMENT_TRY(verify(note));
  MUNIMENT_ASSIGN(Checkpoint checkpoint, parse_checkpoint(note.text));
  if (checkpoint.origin != name()) {
    return Error{ErrorCode::kCorrupt, 0,
                 "is of the log " + printable(checkpoint.origin) + ", not of " +
                     printable(name())};
  }
  return checkpoint;
}

}  // namespace muniment
