#include "intake/cell.h"

#include <algorithm>
#include <charconv>

#include "intake/complaint.h"
#include "intake/item_path.h"
#include "model/printable.h"

namespace muniment {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// As spreadsheets have it: who opens the list that the text ends up in runs the formula.
std::string_view begins_formula(std::string_view text, std::string_view openers) {
  return !text.empty() && openers.find(text[0]) != std::string_view::npos
             ? text.substr(0, 1)
             : std::string_view();
}

}  // namespace

Error refuse_cell(const Cell& cell, std::string_view reason) {
  return refusal("column " + cite(cell.column) + ": " + std::string(reason));
}

Status check_readable(const Cell& cell) {
  if (cell.kind == ValueKind::kTexts) {
    return refuse_cell(cell, "a list, not a text");
  }
  if (cell.kind == ValueKind::kOther) {
    return refuse_cell(cell, "it is " + std::string(cell.text) + ", not a text");
  }
  if (!is_utf8(cell.text)) {
    return refuse_cell(cell, cite(cell.text) + " is not UTF-8");
  }
  return ok();
}

bool is_plausible(Time time) {
  constexpr std::int64_t kSecondsTo2201 = 7'289'654'400;
  return time.ns >= 0 && time.ns < kSecondsTo2201 * kNsPerSecond;
}

bool is_shown_as_it_is(std::string_view text) {
  const auto is_ordinary = [](char c) { return c >= 0x20 && c < 0x7F; };
  if (std::all_of(text.begin(), text.end(), is_ordinary)) {
    return true;
  }
  // An escape is longer than what it stands for; a backslash becomes two.
  const auto backslashes =
      static_cast<std::size_t>(std::count(text.begin(), text.end(), '\\'));
  return is_utf8(text) && printable(text).size() == text.size() + backslashes;
}

Status check_spoken(const Cell& cell, std::string_view text) {
  if (const auto opener = begins_formula(text, "=+-@\t"); !opener.empty()) {
    return refuse_cell(
        cell, cite(text) + " begins with " +
                  (opener == "\t" ? "a tab" : "'" + std::string(opener) + "'") +
                  ", which a spreadsheet takes for a formula");
  }
  if (text.size() > kMaxSpokenBytes) {
    return refuse_cell(cell, cite(text) + " has more than " +
                                 std::to_string(kMaxSpokenBytes) + " bytes");
  }
  if (!is_shown_as_it_is(text)) {
    return refuse_cell(cell, cite(text) + " has a character that is not shown");
  }
  return ok();
}

Result<std::string> read_spoken(const Cell& cell) {
  MUNIMENT_TRY(check_readable(cell));
  MUNIMENT_TRY(check_spoken(cell, cell.text));
  return std::string(cell.text);
}

Result<Time> read_time(const Cell& cell) {
  constexpr std::size_t kLongest = 64;
  MUNIMENT_TRY(check_readable(cell));
  if (cell.text.size() > kLongest) {
    return refuse_cell(cell, cite(cell.text) + " is too long for a time");
  }
  const auto time = parse_time(cell.text);
  if (!time) {
    return refuse_cell(cell, time.error().what);
  }
  if (!is_plausible(time.value())) {
    return refuse_cell(cell, cite(cell.text) + " is not between 1970 and 2200");
  }
  return time.value();
}

Result<std::uint64_t> read_count(const Cell& cell, std::uint64_t most) {
  MUNIMENT_TRY(check_readable(cell));
  const std::string_view text = cell.text;
  const bool sign = text.starts_with('-') || text.starts_with('+');
  const std::string_view digits = text.substr(sign ? 1 : 0);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return refuse_cell(cell, cite(text) + " is not a whole number");
  }
  if (sign) {
    return refuse_cell(cell,
                       cite(text) + (text[0] == '-' ? " is a negative count"
                                                    : " has a sign; write digits"));
  }
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || value > most) {
    return refuse_cell(cell, cite(text) + " is more than " + std::to_string(most));
  }
  return value;
}

Result<std::array<std::uint8_t, 32>> read_sha256(const Cell& cell) {
  MUNIMENT_TRY(check_readable(cell));
  std::string hex(cell.text.substr(0, 65));  // one too many will do
  std::transform(hex.begin(), hex.end(), hex.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  std::array<std::uint8_t, 32> digest{};
  if (!from_hex(hex, digest.data(), digest.size())) {
    return refuse_cell(cell, cite(cell.text) + " is not 64 hexadecimal digits");
  }
  return digest;
}

Result<StorePath> read_path(const Cell& cell, std::string_view prefix) {
  MUNIMENT_TRY(check_readable(cell));
  if (cell.kind == ValueKind::kCount) {
    return refuse_cell(cell, "a number, not a path");
  }
  if (!begins_formula(cell.text, "=").empty()) {
    return refuse_cell(cell, cite(cell.text) +
                                 " begins with '=', which a spreadsheet takes for a "
                                 "formula; write ./ before a path that really does");
  }
  auto path = parse_path_of_item(cell.text.substr(prefix.size()));
  if (!path) {
    return refuse_cell(cell, path.error().what);
  }
  if (path.value().size() > kMaxRowBytes) {
    return refuse_cell(
        cell, "the path has more than " + std::to_string(kMaxRowBytes) + " bytes");
  }
  return path;
}

}  // namespace muniment
