// One directory as it is, against what the catalogue knows of it.
//
// Owner:   made for one visit of one directory by one thread of a scan.
// Threads: one; the output takes calls from many visits at once.
// Failure: an Error means that the scan cannot go on (catalogue, scratch table). What
//          could not be observed is not an error: it goes to the output as a place.

#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/reader.h"
#include "digest/content.h"
#include "digest/digester.h"
#include "scan/scan.h"
#include "store/directory.h"

namespace muniment {

// What one thread keeps from directory to directory.
struct ScanWorker {
  ContentReader content;
  FingerprintBuilder fingerprint;
  std::optional<Reader> reader;  // opened when the first rows are needed
};

// Where a visit tells what it found.
class VisitOutput {
 public:
  virtual ~VisitOutput() = default;
  virtual Status added(std::vector<Arrival> arrivals) = 0;
  virtual Status altered(ItemAltered change) = 0;
  virtual Status missing(std::vector<Candidate> candidates) = 0;
  virtual Status unobserved(Place place) = 0;
  // nullopt: the directory has to be compared row by row next time.
  virtual void seen(const StorePath& directory,
                    std::optional<DirectoryFingerprint> fingerprint) = 0;
  // Something in it is too young, or changed while read: to be visited once more.
  virtual void revisit(const StorePath& directory) = 0;
};

struct VisitContext {
  const ScanRequest& request;
  std::optional<Time> last_observed;  // of the store
  std::int64_t settle_ns = 0;
  bool is_last_look = false;  // what is still young now is in flight
  ScanProgress& progress;
  const std::atomic<bool>& stop;
};

// The change from what the catalogue has to what was read; kMetadata when the content
// is the same. Also for fixity checks.
ItemAltered describe_change(const std::string& store, const StorePath& path,
                            const KnownItem& row, const ItemFacts& now, Time last_seen);

class DirectoryVisit {
 public:
  DirectoryVisit(const VisitContext& context, ScanWorker& worker,
                 const Directory& directory, VisitOutput& output);

  // `known` is nullptr for a directory without rows.
  Status run(const KnownDirectory* known);

 private:
  // One row and one entry of the same name.
  Status compare(const Entry& entry, const KnownItem& row);
  Status compare_file(const Entry& entry, const KnownItem& row, const ItemFacts& now);
  Status take_in(const Entry& entry);
  Status row_missing(const KnownItem& row);

  Status run_fresh();
  Status run_merge(const KnownDirectory& known);
  Status merge(const KnownDirectory& known);
  std::optional<DirectoryFingerprint> current_fingerprint(std::uint64_t& sum);
  Result<std::optional<ItemFacts>> observe(const Entry& entry);
  Status not_observed(const Entry& entry, const Error& error);
  Result<ItemFacts> read_settled(const Entry& entry);
  Status in_flight(const Entry& entry, const std::string& reason);
  bool is_young(const ItemFacts& facts) const;
  Status flush();
  Status add_arrival(const Entry& entry, ItemFacts facts);

  const VisitContext context_;  // its own: callers pass a temporary
  ScanWorker& worker_;
  const Directory& directory_;
  VisitOutput& output_;
  Time now_;
  bool is_whole_ = true;  // every entry was observed: its fingerprint may be kept
  std::uint64_t seen_sum_ = 0;
  std::vector<Arrival> arrivals_;
  std::vector<Candidate> missing_;
};

}  // namespace muniment
