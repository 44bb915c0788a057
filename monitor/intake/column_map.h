// Which column of a register each field is in.
//
// Owner: plain values. Threads: any. Failure: kInvalid.

#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace muniment {

// Index into the tables below.
enum class RegisterField : unsigned {
  kPath,
  kId,
  kRecordedAt,
  kClass,
  kCase,
  kExhibit,
  kSize,
  kSha256,
  kSubjects,
};
inline constexpr std::size_t kRegisterFields = 9;

// The names of the fields, which are those of their columns if nothing else is said.
inline constexpr std::array<std::string_view, kRegisterFields> kRegisterFieldNames = {
    "path",    "id",   "recorded_at", "class",   "case",
    "exhibit", "size", "sha256",      "subjects"};

using ColumnMap = std::map<std::string, std::string>;  // field -> column

// What --map says, each text "field=column,field=column".
Result<ColumnMap> parse_column_map(const std::vector<std::string>& texts);

// The column where a field is to be looked for.
struct WantedColumn {
  std::string_view field;
  std::string name;       // "": nowhere, because another field has it
  bool is_named = false;  // by the user: it must be there
};
using WantedColumns = std::array<WantedColumn, kRegisterFields>;
WantedColumns wanted_columns(const ColumnMap& map);

// The place of each wanted column in a header; nullopt: it is not there.
using ColumnPlaces = std::array<std::optional<std::size_t>, kRegisterFields>;
Result<ColumnPlaces> find_columns(const WantedColumns& wanted,
                                  std::span<const std::string_view> header);

// The place of one column; kInvalid when the header has it twice.
Result<std::optional<std::size_t>> find_column(
    std::string_view name, std::span<const std::string_view> header);
// "the columns are "a", "b"", for the error that one is not among them.
std::string list_columns(std::span<const std::string_view> header);

}  // namespace muniment
