#include "app/signed_authority.h"

#include <algorithm>
#include <vector>

#include "app/command.h"
#include "intake/authority_document.h"
#include "ledger/durable_file.h"
#include "ledger/hash.h"
#include "ledger/verifier_key.h"
#include "model/printable.h"

namespace muniment {
namespace {

// A list of a million paths and its signatures.
constexpr std::size_t kMaxBytes = kMaxAuthorityDocumentBytes + kMaxNoteBytes;

Error in_file(const std::string& file, const std::string& what) {
  return usage_error(printable(file) + ": " + what);
}

Result<std::string> read_document(const std::string& file) {
  std::string bytes;
  if (auto read = read_file(file, kMaxBytes, bytes); !read) {
    return usage_error(read.error().what);
  }
  return bytes;
}

// The configured keys that signed it. Each that claims to have must have.
Result<std::vector<std::string>> signers_of(const std::string& file, const Note& note,
                                            const AuthoritiesConfig& demands) {
  std::vector<std::string> signers;
  for (const std::string& text : demands.keys) {
    MUNIMENT_ASSIGN(const VerifierKey key, VerifierKey::parse(text));
    if (!key.is_named_in(note)) {
      continue;
    }
    if (!key.verify(note)) {
      return in_file(file, "the signature of " + key.name() +
                               " is wrong: the document was altered after it was "
                               "signed, or somebody else signed it");
    }
    signers.push_back(text);
  }
  return signers;
}

Status check_signers(const std::string& file, const std::vector<std::string>& signers,
                     const AuthoritiesConfig& demands) {
  if (demands.keys.empty()) {
    return in_file(file,
                   "nobody's signature can be checked: authorities.keys is empty in "
                   "the configuration");
  }
  const std::size_t wanted = demands.require_second_approver ? 2 : 1;
  if (signers.size() >= wanted) {
    return ok();
  }
  return in_file(file, signers.empty()
                           ? "it is signed by none of the configured keys"
                           : "it is signed by one of the configured keys only, and "
                             "authorities.require_second_approver demands two");
}

}  // namespace

Result<Note> read_authority_note(const std::string& file) {
  MUNIMENT_ASSIGN(std::string bytes, read_document(file));
  // One line is the text alone.
  if (bytes.find('\n') + 1 == bytes.size()) {
    return Note{std::move(bytes), {}};
  }
  auto note = parse_note(bytes, kMaxBytes);
  if (!note) {
    return in_file(file, note.error().what);
  }
  return note;
}

Result<TypedAuthority> read_signed_authority(const std::string& file,
                                             const AuthoritiesConfig& demands,
                                             Time now) {
  MUNIMENT_ASSIGN(const Note note, read_authority_note(file));
  if (note.signatures.empty()) {
    return in_file(file, "it is not signed");
  }
  MUNIMENT_ASSIGN(std::vector<std::string> signers, signers_of(file, note, demands));
  MUNIMENT_TRY(check_signers(file, signers, demands));
  auto document = parse_authority_document(note.text);
  if (!document) {
    return in_file(file, document.error().what);
  }
  TypedAuthority authority{std::move(document.value().terms),
                           std::move(document.value().paths)};
  AuthorityAdded& terms = authority.terms;
  if (terms.until && *terms.until < now) {
    return in_file(file, "it is out of date: valid until " + format_time(*terms.until));
  }
  if (demands.require_second_approver && terms.second_approver.empty()) {
    return in_file(file, "it names no second approver");
  }
  std::sort(signers.begin(), signers.end());
  terms.signed_by = std::move(signers);
  TreeHasher hasher;
  terms.document = to_hex(hasher.plain(note.text));
  return authority;
}

}  // namespace muniment
