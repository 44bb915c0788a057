// A verifier key as it is typed: the key itself, or the name of a file that holds it.
//
// Owner:   pure but for reading the file. Threads: any.
// Failure: kInvalid says why it is neither.

#pragma once

#include <string>

#include "ledger/verifier_key.h"
#include "model/result.h"

namespace muniment {

Result<VerifierKey> parse_key_argument(const std::string& typed);

}  // namespace muniment
