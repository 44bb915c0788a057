// The text of a checkpoint and what it is made of have one spelling; what parses is a
// size that a tree can have.

#include "fuzz_target.h"
#include "ledger/checkpoint.h"
#include "ledger/right_edge.h"

namespace muniment {
namespace {

void check_parts(std::string_view text) {
  if (const auto number = parse_log_number(text)) {
    MUNIMENT_CHECK(std::to_string(*number) == text);
    MUNIMENT_CHECK(*number <= kMaxTreeSize);
  }
  if (const auto hash = parse_log_hash(text)) {
    const std::string again = format_checkpoint({"o", 0, *hash});
    MUNIMENT_CHECK(again.substr(4) == std::string(text) + '\n');
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    check_parts(text.substr(begin, end - begin));
    begin = end + 1;
  }
  const Result<Checkpoint> checkpoint = parse_checkpoint(text);
  if (!checkpoint) {
    return 0;
  }
  MUNIMENT_CHECK(checkpoint.value().size <= kMaxTreeSize);
  MUNIMENT_CHECK(text.starts_with(format_checkpoint(checkpoint.value())));
  const Result<Checkpoint> again =
      parse_checkpoint(format_checkpoint(checkpoint.value()));
  MUNIMENT_CHECK(again && again.value() == checkpoint.value());
  return 0;
}

}  // namespace muniment
