// Authorities as commands show them: with what is left, and with what went against them.
//
// Owner:   functions over a Reader. Threads: the main thread. Failure: as Reader.

#pragma once

#include <string>
#include <vector>

#include "catalogue/reader.h"
#include "exporters/report/authority_report.h"

namespace muniment {

// Of one store, oldest first; none before anything was recorded of it.
Result<std::vector<AuthorityRecord>> authorities_of(Reader& reader,
                                                    const std::string& store);

// All of them, or with a reference that one. Looks at every removal of the store that
// nothing explains: did an authority cover it, and was used up, or used for it before?
Result<std::vector<AuthorityLine>> authority_lines(Reader& reader,
                                                   const std::string& store,
                                                   const std::string& reference);

}  // namespace muniment
