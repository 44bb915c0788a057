// Does the state hold what the ledger's entries make, and nothing else?
//
// Owner:   one check; it keeps a snapshot of the catalogue, so it can be made first and
//          asked after the ledger was verified. Threads: one. Writes nothing but a file
//          without a name in the state directory, which goes with the check; where that
//          has no room or may not be written, in the temporary directory ($TMPDIR).
// Failure: an error means that something could not be read: then nobody can tell.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "agent/state_directory.h"
#include "catalogue/catalogue_check.h"
#include "ledger/checkpoint.h"
#include "ledger/tree_check.h"

namespace muniment {

class StateVerify {
 public:
  using Problems = std::vector<LedgerProblem>;

  // Take it before the ledger's checkpoint is read: an agent may be writing.
  static Result<StateVerify> begin(const StateDirectory& state);

  // Problems of ledger, catalogue and the note of the last start with each other; then,
  // when there are none, every table against the entries. `on_batch` hears how many
  // entries have been derived.
  Result<Problems> run(const Checkpoint& ledger,
                       const std::function<void(std::uint64_t)>& on_batch = {});

 private:
  explicit StateVerify(StateDirectory state) : state_(std::move(state)) {}
  Result<Catalogue> derive(const std::function<void(std::uint64_t)>& on_batch) const;
  Status compare_tables(Problems& problems,
                        const std::function<void(std::uint64_t)>& on_batch);

  StateDirectory state_;
  std::optional<Checkpoint> head_;
  std::optional<CatalogueCheck> catalogue_;  // nullopt: there is none yet
  Problems damages_;                         // that were seen at the beginning
};

}  // namespace muniment
