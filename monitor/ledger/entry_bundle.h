// Bundles of entries: up to 256 entries of the log one after another, each with its
// length before it (uint16, big-endian), as C2SP tlog-tiles has them.
//
// Owner:   split entries point into the bytes that they were split from. Threads: any.
// Failure: kCorrupt when bytes are not a bundle of exactly that many entries.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/right_edge.h"
#include "model/result.h"

namespace muniment {

inline constexpr std::size_t kMaxEntryBytes = 65'535;
inline constexpr std::size_t kMaxBundleBytes = kTileWidth * (2 + kMaxEntryBytes);

// REQUIRES: 1 <= entry.size() <= kMaxEntryBytes.
void append_to_bundle(std::string& bundle, std::string_view entry);

// Fills `entries` with the `count` entries of `bundle`; nothing may follow them.
Status split_bundle(std::string_view bundle, unsigned count,
                    std::vector<std::string_view>& entries);

}  // namespace muniment
