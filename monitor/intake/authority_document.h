// The text of a disposal authority that its approvers sign: one canonical JSON object
// (json_text.h) on one line, ended by a line feed.
//
//   {"approved_by":"A. Clerk","document":"muniment-authority/v1","from":"2023-07-01T...",
//    "max_items":10000,"nonce":"00112233445566778899aabbccddeeff","prefixes":["2023/01"],
//    "reference":"DA-2023-017","store":"bwv"}
//
// Other keys, when the authority has them: cases, classes, collections, max_bytes, paths,
// recorded_from, recorded_to, second_approver, until; collections, paths and prefixes that
// are not UTF-8 are in base64 under the key with "_b64". Lists are sorted by bytes. The
// nonce makes two authorities of the same terms two documents.
//
// Owner:   plain values. Threads: any.
// Failure: kInvalid with the reason for everything that is not such a text to the last
//          byte, or whose terms check_authority_terms() refuses.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/disposal_events.h"
#include "model/result.h"

namespace muniment {

struct AuthorityDocument {
  AuthorityAdded terms;  // `signed_by` and `document` are not part of the text
  std::vector<StorePath> paths;
  std::string nonce;  // 32 hexadecimal digits
  bool operator==(const AuthorityDocument&) const = default;
};

inline constexpr std::size_t kMaxAuthorityDocumentBytes = std::size_t{64} << 20;

// REQUIRES: check_authority_terms() agrees. Lists may be in any order.
std::string format_authority_document(const AuthorityDocument& document);

// Lists are sorted; terms.scope.listed_paths is what the list has.
Result<AuthorityDocument> parse_authority_document(std::string_view text);

}  // namespace muniment
