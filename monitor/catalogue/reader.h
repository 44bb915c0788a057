// What we know: questions to the catalogue. Each call sees one consistent state.
//
// Owner:   a Reader has its own connection; scans, commands and the agent make their
//          own. Threads: one thread at a time; many Readers work at once, beside the
//          one writer.
// Failure: kNotFound when there is no catalogue yet; kIo, kCorrupt from SQLite.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/evidence_records.h"
#include "catalogue/summary.h"
#include "model/collection.h"
#include "model/event.h"
#include "model/result.h"

namespace muniment {

struct StoreRecord {
  std::int64_t id = 0;
  std::optional<StoreIdentity> identity;
  std::uint64_t items = 0;            // regular files held
  std::uint64_t bytes = 0;            // of their content
  std::optional<Time> last_observed;  // when the last scan that saw the store started
  std::optional<Time> last_ended;     // when the last scan of any outcome ended
};

struct KnownDirectory {
  std::int64_t id = 0;
  StorePath path;
  std::uint64_t entries = 0;  // of any type
  std::uint64_t items = 0;    // regular files
  std::uint64_t bytes = 0;    // of their content
  std::optional<DirectoryFingerprint> fingerprint;
};

struct KnownItem {
  std::string name;
  ItemFacts facts;
  Time first_seen;
  std::optional<Time> verified;  // when the content was last found as recorded
  bool is_corrupted = false;
  std::uint64_t seq = 0;  // of the newest event that is about this item alone
};

struct UnobservedPlace {
  StorePath path;
  PlaceKind place = PlaceKind::kFile;
  std::string reason;
  Time since;
  std::optional<Time> last_observed;
};

// The explanation of `removed` is the one of now.
struct Tombstone {
  std::uint64_t seq = 0;
  ItemRemoved removed;
  std::optional<std::uint64_t> reconsidered;  // number of the event that changed it
};

struct IncidentRow {
  IncidentRecorded recorded;
  Time changed;
};

struct SummaryOptions {
  Time now;  // whether authorities are over
  std::map<std::string, CollectionTemplate> collections;  // by store
  // Items whose content was last read before this are overdue, by store.
  std::map<std::string, Time> fixity_due_before;
};

class Reader {
 public:
  static Result<Reader> open(const std::string& path);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // Is its catalogue still the one that has its name? Else it must be opened again.
  bool is_in_place() const;
  // Changes when another connection has written; for caches.
  Result<std::int64_t> data_version();
  Result<Applied> applied();
  Result<Summary> summary(const SummaryOptions& options);

  // nullopt: no event has named this store yet.
  Result<std::optional<StoreRecord>> store(const std::string& name);
  Result<std::vector<KnownDirectory>> directories(std::int64_t store_id);
  // At most `limit` items of a directory, by name, after the name `after` ("" for the
  // first page: no entry has that name). Fewer than `limit` means that there are no
  // more.
  Result<std::vector<KnownItem>> items_in(std::int64_t directory_id,
                                          const std::string& after, int limit);
  // nullopt: no such item is held.
  Result<std::optional<KnownItem>> item(std::int64_t store_id, const StorePath& path);
  // Number of the newest event about this item alone, held or gone: `added`, `altered`,
  // `moved` or `removed`. nullopt: there never was such an item, or it moved away.
  Result<std::optional<std::uint64_t>> newest_event(std::int64_t store_id,
                                                    const StorePath& path);
  Result<std::vector<UnobservedPlace>> unobserved(std::int64_t store_id);

  // Evidence (reader_evidence.cc). Lists of paths are not in the scopes: ask listings().
  Result<EvidenceState> evidence_state(std::int64_t store_id);
  // When the first item was missed; nullopt when nothing ever went.
  Result<std::optional<Time>> first_removal(std::int64_t store_id);
  Result<std::vector<AuthorityRecord>> authorities(std::int64_t store_id);
  Result<std::vector<HoldRecord>> holds(std::int64_t store_id);
  // Of all stores, oldest first.
  Result<std::vector<TransferRecord>> transfers();
  Result<std::vector<PolicyRecord>> policies(std::int64_t store_id);  // oldest first
  Result<Listings> listings(std::int64_t store_id, const StorePath& path);
  enum class ListOf { kAuthority = 1, kHold = 2, kTransfer = 3 };
  // The listed paths, in order.
  Status each_listed(ListOf kind, std::int64_t store_id, const std::string& reference,
                     const std::function<Status(const StorePath&)>& visitor);

  // What the register says of the item: found by its path, or where it moved from, or by
  // the identifier that is its name (without the last extension, too), or by its content
  // when one row alone has that. nullopt: nothing.
  Result<std::optional<ItemRegistered>> registered(
      std::int64_t store_id, const StorePath& path,
      const std::optional<Digests>& content);
  // Where the item moved that the register knows under `path`; nullopt when it did not.
  Result<std::optional<StorePath>> followed_to(std::int64_t store_id,
                                               const StorePath& path);
  // All rows, by path (directory, then name) and then by identifier.
  Status each_registered(std::int64_t store_id,
                         const std::function<Status(const ItemRegistered&)>& visitor);
  // Does the register know any item by an identifier alone?
  Result<bool> has_identifiers(std::int64_t store_id);
  // Regular files held that the register knows by path (or followed on a move), grouped by
  // what it says of them.
  Status each_registered_group(
      std::int64_t store_id,
      const std::function<Status(const RegisteredGroup&)>& visitor);
  // As last recorded; zeros when it never was.
  Result<RetentionReviewed> last_review(std::int64_t store_id);
  // Oldest first.
  Result<std::vector<DeletionLogged>> logged_deletions(std::int64_t store_id,
                                                       const StorePath& path);
  // References of authorities that explain removals of this very path, but for the
  // removal `except`.
  Result<std::vector<std::string>> authorities_used_for(
      std::int64_t store_id, const StorePath& path,
      std::optional<std::uint64_t> except);
  // nullopt: the event is no removal.
  Result<std::optional<CurrentVerdict>> current_verdict(std::uint64_t seq);
  // At most `limit` removals after event `after` that have one of these explanations now.
  Result<std::vector<Tombstone>> removals(std::int64_t store_id, std::uint64_t after,
                                          int limit,
                                          const std::vector<Explanation>& wanted);

  Result<std::vector<IncidentRow>> open_incidents(std::int64_t store_id);
  Result<std::uint64_t> incident_count();

  // All items of one directory, by name, a page at a time.
  Status each_item_in(std::int64_t directory_id,
                      const std::function<Status(const KnownItem&)>& visitor);
  // All items held, by directory and name, at `under` or below it.
  using ItemVisitor = std::function<Status(const StorePath&, const KnownItem&)>;
  Status each_item(std::int64_t store_id, const StorePath& under,
                   const ItemVisitor& visitor);
  // All items that went, oldest first, at `under` or below it.
  using TombstoneVisitor = std::function<Status(const Tombstone&)>;
  Status each_tombstone(std::int64_t store_id, const StorePath& under,
                        const TombstoneVisitor& visitor);

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace muniment
