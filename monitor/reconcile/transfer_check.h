// May the source of a transfer be purged? Says so for every item in its scope, those that
// are at the source and those that have gone from it since the transfer was opened.
//
// Owner:   a function over a Reader. Threads: as the Reader.
// Failure: as Reader; kNoSpace, kIo from the index of contents.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "reconcile/classified_items.h"

namespace muniment {

enum class TransferState {
  kVerified,    // the destination holds the content, read there since it was opened
  kUnverified,  // it holds the content, not read since, or the place cannot be seen now
  kDifferent,   // other content stands under its path at the destination
  kAbsent,      // the destination does not hold it; the source still does
  kLost,        // in neither place
};
std::string_view name_of(TransferState state);

struct TransferCheck {
  std::uint64_t items = 0;  // in scope
  std::uint64_t bytes = 0;
  std::uint64_t verified = 0;
  std::uint64_t unverified = 0;
  std::uint64_t different = 0;
  std::uint64_t absent = 0;
  std::uint64_t lost = 0;
  std::uint64_t at_source = 0;     // of the items: not gone from it yet
  std::uint64_t not_observed = 0;  // places of the source that cannot be seen now

  // Everything is at the destination, and nothing at the source is hidden.
  bool may_purge() const { return items > 0 && verified == items && not_observed == 0; }
};

struct TransferQuestion {
  std::string catalogue;  // path
  std::string scratch;    // directory
  const TransferRecord* transfer = nullptr;
  const Policy* policy = nullptr;  // of the source
  const ListedScope* scope = nullptr;
};

// `listed` hears each item that is not verified.
using TransferListener =
    std::function<Status(TransferState state, const StorePath& path, std::uint64_t size,
                         const std::string& detail)>;
Result<TransferCheck> check_transfer(Reader& reader, const TransferQuestion& question,
                                     const TransferListener& listed);

}  // namespace muniment
