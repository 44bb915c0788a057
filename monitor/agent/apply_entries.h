// Brings a catalogue to where the ledger is: reads entries, applies them in batches.
//
// Owner:   a function. Threads: none of its own.
// Durability: as Catalogue::apply; it may stop between two batches and be called again.
// Failure: kCorrupt for an entry that is no event, naming it.

#pragma once

#include <functional>
#include <string>

#include "catalogue/catalogue.h"
#include "ledger/tile_files.h"
#include "model/result.h"

namespace muniment {

// Applies the entries of `ledger` that `catalogue` has not, up to its size; `root` is
// the root there. `on_batch` hears how many events have been applied.
Status apply_entries(const TileFiles& ledger, const std::string& root,
                     Catalogue& catalogue,
                     const std::function<void(std::uint64_t)>& on_batch = {});

}  // namespace muniment
