// A verifier key has one spelling, makes again the key that it is, and vouches for no
// note that another key signed.

#include "fuzz_target.h"
#include "ledger/verifier_key.h"

namespace muniment {
namespace {

// tests/ledger/golden
constexpr std::string_view kGoldenKey =
    "example.org/muniment+e82ea30a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
constexpr std::string_view kSigned =
    "example.org/muniment\n3\n4FL9kom6d1HI9YmT7bwVVhUBaWaHIXkGrcLo2XC/u2Y=\n\n"
    "\xE2\x80\x94 example.org/muniment 6C6jCoA6AmdbhX1YwpfWfRXNkaoKhQcZzAvG1wqtwOerGxu"
    "asSHdqetsdjfPMUM1nOqGnWIBRqqgjD0UoYB0meC0aQo=\n";

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  const Result<VerifierKey> key = VerifierKey::parse(text);
  if (!key) {
    return 0;
  }
  MUNIMENT_CHECK(key.value().text() == text);
  MUNIMENT_CHECK(is_key_name(key.value().name()));
  const bool vouches = bool(key.value().verify_checkpoint(kSigned));
  MUNIMENT_CHECK(vouches == (text == kGoldenKey));
  return 0;
}

}  // namespace muniment
