// What each event does to the tables of the catalogue.
//
// Internal to catalogue/. Deterministic: the same events give the same tables.
//
// Owner:   made for one transaction; finish() writes the sums it gathered.
// Threads: not thread-safe.
// Failure: throws SQLite::Exception, for catching() around the transaction.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "catalogue/database.h"
#include "model/event.h"

namespace muniment {

class Projection {
 public:
  explicit Projection(SQLite::Database& database);

  // `seq` is the event's index in the ledger.
  void apply(std::uint64_t seq, const Event& event);
  void finish();

 private:
  // Sums are kept here and written once a batch: a row a million times is slow.
  struct DirectorySums {
    std::int64_t id = 0;
    std::int64_t entries = 0;
    std::int64_t items = 0;
    std::int64_t bytes = 0;
  };
  struct StoreSums {
    std::int64_t id = 0;
    std::int64_t items = 0;
    std::int64_t bytes = 0;
    std::int64_t unexplained_items = 0;
    std::int64_t unexplained_bytes = 0;
    std::int64_t verified_items = 0;
    std::int64_t verified_bytes = 0;
    std::map<std::pair<int, int>, std::pair<std::int64_t, std::int64_t>> changes;
    std::unordered_map<std::string, DirectorySums> directories;
    // Events come a directory at a time: the last one is nearly always the next one.
    std::string last_path;
    DirectorySums* last = nullptr;
  };

  StoreSums& store(const std::string& name);
  DirectorySums& directory(StoreSums& store, std::string_view path);
  void count_change(StoreSums& store, ChangeKind kind, Explanation explanation,
                    std::uint64_t bytes);
  void count_entry(StoreSums& store, DirectorySums& directory, const ItemFacts& facts,
                   int sign);
  void insert_item(std::uint64_t seq, StoreSums& store, const StorePath& path,
                   const ItemFacts& facts, Time first_seen);
  // Takes the row away; the time its item was first seen, or `otherwise` without a row.
  // With `type`, a row of another type is not the item: where moves cross, one that came
  // before may have put another item there already.
  Time delete_item(StoreSums& store, const StorePath& path, Time otherwise,
                   std::optional<ItemType> type = std::nullopt);
  void forget_corrupted(const DirectorySums& directory, std::string_view name);
  void write_directory(const DirectorySums& sums);
  void write_store(const StoreSums& sums);

  void on(std::uint64_t seq, Time time, const LedgerStarted& e);
  void on(std::uint64_t seq, Time time, const StoreEnrolled& e);
  void on(std::uint64_t seq, Time time, const ItemAdded& e);
  void on(std::uint64_t seq, Time time, const ItemAltered& e);
  void on(std::uint64_t seq, Time time, const ItemMoved& e);
  void on(std::uint64_t seq, Time time, const ItemRemoved& e);
  void on(std::uint64_t seq, Time time, const ItemsVerified& e);
  void on(std::uint64_t seq, Time time, const PlaceUnobserved& e);
  void on(std::uint64_t seq, Time time, const PlaceObserved& e);
  void on(std::uint64_t seq, Time time, const ScanFinished& e);
  void on(std::uint64_t seq, Time time, const CheckFinished& e);
  void on(std::uint64_t seq, Time time, const GapRecorded& e);
  void on(std::uint64_t seq, Time time, const AuthorityAdded& e);
  void on(std::uint64_t seq, Time time, const AuthorityPaths& e);
  void on(std::uint64_t seq, Time time, const IncidentRecorded& e);
  void on(std::uint64_t seq, Time time, const AgentStarted& e);
  void on(std::uint64_t seq, Time time, const AgentStopped& e);
  void on(std::uint64_t seq, Time time, const KeyRotated& e);
  void on(std::uint64_t seq, Time time, const WitnessConflict& e);

  // Prepared on first use: a batch rarely needs them all.
  SQLite::Statement& prepared(const char* sql);

  SQLite::Database& database_;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
  std::unordered_map<std::string, StoreSums> stores_;
  bool any_corrupted_ = true;  // may there be rows in `corrupted`?
};

}  // namespace muniment
