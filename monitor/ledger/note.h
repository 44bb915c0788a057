// C2SP signed notes: a text and the signatures under it.
//
//   text, ends with a line feed
//   (empty line)
//   — name base64(key hash || signature)
//
// Owner:   plain values. Threads: any.
// Failure: parsing hostile bytes is kCorrupt with the reason.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace muniment {

inline constexpr std::size_t kMaxNoteBytes = 65'536;
inline constexpr std::size_t kMaxNoteSignatures = 100;

struct NoteSignature {
  std::string key_name;
  std::uint32_t key_hash = 0;
  std::string bytes;  // what follows the key hash

  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  // with its last line feed
  std::vector<NoteSignature> signatures;

  bool operator==(const Note&) const = default;
};

// A note of a ledger is short; one over a list of a hundred thousand paths is not.
Result<Note> parse_note(std::string_view bytes, std::size_t max_bytes = kMaxNoteBytes);
std::string format_note(const Note& note);

// Not empty, UTF-8, no space or control character of any kind, no '+'.
bool is_key_name(std::string_view name);

}  // namespace muniment
