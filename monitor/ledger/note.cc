#include "ledger/note.h"

#include <optional>

#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::string_view kSignaturePrefix = "\u2014 ";

Error broken(std::string_view reason) {
  return Error{ErrorCode::kCorrupt, 0, "not a signed note: " + std::string(reason)};
}

// Unicode White_Space, and the controls.
bool is_space_or_control(char32_t c) {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') {
      return true;
    }
  }
  return false;
}

std::uint32_t big_endian_32(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) {
    return broken("a signature line does not begin with an em dash and a space");
  }
  line.remove_prefix(kSignaturePrefix.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
    return broken("a signature line has no proper key name");
  }
  const std::optional<std::string> bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5) {
    return broken("a signature is not in base64, or is too short");
  }
  return NoteSignature{std::string(line.substr(0, space)), big_endian_32(*bytes),
                       bytes->substr(4)};
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty()) {
    return false;
  }
  while (!name.empty()) {
    const DecodedChar decoded = decode_char(name);
    if (!decoded.valid || decoded.code_point == U'+' ||
        is_space_or_control(decoded.code_point)) {
      return false;
    }
    name.remove_prefix(decoded.length);
  }
  return true;
}

Result<Note> parse_note(std::string_view bytes, std::size_t max_bytes) {
  if (bytes.size() > max_bytes) {
    return broken("it is too long");
  }
  if (!is_utf8(bytes) || has_control(bytes)) {
    return broken("it is not UTF-8, or has control characters");
  }
  // The text may have empty lines itself: the last one parts it from the signatures.
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos || !bytes.ends_with('\n')) {
    return broken("no empty line before the signatures, or a line is cut off");
  }
  Note note{std::string(bytes.substr(0, split + 1)), {}};
  std::string_view rest = bytes.substr(split + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    MUNIMENT_ASSIGN(NoteSignature signature, parse_signature(rest.substr(0, end)));
    if (note.signatures.size() == kMaxNoteSignatures) {
      return broken("it has too many signatures");
    }
    note.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) {
    return broken("it has no signature");
  }
  return note;
}

std::string format_note(const Note& note) {
  std::string out = note.text + '\n';
  for (const NoteSignature& signature : note.signatures) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes += static_cast<char>(signature.key_hash >> shift & 0xFF);
    }
    out.append(kSignaturePrefix).append(signature.key_name).append(" ");
    out.append(to_base64(bytes + signature.bytes)).append("\n");
  }
  return out;
}

}  // namespace muniment
