#include "intake/json_lines.h"

#include "intake/complaint.h"

namespace muniment {
namespace {

JsonLine read_line(const Line& line, std::string_view text) {
  if (line.too_long) {
    return {
        line.number,
        "the line has more than " + std::to_string(JsonLines::kMaxLineBytes) + " bytes",
        {}};
  }
  auto object = parse_flat_object(text);
  if (!object) {
    return {line.number, object.error().what, {}};
  }
  return {line.number, "", std::move(object).value()};
}

}  // namespace

Result<std::optional<JsonLine>> JsonLines::next() {
  for (;;) {
    MUNIMENT_ASSIGN(const std::optional<Line> line, lines_.next());
    if (!line) {
      return std::nullopt;
    }
    const std::string_view text =
        line->number == 1 ? without_byte_order_mark(line->text) : line->text;
    const bool blank = text.find_first_not_of(" \t\r") == std::string_view::npos;
    if (!blank || line->too_long) {
      return std::optional(read_line(*line, text));
    }
  }
}

}  // namespace muniment
