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

}  // namespace

std::optional<std::uint64_t> parse_log_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const bool is_canonical = text == "0" || !text.starts_with('0');
  if (error != std::errc{} || stop != end || !is_canonical || number > kMaxTreeSize) {
    return std::nullopt;
  }
  return number;
}

std::optional<Hash> parse_log_hash(std::string_view text) {
  const std::optional<std::string> bytes = from_base64(text);
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) {
    return std::nullopt;
  }
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

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
  const std::optional<std::uint64_t> size = parse_log_number(lines[1]);
  if (!size) {
    return broken("its second line is no size");
  }
  const std::optional<Hash> root = parse_log_hash(lines[2]);
  if (!root) {
    return broken("its third line is no root hash");
  }
  return Checkpoint{std::string(lines[0]), *size, *root};
}

}  // namespace muniment
