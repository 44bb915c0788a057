// Authorities as signed documents: a C2SP signed note over the text of
// intake/authority_document.h, signed with the keys of its approvers.
//
// Owner:   functions. Threads: any.
// Failure: kInvalid "FILE: reason" for what is not signed, altered, signed with other keys
//          than the configured ones, signed by too few, or out of date.

#pragma once

#include <string>

#include "app/authority_options.h"
#include "ledger/note.h"

namespace muniment {

// Checks everything but whether it was used before, which the ledger knows. With
// require_second_approver it takes two signatures of two configured keys.
Result<TypedAuthority> read_signed_authority(const std::string& file,
                                             const AuthoritiesConfig& demands,
                                             Time now);

// The text of a document, signed already or not, with the signatures that it has.
Result<Note> read_authority_note(const std::string& file);

}  // namespace muniment
