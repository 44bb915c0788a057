// Facts about what may go and what must not: disposal authorities, holds, transfers.
//
// Part of event.h, which says what holds for every event.
//
// A list of paths, which may be long, comes before the event that it belongs to, in
// `...Paths` events of the same batch; `scope.listed_paths` says how many.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/item.h"
#include "model/scope.h"
#include "model/time.h"

namespace muniment {

// A disposal authority.
struct AuthorityAdded {
  static constexpr std::string_view kType = "authority_added";
  std::string store;
  std::string reference;  // unique in its store, for ever
  std::string approved_by;
  std::string second_approver;
  Time from;
  std::optional<Time> until;
  std::optional<std::uint64_t> max_items;
  std::optional<std::uint64_t> max_bytes;
  Scope scope;
  std::vector<std::string> signed_by;  // verifier keys; empty: it was not signed
  std::string document;                // SHA-256 of the signed text, hexadecimal
  bool operator==(const AuthorityAdded&) const = default;
};

struct AuthorityPaths {
  static constexpr std::string_view kType = "authority_paths";
  std::string store;
  std::string reference;
  std::vector<StorePath> paths;
  bool operator==(const AuthorityPaths&) const = default;
};

// From now on it explains nothing that goes later.
struct AuthorityRevoked {
  static constexpr std::string_view kType = "authority_revoked";
  std::string store;
  std::string reference;
  std::string by;
  std::string reason;
  bool operator==(const AuthorityRevoked&) const = default;
};

struct HoldPlaced {
  static constexpr std::string_view kType = "hold_placed";
  std::string store;
  std::string reference;  // unique in its store, for ever
  std::string reason;
  std::string by;         // who placed it
  std::string requester;  // who asked for it; "" when it is the same
  std::optional<Time> review;
  Scope scope;
  bool operator==(const HoldPlaced&) const = default;
};

// Also later than the hold: a held item that moved is held where it is now.
struct HoldPaths {
  static constexpr std::string_view kType = "hold_paths";
  std::string store;
  std::string reference;
  std::vector<StorePath> paths;
  bool operator==(const HoldPaths&) const = default;
};

struct HoldReleased {
  static constexpr std::string_view kType = "hold_released";
  std::string store;
  std::string reference;
  std::string by;
  std::string reason;
  bool operator==(const HoldReleased&) const = default;
};

// The content of the held items was read again after the hold was placed.
struct HoldChecked {
  static constexpr std::string_view kType = "hold_checked";
  std::string store;
  std::string reference;
  std::uint64_t verified = 0;
  std::uint64_t altered = 0;  // corrupted ones too
  std::uint64_t unreadable = 0;
  std::uint64_t missing = 0;
  bool operator==(const HoldChecked&) const = default;
};

// A declared move of items from `store` to the store `to`.
struct TransferOpened {
  static constexpr std::string_view kType = "transfer_opened";
  std::string store;
  std::string to;
  std::string reference;  // unique among all transfers, for ever
  std::string by;
  Scope scope;  // empty: everything
  bool operator==(const TransferOpened&) const = default;
};

struct TransferPaths {
  static constexpr std::string_view kType = "transfer_paths";
  std::string store;
  std::string reference;
  std::vector<StorePath> paths;
  bool operator==(const TransferPaths&) const = default;
};

// What the check said when it was closed, in items.
struct TransferClosed {
  static constexpr std::string_view kType = "transfer_closed";
  std::string store;
  std::string reference;
  std::string by;
  std::uint64_t verified = 0;    // at the destination, by content
  std::uint64_t unverified = 0;  // there, and not read since the transfer was opened
  std::uint64_t different = 0;   // other content stands in its place
  std::uint64_t absent = 0;      // at the destination; still at the source
  std::uint64_t lost = 0;        // in neither place
  bool operator==(const TransferClosed&) const = default;
};

}  // namespace muniment
