// The facts that Muniment records, one struct a kind. An event is one leaf of the
// ledger; the catalogue is what follows from all of them in order.
//
// Owner:   plain values. Threads: any. Failure: none (event_json.h encodes and
//          decodes).
//
// Every struct has `kType`, the name it has in the ledger. Names and meanings are
// persisted for ever: add fields and kinds, never rename or re-use them.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/disposal_events.h"
#include "model/item.h"
#include "model/register_events.h"
#include "model/time.h"
#include "model/witness_outcome.h"

namespace muniment {

// Persisted: DO NOT CHANGE THESE VALUES. `kNone` is for changes that are not losses.
enum class Explanation : std::uint8_t {
  kNone = 0,
  kUnexplained = 1,
  kMoved = 2,
  kAuthority = 3,
  kRetention = 4,
  kTransfer = 5,
  kLogged = 6,
};
std::string_view name_of(Explanation explanation);  // "" for kNone
std::optional<Explanation> explanation_from(std::string_view name);

// Persisted: DO NOT CHANGE THESE VALUES.
enum class ChangeKind : std::uint8_t {
  kAdded = 1,
  kRemoved = 2,
  kModified = 3,
  kMoved = 4,
  kCorrupted = 5,  // content differs, size and modification time do not
  kEmptied = 6,    // had content, has none now
  kMetadata = 7,   // content is the same, times or inode are not
};
std::string_view name_of(ChangeKind kind);
std::optional<ChangeKind> change_kind_from(std::string_view name);

// What tells one mounted store from any other.
struct StoreIdentity {
  std::string filesystem_type;  // "ext4", or the magic number in hexadecimal
  std::string filesystem_id;    // statfs f_fsid, hexadecimal
  std::uint64_t root_inode = 0;
  std::optional<Time> root_birth;  // where the filesystem keeps it
  std::string root_handle;   // file handle with generation, hexadecimal; may be ""
  std::string mount_source;  // "/dev/sdb1"; shown, not compared: names move

  bool operator==(const StoreIdentity&) const = default;
  bool is_same_store(const StoreIdentity& other) const;
};

struct LedgerStarted {
  static constexpr std::string_view kType = "ledger_started";
  int format = 1;
  std::string origin;
  bool operator==(const LedgerStarted&) const = default;
};

struct StoreEnrolled {
  static constexpr std::string_view kType = "store_enrolled";
  std::string store;
  StoreIdentity identity;
  std::string by;      // who accepted another identity than the one before; else ""
  std::string reason;  // and why
  bool operator==(const StoreEnrolled&) const = default;
};

struct ItemAdded {
  static constexpr std::string_view kType = "added";
  std::string store;
  StorePath path;
  ItemFacts facts;
  bool operator==(const ItemAdded&) const = default;
};

// kModified, kCorrupted, kEmptied or kMetadata: the item is there and is not what it
// was.
struct ItemAltered {
  static constexpr std::string_view kType = "altered";
  std::string store;
  StorePath path;
  ChangeKind kind = ChangeKind::kModified;
  ItemFacts facts;                        // now
  std::uint64_t size_before = 0;          // bytes
  std::optional<Digests> digests_before;  // where they differ
  Time last_seen;  // when the content was last known to be as recorded
  std::string detail;
  bool operator==(const ItemAltered&) const = default;
};

struct ItemMoved {
  static constexpr std::string_view kType = "moved";
  std::string store;
  StorePath path;  // where it is now
  StorePath from;
  ItemFacts facts;
  bool operator==(const ItemMoved&) const = default;
};

// Everything that is kept of an item that went.
struct ItemRemoved {
  static constexpr std::string_view kType = "removed";
  std::string store;
  StorePath path;
  ItemFacts facts;  // as last recorded
  Time first_seen;
  Time last_seen;     // the last complete look that saw it
  Time first_missed;  // the first look that did not
  Explanation explanation = Explanation::kUnexplained;
  std::string reference;           // of the authority or transfer that explains it
  std::string detail;              // for people: why, in a sentence
  std::string hold;                // reference of the hold that it breaches; else ""
  std::optional<Time> kept_until;  // the end of its retention, where that is known
  bool operator==(const ItemRemoved&) const = default;
};

// Later evidence gives a removal another explanation; the first one stays as it was
// recorded.
struct RemovalReconsidered {
  static constexpr std::string_view kType = "reconsidered";
  std::string store;
  StorePath path;
  std::uint64_t removal = 0;  // number of the `removed` event
  std::uint64_t size = 0;     // bytes
  Explanation before = Explanation::kUnexplained;
  Explanation explanation = Explanation::kUnexplained;
  std::string reference;
  std::string detail;
  std::string hold;
  std::optional<Time> kept_until;
  bool operator==(const RemovalReconsidered&) const = default;
};

// All evidence up to here has been looked at again for the removals of the store.
struct EvidenceReconsidered {
  static constexpr std::string_view kType = "evidence_reconsidered";
  std::string store;
  std::uint64_t upto = 0;     // events, of this and other stores
  std::uint64_t changed = 0;  // removals
  bool operator==(const EvidenceReconsidered&) const = default;
};

// Content of these names of one directory was read whole and both digests are as
// recorded.
struct ItemsVerified {
  static constexpr std::string_view kType = "verified";
  std::string store;
  StorePath directory;
  std::vector<std::string> names;
  bool operator==(const ItemsVerified&) const = default;
};

// Persisted: DO NOT CHANGE THESE VALUES.
enum class PlaceKind : std::uint8_t { kDirectory = 1, kFile = 2, kInFlight = 3 };
std::string_view name_of(PlaceKind kind);

// A place in a store that could not be observed, from now until `PlaceObserved`.
struct PlaceUnobserved {
  static constexpr std::string_view kType = "unobserved";
  std::string store;
  StorePath path;
  PlaceKind place = PlaceKind::kFile;
  std::string reason;
  std::optional<Time> last_observed;
  bool operator==(const PlaceUnobserved&) const = default;
};

struct PlaceObserved {
  static constexpr std::string_view kType = "observed";
  std::string store;
  StorePath path;
  bool operator==(const PlaceObserved&) const = default;
};

// Persisted by name.
enum class ScanOutcome : std::uint8_t {
  kComplete = 1,
  kIncomplete = 2,
  kUnavailable = 3
};
std::string_view name_of(ScanOutcome outcome);

struct ScanCounts {
  std::uint64_t items = 0;  // regular files held
  std::uint64_t bytes = 0;  // of their content
  std::uint64_t added = 0;
  std::uint64_t removed = 0;  // = explained + logged + unexplained; moves are not
  std::uint64_t modified = 0;
  std::uint64_t moved = 0;
  std::uint64_t corrupted = 0;
  std::uint64_t emptied = 0;
  std::uint64_t metadata = 0;
  std::uint64_t not_observed = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t unexplained = 0;
  std::uint64_t unexplained_bytes = 0;
  std::uint64_t explained = 0;
  std::uint64_t logged = 0;         // a storage log shows it, nobody authorised it
  std::uint64_t hold_breaches = 0;  // of the unexplained
  bool operator==(const ScanCounts&) const = default;
};

struct ScanFinished {
  static constexpr std::string_view kType = "scan_finished";
  std::string store;
  ScanOutcome outcome = ScanOutcome::kComplete;
  Time started;
  ScanCounts counts;
  std::string reason;  // why it is not complete
  bool operator==(const ScanFinished&) const = default;
};

struct CheckFinished {
  static constexpr std::string_view kType = "check_finished";
  std::string store;
  Time started;
  std::uint64_t verified = 0;
  std::uint64_t bytes = 0;  // read and found as recorded
  std::uint64_t corrupted = 0;
  std::uint64_t altered = 0;  // differ, and their metadata says so
  std::uint64_t unreadable = 0;
  std::uint64_t missing = 0;
  std::uint64_t in_flight = 0;
  bool operator==(const CheckFinished&) const = default;
};

// A time, of one store or (store "") of all of them, that nobody observed.
struct GapRecorded {
  static constexpr std::string_view kType = "gap";
  std::string store;
  Time from;
  Time until;
  std::string reason;
  bool operator==(const GapRecorded&) const = default;
};

// Opened when `version` is 1, grown when it is more.
struct IncidentRecorded {
  static constexpr std::string_view kType = "incident";
  std::string id;  // "INC-1"
  std::string store;
  int version = 1;
  std::uint64_t items = 0;  // in all versions together
  std::uint64_t bytes = 0;
  Time last_seen;                   // the loss window: earliest last seen
  Time first_missed;                // to latest first missed
  std::uint64_t hold_breaches = 0;  // items that a hold should have kept
  bool operator==(const IncidentRecorded&) const = default;
};

// A witness's answer that contradicts this very ledger. It counts until a newer
// cosignature by the same witness.
struct WitnessConflict {
  static constexpr std::string_view kType = "witness_conflict";
  std::string witness;  // its name in the configuration
  WitnessOutcome outcome = WitnessOutcome::kRefused;
  std::uint64_t size = 0;                   // of the checkpoint that was shown to it
  std::optional<std::uint64_t> their_size;  // of what it has cosigned
  std::string detail;                       // for people: its answer, in a sentence
  bool operator==(const WitnessConflict&) const = default;
};

struct AgentStarted {
  static constexpr std::string_view kType = "agent_started";
  std::string version;
  bool operator==(const AgentStarted&) const = default;
};

struct AgentStopped {
  static constexpr std::string_view kType = "agent_stopped";
  std::string reason;
  bool operator==(const AgentStopped&) const = default;
};

// From the next entry on another key signs. The key before signed a checkpoint that
// covers this one, which is how the new one is known to be the right one.
struct KeyRotated {
  static constexpr std::string_view kType = "key_rotated";
  std::string key;  // the new verifier key, in signed-note form
  std::string by;
  std::string reason;
  bool operator==(const KeyRotated&) const = default;
};

using EventBody = std::variant<
    LedgerStarted, StoreEnrolled, ItemAdded, ItemAltered, ItemMoved, ItemRemoved,
    ItemsVerified, PlaceUnobserved, PlaceObserved, ScanFinished, CheckFinished,
    GapRecorded, AuthorityAdded, AuthorityPaths, IncidentRecorded, AgentStarted,
    AgentStopped, KeyRotated, WitnessConflict, AuthorityRevoked, HoldPlaced, HoldPaths,
    HoldReleased, HoldChecked, TransferOpened, TransferPaths, TransferClosed,
    ItemRegistered, RegisterImported, DeletionLogged, LogImported, PolicyDeclared,
    RetentionReviewed, RemovalReconsidered, EvidenceReconsidered>;

struct Event {
  Time time;  // when it was recorded; never decreases within a ledger
  EventBody body;
  bool operator==(const Event&) const = default;
};

}  // namespace muniment
