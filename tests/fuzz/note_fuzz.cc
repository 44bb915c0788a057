// Notes, checkpoints and verifier keys have one spelling each, and nothing but the text
// that was signed passes for signed.

#include "fuzz_target.h"
#include "ledger/verifier_key.h"

namespace muniment {
namespace {

// tests/ledger/golden: the key, and the checkpoint that it signed.
constexpr std::string_view kKey =
    "example.org/muniment+e82ea30a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
constexpr std::string_view kSigned =
    "example.org/muniment\n3\n4FL9kom6d1HI9YmT7bwVVhUBaWaHIXkGrcLo2XC/u2Y=\n";

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const VerifierKey kGoldenKey = VerifierKey::parse(kKey).value();
  const std::string_view text = as_text(data, size);
  if (const Result<Note> note = parse_note(text)) {
    MUNIMENT_CHECK(format_note(note.value()) == text);
  }
  if (const Result<Checkpoint> checkpoint = parse_checkpoint(text)) {
    MUNIMENT_CHECK(text.starts_with(format_checkpoint(checkpoint.value())));
  }
  if (const Result<VerifierKey> key = VerifierKey::parse(text)) {
    MUNIMENT_CHECK(key.value().text() == text);
  }
  if (const Result<Checkpoint> checkpoint = kGoldenKey.verify_checkpoint(text)) {
    MUNIMENT_CHECK(format_checkpoint(checkpoint.value()) == kSigned);
  }
  return 0;
}

}  // namespace muniment
