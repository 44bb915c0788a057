// A tlog-proof has one spelling, and the golden key vouches for the entries that it signed
// and for no others.

#include <array>

#include "fuzz_target.h"
#include "ledger/tlog_proof.h"

namespace muniment {
namespace {

// tests/ledger/golden: the key, and the entries of the log that it signed.
constexpr std::string_view kKey =
    "example.org/muniment+e82ea30a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
constexpr std::array<std::string_view, 3> kEntries = {
    R"({"event":"one"})", R"({"event":"two"})", R"({"event":"three"})"};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const VerifierKey kGoldenKey = VerifierKey::parse(kKey).value();
  const std::string_view text = as_text(data, size);
  const Result<TlogProof> proof = parse_tlog_proof(text);
  if (!proof) {
    return 0;
  }
  MUNIMENT_CHECK(format_tlog_proof(proof.value()) == text);
  const std::string entry = proof.value().extra.value_or("");
  if (verify_tlog_proof(proof.value(), entry, kGoldenKey)) {
    MUNIMENT_CHECK(proof.value().index < kEntries.size());
    MUNIMENT_CHECK(entry == kEntries[proof.value().index]);
  }
  // The path against its own claims, whatever they are: any answer will do.
  const Checkpoint checkpoint =
      parse_checkpoint(parse_note(proof.value().checkpoint).value().text).value();
  (void)verify_inclusion(proof.value().index, checkpoint.size, Hash{},
                         proof.value().path, checkpoint.root);
  (void)verify_consistency(proof.value().index, Hash{}, checkpoint.size,
                           checkpoint.root, proof.value().path);
  return 0;
}

}  // namespace muniment
