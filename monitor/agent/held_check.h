// Which items a hold keeps, for the check of their content that placing it asks for.
//
// Owner:   functions over a Reader. Threads: as the Reader.
// Failure: kNotFound when the store has no such hold in force; as Reader.

#pragma once

#include <string>
#include <vector>

#include "catalogue/reader.h"
#include "model/event.h"

namespace muniment {

// The hold with its list; kNotFound when there is none in force.
Result<HoldRecord> hold_in_force(Reader& reader, std::int64_t store_id,
                                 const std::string& reference);

// Sorted paths of the regular files that it keeps.
Result<std::vector<StorePath>> items_of_hold(Reader& reader, std::int64_t store_id,
                                             const std::string& reference,
                                             const PolicyDeclared& policy);

// The oldest hold in force of the store whose items have not been read for it; "" for none.
Result<std::string> next_hold_to_check(Reader& reader, const std::string& store);

}  // namespace muniment
