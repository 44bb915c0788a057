// Derives a tree from its stored entries and compares every stored tile on the way.
//
// This is the second way to a root: it uses what the files say, not what an append had
// in memory. The same walk checks a whole ledger, a batch just written, and one that a
// killed process left.
//
// Owner:   one per check. Threads: one at a time.
// Failure: missing and differing files are problems; one that cannot be read ends the
//          walk with an error, for then nobody can tell.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry_bundle.h"
#include "ledger/hash.h"
#include "ledger/right_edge.h"
#include "ledger/tile_files.h"
#include "model/result.h"

namespace muniment {

struct LedgerProblem {
  std::string where;  // file below the ledger's directory
  std::string what;

  bool operator==(const LedgerProblem&) const = default;
};

class TreeCheck {
 public:
  // Goes on from `start`, the edge of a smaller tree that is trusted; an empty one to
  // check all. Stops after `max_problems`.
  TreeCheck(TileFiles files, RightEdge start, std::size_t max_problems);

  Status run();

  const std::vector<LedgerProblem>& problems() const { return problems_; }
  // Was all of the tree looked at?
  bool is_complete() const { return edge_.size() == files_.size(); }
  // Of the derived tree. REQUIRES: is_complete().
  Hash root() { return edge_.root(hasher_); }

 private:
  bool is_full() const { return problems_.size() >= max_problems_; }
  Status note_problem(const std::string& where, Error error);
  Status check_bundle(std::uint64_t index);
  Status derive_leaves(std::uint64_t index);
  void compare_with(std::span<const Hash> known, std::uint64_t index,
                    const std::string& known_from);
  Status compare_tile(unsigned level, std::uint64_t index,
                      std::span<const Hash> derived);
  Status compare_right_edge();

  TileFiles files_;
  RightEdge start_;
  RightEdge edge_;
  std::size_t max_problems_;
  TreeHasher hasher_;
  std::vector<LedgerProblem> problems_;
  EntryBundle bundle_;        // reused
  std::vector<Hash> leaves_;  // reused
  std::vector<Hash> stored_;  // reused
};

}  // namespace muniment
