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
#include <vector>

#include "catalogue/database.h"
#include "catalogue/schema.h"
#include "model/event.h"

namespace muniment {

// Binds NULL for nullopt.
void bind_time(SQLite::Statement& statement, int index,
               const std::optional<Time>& time);
void bind_count(SQLite::Statement& statement, int index,
                const std::optional<std::uint64_t>& count);

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
    std::int64_t logged_items = 0;
    std::int64_t logged_bytes = 0;
    std::int64_t hold_breaches = 0;
    std::int64_t registered_items = 0;
    std::int64_t evidence = 0;           // as the column has it
    std::int64_t register_evidence = 0;  // as the column has it
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
  void count_explanation(StoreSums& store, Explanation explanation, std::uint64_t bytes,
                         int sign);
  void count_breach(StoreSums& store, const std::string& hold, int sign);
  // By one item, +1; or one item less, -1.
  void use_authority(const StoreSums& store, const std::string& reference,
                     std::uint64_t bytes, int sign);
  // The event may explain what went before it.
  void note_evidence(StoreSums& store, std::uint64_t seq);
  // What is newly read at the destination of a transfer may explain what left its source.
  void note_arrivals(std::uint64_t seq, const StoreSums& destination);
  void follow_move(const StoreSums& store, const ItemMoved& e);
  void add_scope(ScopeKind kind, std::int64_t store, const std::string& reference,
                 const Scope& scope);
  void add_scope_paths(ScopeKind kind, std::int64_t store, const std::string& reference,
                       const std::vector<StorePath>& paths);

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
  // In projection_evidence.cc
  void on(std::uint64_t seq, Time time, const RemovalReconsidered& e);
  void on(std::uint64_t seq, Time time, const EvidenceReconsidered& e);
  void on(std::uint64_t seq, Time time, const AuthorityRevoked& e);
  void on(std::uint64_t seq, Time time, const HoldPlaced& e);
  void on(std::uint64_t seq, Time time, const HoldPaths& e);
  void on(std::uint64_t seq, Time time, const HoldReleased& e);
  void on(std::uint64_t seq, Time time, const HoldChecked& e);
  void on(std::uint64_t seq, Time time, const TransferOpened& e);
  void on(std::uint64_t seq, Time time, const TransferPaths& e);
  void on(std::uint64_t seq, Time time, const TransferClosed& e);
  void on(std::uint64_t seq, Time time, const ItemRegistered& e);
  void on(std::uint64_t seq, Time time, const RegisterImported& e);
  void on(std::uint64_t seq, Time time, const DeletionLogged& e);
  void on(std::uint64_t seq, Time time, const LogImported& e);
  void on(std::uint64_t seq, Time time, const PolicyDeclared& e);
  void on(std::uint64_t seq, Time time, const RetentionReviewed& e);

  // Prepared on first use: a batch rarely needs them all.
  SQLite::Statement& prepared(const char* sql);

  SQLite::Database& database_;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
  std::unordered_map<std::string, StoreSums> stores_;
  bool any_corrupted_ = true;   // may there be rows in `corrupted`?
  bool any_registered_ = true;  // may there be rows in `registered`?
};

}  // namespace muniment
