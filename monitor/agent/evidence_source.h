// All that is known about one store and explains removals from it, read from the catalogue
// once for one job.
//
// Owner:   a scan, or whoever reconsiders earlier removals; the Reader must outlive it.
//          Only who holds the store's lock may explain: authorities are used up here.
// Threads: one at a time.
// Failure: as Reader; kNoSpace, kIo from the index of what transfers have taken elsewhere.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/content_index.h"
#include "catalogue/reader.h"
#include "catalogue/scratch.h"
#include "explain/explain.h"

namespace muniment {

class EvidenceSource {
 public:
  // Where an index finds room, and the catalogue.
  struct Places {
    std::string catalogue;
    std::string scratch;
  };

  static Result<EvidenceSource> load(Reader& reader, std::int64_t store_id,
                                     Places places);

  // Explains a removal and uses up what explains it. `seq` is the number of its event;
  // nullopt for one that is not recorded yet.
  Result<Verdict> explain(const Candidate& item, Time first_missed,
                          std::optional<std::uint64_t> seq = std::nullopt);

  // Does the end of its retention explain it, whatever else does?
  Result<bool> is_past_retention(const Candidate& item, Time first_missed);

  // Should a hold have kept it, by all that is known now?
  Result<bool> was_held(const Candidate& item, Time first_missed);

  // References of the holds in force that keep the item where it was and say nothing of
  // where it is now.
  Result<std::vector<std::string>> holds_to_follow(const ItemMoved& moved);
  bool has_holds() const { return !evidence_.holds().empty(); }

 private:
  EvidenceSource(Reader& reader, std::int64_t store_id, Places places,
                 EvidenceState state, bool any_went, Evidence evidence,
                 std::vector<TransferRecord> transfers)
      : reader_(&reader),
        store_id_(store_id),
        places_(std::move(places)),
        state_(state),
        any_went_(any_went),
        evidence_(std::move(evidence)),
        transfers_(std::move(transfers)) {}

  Result<std::optional<ItemRegistered>> registered(const StorePath& path,
                                                   const ItemFacts& facts);
  Result<std::optional<ItemRegistered>> registered_after(
      const ItemMoved& moved, const std::optional<ItemRegistered>& before);
  Result<Listings> listings(const StorePath& path);
  Result<std::vector<CopyFound>> copies_of(const Candidate& item);
  Result<std::optional<Time>> copied_entry(const TransferRecord& transfer,
                                           const Candidate& item);
  Result<std::vector<std::string>> used_before(const Candidate& item,
                                               std::optional<std::uint64_t> seq);
  std::vector<std::string> holds_in_force(
      const StorePath& path, const std::optional<ItemRegistered>& row,
      const std::vector<std::string>& listed_by) const;

  Reader* reader_;
  std::int64_t store_id_;
  Places places_;
  EvidenceState state_;
  bool any_went_;  // from the store, before this job
  Evidence evidence_;
  std::vector<TransferRecord> transfers_;  // from this store
  std::optional<ContentIndex> copies_;     // at their destinations, once needed
};

}  // namespace muniment
