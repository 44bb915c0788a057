#include "intake/line_reader.h"

namespace muniment {

Result<std::optional<Line>> LineReader::next() {
  kept_.clear();
  too_long_ = false;
  bool begun = false;
  for (;;) {
    if (rest_.empty()) {
      MUNIMENT_ASSIGN(rest_, source_.next());
      if (rest_.empty()) {
        return begun ? std::optional(Line{++number_, kept_, too_long_}) : std::nullopt;
      }
    }
    const std::size_t end = rest_.find(end_);
    const std::string_view part = rest_.substr(0, end);
    if (end != std::string_view::npos && !begun && part.size() <= max_bytes_) {
      rest_.remove_prefix(end + 1);
      return std::optional(Line{++number_, part, false});
    }
    begun = true;
    keep(part);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (end != std::string_view::npos) {
      return std::optional(Line{++number_, kept_, too_long_});
    }
  }
}

void LineReader::keep(std::string_view part) {
  too_long_ = too_long_ || part.size() > max_bytes_ - kept_.size();
  if (too_long_) {
    kept_.clear();
  } else {
    kept_ += part;
  }
}

}  // namespace muniment
