#include "ledger/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "ledger/right_edge.h"
#include "model/json_text.h"

namespace muniment {
namespace {

Error broken(std::string_view reason) {
  return Error{ErrorCode::kCorrupt, 0, "not a checkpoint: " + std::string(reason)};
}

// REQUIRES: `text` is empty or ends with a line feed.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Decimal as C2SP wants it: digits only, no leading zero.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, size);
  const bool is_canonical = text == "0" || !text.starts_with('0');
  if (error != std::errc{} || stop != end || !is_canonical || size > kMaxTreeSize) {
    return std::nullopt;
  }
  return size;
}

}  // namespace

std::string format_checkpoint(const Checkpoint& checkpoint) {
  std::string root(checkpoint.root.begin(), checkpoint.root.end());
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
         to_base64(root) + '\n';
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (!text.ends_with('\n')) {
    return broken("its last line is cut off");
  }
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.size() < 3) {
    return broken("it has fewer than three lines");
  }
  for (const std::string_view line : lines) {
    if (line.empty()) {
      return broken("it has an empty line");
    }
  }
  const std::optional<std::uint64_t> size = parse_size(lines[1]);
  if (!size) {
    return broken("its second line is no size");
  }
  const std::optional<std::string> root = from_base64(lines[2]);
  Checkpoint checkpoint{std::string(lines[0]), *size, {}};
  if (!root || root->size() != checkpoint.root.size()) {
    return broken("its third line is no root hash");
  }
  std::copy(root->begin(), root->end(), checkpoint.root.begin());
  return checkpoint;
}

}  // namespace muniment
