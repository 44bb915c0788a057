// What we know: the SQLite projection of the ledger, write side.
//
// A cache: everything in it follows from the events in order, except directory
// fingerprints, which a scan leaves behind to be quick next time.
//
// Owner:      one Catalogue per process, used under the state directory's write lock.
// Threads:    not thread-safe. Readers (reader.h) have connections of their own.
// Durability: apply() is one transaction that also stores the ledger size applied;
//             after a crash the ledger's remaining events are applied again by the
//             recorder.
// Failure:    kNoSpace, kIo: nothing of the batch was applied. kCorrupt: not our
//             database.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"
#include "model/result.h"

namespace muniment {

// XXH3-128 over the entries of a directory (digest/digester.h).
using DirectoryFingerprint = std::array<std::uint8_t, 16>;

// How far the catalogue has come in the ledger.
struct Applied {
  std::uint64_t size = 0;  // events
  std::string root;        // of the ledger at that size, hexadecimal
  Time last_event;         // 1970 when there is none
};

class Catalogue {
 public:
  static Result<Catalogue> open(const std::string& path);
  // An empty one of its own in `directory`, to hold others against; nobody else sees
  // it, and it goes with the object.
  static Result<Catalogue> scratch(const std::string& directory);
  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  // Is it still the one that has its name? Else it must be opened again.
  bool is_in_place() const;

  Result<Applied> applied();

  // Makes what was applied survive power loss. Without it only the ledger does.
  Status sync();

  // Applies events that stand in the ledger from index `applied().size` on. `root` is
  // the ledger's root after them, hexadecimal.
  Status apply(std::span<const Event> events, const std::string& root);

  // nullopt forgets a fingerprint: the directory will be compared row by row.
  using FingerprintUpdate = std::pair<StorePath, std::optional<DirectoryFingerprint>>;
  Status save_fingerprints(const std::string& store,
                           std::span<const FingerprintUpdate> updates);

 private:
  friend class CatalogueCheck;
  struct State;
  explicit Catalogue(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace muniment
