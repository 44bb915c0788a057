#include "intake/register_row.h"

#include <algorithm>

#include "intake/complaint.h"
#include "intake/item_path.h"
#include "model/json_text.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxCases = 64;
constexpr std::uint64_t kMaxSubjects = 1'000'000;

Result<StorePath> read_base64_path(const Cell& cell) {
  const auto bytes =
      cell.kind == ValueKind::kText ? from_base64(cell.text) : std::nullopt;
  if (!bytes) {
    return refuse_cell(cell, "it is not base64");
  }
  auto path = parse_path_of_item(*bytes);
  if (!path) {
    return refuse_cell(cell, path.error().what);
  }
  return path;
}

Result<StorePath> path_of(const RegisterCells& cells) {
  const Cell* const cell = cells.of(RegisterField::kPath);
  if (!cells.path_base64 || cells.path_base64->is_empty()) {
    return cell != nullptr ? read_path(*cell) : Result<StorePath>(StorePath());
  }
  if (cell != nullptr) {
    return refuse_cell(*cell, "the path is there twice, also in base64");
  }
  return read_base64_path(*cells.path_base64);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

Result<std::vector<std::string>> split_cases(const Cell& cell) {
  MUNIMENT_TRY(check_readable(cell));
  std::vector<std::string> cases;
  for (std::size_t start = 0; start <= cell.text.size();) {
    const std::size_t end = std::min(cell.text.find(';', start), cell.text.size());
    cases.emplace_back(trimmed(cell.text.substr(start, end - start)));
    start = end + 1;
  }
  if (cases.size() == 1 && cases[0].empty()) {
    cases.clear();
  }
  return cases;
}

Result<std::vector<std::string>> read_cases(const Cell& cell) {
  std::vector<std::string> cases;
  if (cell.kind == ValueKind::kTexts) {
    cases = *cell.texts;
  } else {
    MUNIMENT_ASSIGN(cases, split_cases(cell));
  }
  if (cases.size() > kMaxCases) {
    return refuse_cell(cell, "more than " + std::to_string(kMaxCases) + " cases");
  }
  for (const std::string& one : cases) {
    if (one.empty()) {
      return refuse_cell(cell, "an empty case among " + std::to_string(cases.size()));
    }
    MUNIMENT_TRY(check_spoken(cell, one));
  }
  std::sort(cases.begin(), cases.end());
  cases.erase(std::unique(cases.begin(), cases.end()), cases.end());
  return cases;
}

Status read_texts(const RegisterCells& cells, ItemRegistered& row) {
  if (const Cell* cell = cells.of(RegisterField::kId)) {
    MUNIMENT_ASSIGN(row.identifier, read_spoken(*cell));
  }
  if (const Cell* cell = cells.of(RegisterField::kClass)) {
    MUNIMENT_ASSIGN(row.class_name, read_spoken(*cell));
  }
  if (const Cell* cell = cells.of(RegisterField::kCase)) {
    MUNIMENT_ASSIGN(row.cases, read_cases(*cell));
  }
  if (const Cell* cell = cells.of(RegisterField::kExhibit)) {
    MUNIMENT_ASSIGN(row.exhibit, read_spoken(*cell));
  }
  return ok();
}

Status read_values(const RegisterCells& cells, ItemRegistered& row) {
  if (const Cell* cell = cells.of(RegisterField::kRecordedAt)) {
    MUNIMENT_ASSIGN(row.recorded, read_time(*cell));
  }
  if (const Cell* cell = cells.of(RegisterField::kSize)) {
    MUNIMENT_ASSIGN(row.size, read_count(*cell));
  }
  if (const Cell* cell = cells.of(RegisterField::kSha256)) {
    MUNIMENT_ASSIGN(row.sha256, read_sha256(*cell));
  }
  if (const Cell* cell = cells.of(RegisterField::kSubjects)) {
    MUNIMENT_ASSIGN(row.subjects, read_count(*cell, kMaxSubjects));
  }
  return ok();
}

Status check_size(const ItemRegistered& row) {
  std::size_t bytes = row.path.size() + row.identifier.size() + row.class_name.size() +
                      row.exhibit.size();
  for (const std::string& one : row.cases) {
    bytes += one.size();
  }
  if (bytes > kMaxRowBytes) {
    return refusal("the row has " + std::to_string(bytes) + " bytes of text; at most " +
                   std::to_string(kMaxRowBytes) + " can be recorded");
  }
  return ok();
}

}  // namespace

Result<ItemRegistered> parse_register_row(const std::string& store,
                                          const RegisterCells& cells) {
  ItemRegistered row;
  row.store = store;
  MUNIMENT_ASSIGN(row.path, path_of(cells));
  MUNIMENT_TRY(read_texts(cells, row));
  if (row.path.empty() && row.identifier.empty()) {
    return refusal("neither path nor id is given");
  }
  MUNIMENT_TRY(read_values(cells, row));
  MUNIMENT_TRY(check_size(row));
  return row;
}

}  // namespace muniment
