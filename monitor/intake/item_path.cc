#include "intake/item_path.h"

#include <algorithm>

#include "intake/complaint.h"

namespace muniment {

Result<StorePath> parse_item_path(std::string_view text) {
  if (text.starts_with('/')) {
    return refusal("path " + cite(text) +
                   " is absolute: paths are relative to the root of the store");
  }
  if (text.find('\0') != std::string_view::npos) {
    return refusal("path " + cite(text) + " has a NUL byte, which no name can hold");
  }
  StorePath path;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('/', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    if (part == "..") {
      return refusal("path " + cite(text) + " leads out of the store");
    }
    if (!part.empty() && part != ".") {
      if (!path.empty()) {
        path += '/';
      }
      path += part;
    }
    start = end + 1;
  }
  return path;
}

Result<StorePath> parse_path_of_item(std::string_view text) {
  MUNIMENT_ASSIGN(StorePath path, parse_item_path(text));
  if (path.empty()) {
    return refusal("the path names the whole store, not an item");
  }
  return path;
}

}  // namespace muniment
