// What would go under a disposal authority, looked at before anything does: what of it a
// hold keeps, what is the last copy that anybody knows of, what is not there at all.
//
// Owner:   a function over a Reader. Threads: as the Reader.
// Failure: as Reader; kNoSpace, kIo from the index of copies.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reconcile/classified_items.h"

namespace muniment {

enum class DisposalConcern { kHeld, kLastCopy, kNotInInventory, kNotObserved };
std::string_view name_of(DisposalConcern concern);

struct AuthorityCheck {
  std::uint64_t items = 0;  // covered and held in the inventory
  std::uint64_t bytes = 0;
  std::uint64_t held = 0;         // of them: a hold in force keeps it
  std::uint64_t last_copies = 0;  // no store holds its content beside what would go
  std::uint64_t not_in_inventory = 0;  // listed paths and prefixes where nothing is
  std::uint64_t not_observed = 0;      // of the items: could not be looked at
  std::uint64_t kept_longer = 0;       // its retention is not over
  // More would go than the authority is for: so many would be left unexplained.
  std::uint64_t beyond_max_items = 0;
  std::uint64_t beyond_max_bytes = 0;

  bool has_concerns() const {
    return held + last_copies + not_in_inventory + not_observed + beyond_max_items +
               beyond_max_bytes >
           0;
  }
};

struct AuthorityQuestion {
  std::string catalogue;                 // path
  std::string scratch;                   // directory
  std::int64_t store_id = 0;             // whose items
  std::vector<std::int64_t> all_stores;  // where copies count
  const Policy* policy = nullptr;
  const AuthorityAdded* terms = nullptr;
  const ListedScope* scope = nullptr;
  Time now;
};

// `listed` hears each concern, `detail` with what it is about (the hold).
using ConcernListener = std::function<Status(
    DisposalConcern concern, const StorePath& path, const std::string& detail)>;
Result<AuthorityCheck> check_authority(Reader& reader,
                                       const AuthorityQuestion& question,
                                       const ConcernListener& listed);

}  // namespace muniment
