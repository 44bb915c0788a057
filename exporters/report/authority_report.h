// Disposal authorities, in full, as a table, and as JSON.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/reader.h"
#include "exporters/report/json_line.h"
#include "reconcile/authority_check.h"

namespace muniment {

struct AuthorityLine {
  AuthorityRecord record;
  Time now;  // for its state
  // Removals that nothing explains and that it would cover: if it had not been used up; if
  // it had not been used for the same path before.
  std::uint64_t beyond = 0;
  std::uint64_t replayed = 0;
};

// "open", "not-yet", "expired", "revoked" or "used-up".
std::string_view state_of(const AuthorityLine& authority);

Json authority_json(const AuthorityLine& authority);
std::string authority_text(const AuthorityLine& authority);
std::string authority_table(const std::vector<AuthorityLine>& authorities);

// What a check before the disposal says, at the end of its list.
Json authority_check_json(const AuthorityAdded& terms, const AuthorityCheck& check);
std::string authority_check_text(const AuthorityAdded& terms,
                                 const AuthorityCheck& check);

}  // namespace muniment
