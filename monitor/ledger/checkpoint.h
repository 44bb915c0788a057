// C2SP tlog-checkpoint: what a log commits to, as a value and as the text that is
// signed.
//
// Owner:   plain values. Threads: any.
// Failure: parsing hostile text is kCorrupt with the reason.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/hash.h"
#include "model/result.h"

namespace muniment {

struct Checkpoint {
  std::string origin;      // the name of the log, which is that of its key
  std::uint64_t size = 0;  // entries
  Hash root{};

  bool operator==(const Checkpoint&) const = default;
};

// Three lines: origin, size in decimal, root in base64.
std::string format_checkpoint(const Checkpoint& checkpoint);

// Further lines are extensions: they may not be empty, and mean nothing here.
Result<Checkpoint> parse_checkpoint(std::string_view text);

// Decimal as C2SP wants sizes and indexes: digits only, no leading zero; at most
// kMaxTreeSize.
std::optional<std::uint64_t> parse_log_number(std::string_view text);

// 32 bytes in base64.
std::optional<Hash> parse_log_hash(std::string_view text);

}  // namespace muniment
