// Facts that come from elsewhere: the register of a digital evidence management system,
// the deletion records of a storage, the configured rules of retention.
//
// Part of event.h, which says what holds for every event.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/item.h"
#include "model/retention_period.h"
#include "model/time.h"

namespace muniment {

// What the register says of one item. A later one of the same key takes its place.
struct ItemRegistered {
  static constexpr std::string_view kType = "registered";
  std::string store;
  StorePath path;          // "" when the register knows it by `identifier` only
  std::string identifier;  // of the register; "" when it has none
  std::optional<Time> recorded;
  std::string class_name;          // "" when the register does not say
  std::vector<std::string> cases;  // sorted, each once
  std::string exhibit;
  std::optional<std::uint64_t> size;  // bytes
  std::optional<std::array<std::uint8_t, 32>> sha256;
  std::optional<std::uint64_t> subjects;  // people who can be seen or heard
  bool operator==(const ItemRegistered&) const = default;
};

// A file was imported to its end. `rows` = added + updated + unchanged + skipped.
struct RegisterImported {
  static constexpr std::string_view kType = "register_imported";
  std::string store;
  std::string file;    // bytes, as it was typed
  std::string sha256;  // of the file, hexadecimal
  std::uint64_t rows = 0;
  std::uint64_t added = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t skipped = 0;  // wrong rows, left out on request
  bool operator==(const RegisterImported&) const = default;
};

// A storage's own record that it deleted an item. It says who did it, not who allowed it.
struct DeletionLogged {
  static constexpr std::string_view kType = "deletion_logged";
  std::string store;
  StorePath path;
  Time at;
  std::string actor;   // as the log has it; "" when it does not say
  std::string action;  // "SDEL", "IDEL", "delete"
  bool operator==(const DeletionLogged&) const = default;
};

struct LogImported {
  static constexpr std::string_view kType = "log_imported";
  std::string store;
  std::string file;
  std::string sha256;
  std::uint64_t deletions = 0;  // new ones
  std::uint64_t known = 0;      // recorded before
  std::uint64_t ignored = 0;    // lines about something else
  std::uint64_t skipped = 0;    // wrong lines, left out on request
  bool operator==(const LogImported&) const = default;
};

// What the configuration says of a store, as far as explanations depend on it, from now
// on. Recorded when it is another than before: a removal is explained by what was in
// force when it was noticed.
struct PolicyDeclared {
  static constexpr std::string_view kType = "policy";
  std::string store;
  std::string collection;     // path template
  std::string recorded_at;    // path template of the recorded date
  std::string default_class;  // "" for none
  std::string rule;           // name of the retention rule; "" for none
  RetentionPeriods classes;   // of the rule
  bool operator==(const PolicyDeclared&) const = default;
};

// Items held of a store, by what retention says of them. Recorded when it is another
// than before.
struct RetentionReviewed {
  static constexpr std::string_view kType = "retention_reviewed";
  std::string store;
  std::uint64_t overdue_items = 0;  // past their period
  std::uint64_t overdue_bytes = 0;
  std::uint64_t within_7d_items =
      0;  // become deletable within 7 days, overdue not among them
  std::uint64_t within_7d_bytes = 0;
  std::uint64_t within_30d_items = 0;  // within 30 days, those of the 7 days among them
  std::uint64_t within_30d_bytes = 0;
  std::uint64_t undated_items = 0;  // class or recorded date not known: never deletable
  bool operator==(const RetentionReviewed&) const = default;
};

}  // namespace muniment
