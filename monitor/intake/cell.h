// One value of a table that somebody handed in, and what it may be.
//
// Owner:   refers to text that outlives it. Threads: any.
// Failure: kInvalid; the error names the column and says what is wrong with the value.

#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "intake/flat_object.h"
#include "model/item.h"
#include "model/result.h"
#include "model/time.h"

namespace muniment {

struct Cell {
  std::string_view column;
  std::string_view text;
  ValueKind kind = ValueKind::kText;
  const std::vector<std::string>* texts = nullptr;  // of a list

  bool is_empty() const {
    return kind == ValueKind::kNull || (kind != ValueKind::kTexts && text.empty());
  }
};

inline constexpr std::size_t kMaxSpokenBytes = 1000;
// Of all texts of a row: each byte may become six in an event, which has its largest size.
inline constexpr std::size_t kMaxRowBytes = 10'000;

// column "size": reason
Error refuse_cell(const Cell& cell, std::string_view reason);

// A text or a whole number, in UTF-8.
Status check_readable(const Cell& cell);
// A class, a reference, a name: printable UTF-8 of at most 1000 bytes that no spreadsheet
// takes for a formula. A whole number is its digits.
Result<std::string> read_spoken(const Cell& cell);
// The same for one of several in the cell.
Status check_spoken(const Cell& cell, std::string_view text);
// A date or date-time (parse_time()) from 1970 to 2200.
Result<Time> read_time(const Cell& cell);
// Decimal digits.
Result<std::uint64_t> read_count(
    const Cell& cell, std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
// 64 hexadecimal digits, in capitals or not.
Result<std::array<std::uint8_t, 32>> read_sha256(const Cell& cell);
// UTF-8, and a path of an item once `prefix` is cut off. A path that begins with '=' must
// be written with "./" before it. REQUIRES: the text begins with `prefix`.
Result<StorePath> read_path(const Cell& cell, std::string_view prefix = {});
// From 1970-01-01 to the end of 2200: other times are mistakes.
bool is_plausible(Time time);
// Valid UTF-8 without anything that is not shown (printable.h), backslashes allowed.
bool is_shown_as_it_is(std::string_view text);

}  // namespace muniment
