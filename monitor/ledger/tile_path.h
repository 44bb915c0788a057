// Where C2SP tlog-tiles keeps things, below the directory of the ledger.
//
// Owner:   pure functions. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/right_edge.h"

namespace muniment {

// "tile/0/x001/x234/067", or "tile/0/x001/x234/067.p/8" when `width` is less than 256.
std::string tile_path(unsigned level, std::uint64_t index, unsigned width = kTileWidth);

// The same of the bundle of entries: "tile/entries/x001/x234/067".
std::string bundle_path(std::uint64_t index, unsigned width = kTileWidth);

}  // namespace muniment
