// What went against authorities: removals that nothing explains and that one would cover,
// had it not been used up, or used for the same path before.
//
// Owner:   a function over a Reader. Threads: as the Reader. Failure: as Reader.

#pragma once

#include <cstdint>
#include <vector>

#include "catalogue/reader.h"

namespace muniment {

struct AuthorityMisuse {
  std::uint64_t beyond = 0;    // went when it was used up
  std::uint64_t replayed = 0;  // went again
};

// One for each of `authorities`, which are all of the store. Cost: one look at each
// removal of the store that nothing explains.
Result<std::vector<AuthorityMisuse>> find_misuse(
    Reader& reader, std::int64_t store_id,
    const std::vector<AuthorityRecord>& authorities);

}  // namespace muniment
