#include "intake/path_list.h"

#include <algorithm>

#include "intake/complaint.h"
#include "intake/item_path.h"
#include "intake/line_reader.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::uint64_t kMaxListBytes = std::uint64_t{1} << 30;
constexpr std::size_t kMaxPathBytes = std::size_t{1} << 20;

Result<StorePath> parse_entry(std::string_view entry, bool null_separated) {
  if (entry.empty()) {
    return refusal("an empty path");
  }
  if (!null_separated && entry.ends_with('\r')) {
    return refusal(
        "the path ends in a carriage return: save the list with Unix line ends, or use "
        "--null if the name really ends so");
  }
  if (!null_separated && entry.find('\0') != std::string_view::npos) {
    return refusal("a NUL byte: is the list NUL-separated? Then use --null");
  }
  return parse_path_of_item(entry);
}

Result<std::vector<StorePath>> read_entries(SourceFile& source, bool null_separated) {
  LineReader lines(source, kMaxPathBytes, null_separated ? '\0' : '\n');
  std::vector<StorePath> paths;
  for (;;) {
    MUNIMENT_ASSIGN(const std::optional<Line> line, lines.next());
    if (!line) {
      return paths;
    }
    if (source.bytes() > kMaxListBytes) {
      return refusal(printable(source.name()) + " is too large");
    }
    auto path =
        line->too_long
            ? Result<StorePath>(refusal("a path of more than " +
                                        std::to_string(kMaxPathBytes) + " bytes"))
            : parse_entry(line->text, null_separated);
    if (!path) {
      return refusal_at(source.name(), line->number, path.error().what);
    }
    paths.push_back(std::move(path).value());
  }
}

}  // namespace

Result<std::vector<StorePath>> read_path_list(const std::string& file,
                                              bool null_separated) {
  auto source = SourceFile::open(file);
  if (!source) {
    return refusal(source.error().what);
  }
  auto read = read_entries(source.value(), null_separated);
  if (!read) {
    return refusal(read.error().what);
  }
  std::vector<StorePath> paths = std::move(read).value();
  if (paths.empty()) {
    return refusal(printable(file) + ": the list is empty");
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace muniment
