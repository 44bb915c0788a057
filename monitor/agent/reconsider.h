// Late evidence: an authority, a register, a storage's log or a verified copy that came
// after a removal was recorded may explain it, and a corrected register may show that
// nothing does. The first verdict stays in the ledger; the new one is added.
//
// Owner:   functions. Threads: none of their own.
// Durability: as Recorder, a few thousand verdicts at a time. Killed in between, the rest
//          follows the next time; nothing is used up twice.
// Failure: as Recorder and Reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "agent/recorder.h"
#include "catalogue/reader.h"

namespace muniment {

// Looks again at what went from the store, if evidence has come since the last time; how
// many explanations changed. REQUIRES: the caller holds the store's lock.
Result<std::uint64_t> reconsider(const StateDirectory& state, Recorder& recorder,
                                 Reader& reader, const std::string& store);

// The same, with the lock taken. nullopt: a scan of the store is running, which does it
// when it ends.
Result<std::optional<std::uint64_t>> reconsider_unless_busy(const StateDirectory& state,
                                                            Recorder& recorder,
                                                            Reader& reader,
                                                            const std::string& store);

}  // namespace muniment
