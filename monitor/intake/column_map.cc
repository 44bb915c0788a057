#include "intake/column_map.h"

#include <algorithm>

#include "intake/complaint.h"

namespace muniment {
namespace {

std::string list_fields() {
  std::string list;
  for (const std::string_view field : kRegisterFieldNames) {
    list.append(list.empty() ? "" : ", ").append(field);
  }
  return list;
}

Status parse_entry(std::string_view entry, ColumnMap& map) {
  const std::size_t equals = entry.find('=');
  if (equals == std::string_view::npos) {
    return refusal("--map " + cite(entry) + " is not field=column");
  }
  const std::string_view field = entry.substr(0, equals);
  const std::string_view column = entry.substr(equals + 1);
  if (std::find(kRegisterFieldNames.begin(), kRegisterFieldNames.end(), field) ==
      kRegisterFieldNames.end()) {
    return refusal("--map: no field " + cite(field) + "; there are " + list_fields());
  }
  if (column.empty()) {
    return refusal("--map: no column for the field " + cite(field));
  }
  if (!map.emplace(field, column).second) {
    return refusal("--map: the field " + cite(field) + " is given twice");
  }
  return ok();
}

bool is_claimed(const ColumnMap& map, std::string_view column) {
  return std::any_of(map.begin(), map.end(),
                     [&](const auto& entry) { return entry.second == column; });
}

}  // namespace

Result<ColumnMap> parse_column_map(const std::vector<std::string>& texts) {
  ColumnMap map;
  for (const std::string_view text : texts) {
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find(',', start), text.size());
      MUNIMENT_TRY(parse_entry(text.substr(start, end - start), map));
      start = end + 1;
    }
  }
  return map;
}

WantedColumns wanted_columns(const ColumnMap& map) {
  WantedColumns wanted;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string name(kRegisterFieldNames[i]);
    wanted[i].field = kRegisterFieldNames[i];
    if (const auto named = map.find(name); named != map.end()) {
      wanted[i].name = named->second;
      wanted[i].is_named = true;
    } else if (!is_claimed(map, name)) {
      wanted[i].name = name;
    }
  }
  return wanted;
}

Result<ColumnPlaces> find_columns(const WantedColumns& wanted,
                                  std::span<const std::string_view> header) {
  ColumnPlaces places;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].name.empty()) {
      continue;
    }
    MUNIMENT_ASSIGN(places[i], find_column(wanted[i].name, header));
    if (!places[i] && wanted[i].is_named) {
      return refusal("no column " + cite(wanted[i].name) + " for " +
                     std::string(wanted[i].field) + "; " + list_columns(header));
    }
  }
  if (!places[static_cast<std::size_t>(RegisterField::kPath)] &&
      !places[static_cast<std::size_t>(RegisterField::kId)]) {
    return refusal("neither a column for path nor one for id; " + list_columns(header));
  }
  return places;
}

Result<std::optional<std::size_t>> find_column(
    std::string_view name, std::span<const std::string_view> header) {
  std::optional<std::size_t> place;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] != name) {
      continue;
    }
    if (place) {
      return refusal("the column " + cite(name) + " is there twice");
    }
    place = i;
  }
  return place;
}

std::string list_columns(std::span<const std::string_view> header) {
  constexpr std::size_t kMaxListed = 20;
  std::string list = "the columns are ";
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (i == kMaxListed) {
      return list + " and " + std::to_string(header.size() - i) + " more";
    }
    list += (i == 0 ? "" : ", ") + cite(header[i]);
  }
  return list;
}

}  // namespace muniment
