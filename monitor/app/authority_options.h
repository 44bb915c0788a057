// The options that describe a disposal authority, typed or as a signed document.
//
// Owner:   AuthorityOptions must live as long as the command that it was added to.
// Threads: the main thread.
// Failure: kInvalid names the option, or the document and what is wrong with it; nothing is
//          taken in part.

#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "app/config.h"
#include "app/scope_options.h"

namespace muniment {

struct AuthorityOptions {
  std::string store;
  std::string reference;
  std::string approved_by;
  std::optional<std::string> second_approver;
  std::optional<std::string> from;
  std::optional<std::string> until;
  std::optional<std::string> max_items;
  std::optional<std::string> max_bytes;
  std::string document;
  ScopeOptions scope;
};

// Authority and list.
struct TypedAuthority {
  AuthorityAdded terms;
  std::vector<StorePath> paths;
};

// `with_document`: the terms may be a signed document instead.
void add_authority_options(CLI::App& command, AuthorityOptions& typed,
                           bool with_document);

// The terms as typed; those of a document come from read_authority().
Result<TypedAuthority> parse_authority(const AuthorityOptions& typed);

// The terms, typed or of the document, as the configuration demands them: with a second
// approver, with signatures.
Result<TypedAuthority> read_authority(const AuthorityOptions& typed,
                                      const AuthoritiesConfig& demands, Time now);

}  // namespace muniment
