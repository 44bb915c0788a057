// Disposal authorities, in full, as a table, and as JSON.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/reader.h"
#include "exporters/report/json_line.h"

namespace muniment {

struct AuthorityLine {
  AuthorityRecord record;
  Time now;  // for its state
};

// "open", "not-yet", "expired" or "used-up".
std::string_view state_of(const AuthorityLine& authority);

Json authority_json(const AuthorityLine& authority);
std::string authority_text(const AuthorityLine& authority);
std::string authority_table(const std::vector<AuthorityLine>& authorities);

}  // namespace muniment
