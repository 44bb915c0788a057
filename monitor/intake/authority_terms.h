// What the terms of a disposal authority must be, wherever they come from.
//
// Owner: pure function. Threads: any. Failure: kInvalid with the first thing that is wrong.

#pragma once

#include <vector>

#include "model/disposal_events.h"
#include "model/result.h"

namespace muniment {

// It has a scope, and no part of the scope is within another: a prefix in a prefix, a
// listed path in a prefix, or anything twice. No prefix is the whole store. Times are in
// order, limits above 0, names of people and references printable (without backslashes)
// and not long; the second approver is another person than the first, whatever the
// capitals and spaces (of ASCII).
//
// `paths` is the list; terms.scope.listed_paths is not looked at.
Status check_authority_terms(const AuthorityAdded& terms,
                             const std::vector<StorePath>& paths);

}  // namespace muniment
