#include "app/path_list.h"

#include <algorithm>

#include "app/command.h"
#include "ledger/durable_file.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxListBytes = std::size_t{1} << 30;

Error at_line(const std::string& file, std::size_t line, const std::string& reason) {
  return usage_error(printable(file) + ":" + std::to_string(line) + ": " + reason);
}

Result<StorePath> parse_entry(const std::string& entry, const std::string& file,
                              std::size_t line, bool null_separated) {
  if (entry.empty()) {
    return at_line(file, line, "an empty path");
  }
  if (!null_separated && entry.ends_with('\r')) {
    return at_line(file, line,
                   "the path ends in a carriage return: save the list with Unix line "
                   "ends, or use --null if the name really ends so");
  }
  if (!null_separated && entry.find('\0') != std::string::npos) {
    return at_line(file, line,
                   "a NUL byte: is the list NUL-separated? Then use --null");
  }
  auto path = parse_item_path(entry);
  if (!path) {
    return at_line(file, line, path.error().what);
  }
  if (path.value().empty()) {
    return at_line(file, line, "the path names the whole store, not an item");
  }
  return path;
}

}  // namespace

Result<std::vector<StorePath>> read_path_list(const std::string& file,
                                              bool null_separated) {
  std::string bytes;
  if (auto read = read_file(file, kMaxListBytes, bytes); !read) {
    return usage_error(read.error().what);
  }
  const char separator = null_separated ? '\0' : '\n';
  std::vector<StorePath> paths;
  std::size_t line = 1;
  for (std::size_t start = 0; start < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find(separator, start), bytes.size());
    MUNIMENT_ASSIGN(paths.emplace_back(), parse_entry(bytes.substr(start, end - start),
                                                      file, line, null_separated));
    start = end + 1;
  }
  if (paths.empty()) {
    return usage_error(printable(file) + ": the list is empty");
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace muniment
