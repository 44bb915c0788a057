#include "ledger/cosignature.h"

#include <algorithm>
#include <limits>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kSignatureBytes = 64;

// Seconds since 1970, big-endian, before the signature proper.
std::uint64_t seconds_of(std::string_view bytes) {
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i) {
    seconds = seconds << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return seconds;
}

bool has_proper_form(const NoteSignature& signature) {
  return signature.bytes.size() == kTimeBytes + kSignatureBytes &&
         seconds_of(signature.bytes) <=
             static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

}  // namespace

Result<WitnessKey> WitnessKey::parse(std::string_view text) {
  MUNIMENT_ASSIGN(NoteKey key, NoteKey::parse(KeyKind::kWitness, text));
  return WitnessKey(std::move(key));
}

std::optional<Time> claimed_time(const NoteSignature& signature) {
  if (!has_proper_form(signature)) {
    return std::nullopt;
  }
  return time_from_parts(static_cast<std::int64_t>(seconds_of(signature.bytes)), 0);
}

Result<Time> WitnessKey::verify(std::string_view text,
                                const NoteSignature& signature) const {
  MUNIMENT_CHECK(claims(signature));
  if (!has_proper_form(signature)) {
    return Error{ErrorCode::kCorrupt, 0,
                 "the cosignature by " + printable(name()) +
                     " is not of the form cosignature/v1"};
  }
  const std::uint64_t seconds = seconds_of(signature.bytes);
  const std::string message =
      "cosignature/v1\ntime " + std::to_string(seconds) + '\n' + std::string(text);
  if (!key_.is_signature_of(message,
                            std::string_view(signature.bytes).substr(kTimeBytes))) {
    return Error{ErrorCode::kCorrupt, 0,
                 "the cosignature by " + printable(name()) + " is not valid"};
  }
  return time_from_parts(static_cast<std::int64_t>(seconds), 0);
}

Result<std::optional<Time>> WitnessKey::newest_in(const Note& note) const {
  std::optional<Time> newest;
  for (const NoteSignature& signature : note.signatures) {
    if (claims(signature)) {
      MUNIMENT_ASSIGN(const Time time, verify(note.text, signature));
      newest = std::max(newest, std::optional(time));
    }
  }
  return newest;
}

}  // namespace muniment
