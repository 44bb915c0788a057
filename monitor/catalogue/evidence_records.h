// What the catalogue keeps of authorities, holds, transfers, the register and the rules of
// retention.
//
// Owner: plain values, made by Reader. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"

namespace muniment {

struct AuthorityRecord {
  AuthorityAdded terms;
  Time added;
  std::optional<Time> revoked;
  std::string revoked_by;
  std::string revoke_reason;
  std::uint64_t used_items = 0;
  std::uint64_t used_bytes = 0;
};

struct HoldRecord {
  HoldPlaced terms;
  Time placed;
  std::optional<Time> released;
  std::string released_by;
  std::string release_reason;
  std::optional<Time> checked;  // when its items were last read for it
  HoldChecked result;           // of that check
  std::uint64_t breaches = 0;   // items that went although it held them
};

struct TransferRecord {
  TransferOpened terms;
  Time opened;
  std::int64_t from_id = 0;  // of the stores
  std::int64_t to_id = 0;
  std::optional<Time> closed;
  TransferClosed result;  // when it was closed
};

struct PolicyRecord {
  PolicyDeclared declared;
  Time since;
};

// References of what lists one path.
struct Listings {
  std::vector<std::string> authorities;
  std::vector<std::string> holds;
  std::vector<std::string> transfers;
};

// Items of one directory of which the register says the same.
struct RegisteredGroup {
  std::int64_t directory = 0;  // KnownDirectory::id
  std::string class_name;
  std::optional<Time> recorded;
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
};

// What is there to ask of a store at all.
struct EvidenceState {
  bool has_lists = false;
  bool has_register = false;
  bool has_deletion_log = false;
  // The newest evidence has come when the ledger had `newest` events, the newest of the
  // register at `newest_of_register`; up to `reconsidered` earlier removals have been
  // looked at again.
  std::uint64_t newest = 0;
  std::uint64_t newest_of_register = 0;
  std::uint64_t reconsidered = 0;
};

// The explanation of a removal as it is now.
struct CurrentVerdict {
  Explanation explanation = Explanation::kUnexplained;
  std::string reference;
  std::string detail;
  std::string hold;
  std::optional<Time> kept_until;
  std::optional<std::uint64_t>
      reconsidered;  // number of the event that changed the first
};

}  // namespace muniment
