// What a witness answers is hostile: it becomes an outcome with a safe sentence, and only
// a cosignature of this very checkpoint, by this very key, passes for one.
//
// The first byte chooses what was asked and the status of the answer.

#include "fuzz_target.h"
#include "ledger/time_stamp.h"
#include "ledger/witness_protocol.h"
#include "model/printable.h"

namespace muniment {
namespace {

// tests/ledger/golden: the key of a witness, and the checkpoint that it cosigned.
constexpr std::string_view kKey =
    "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
constexpr std::string_view kText =
    "example.org/muniment\n3\n4FL9kom6d1HI9YmT7bwVVhUBaWaHIXkGrcLo2XC/u2Y=\n";
constexpr Time kCosigned{1'679'315'147 * kNsPerSecond};
constexpr int kStatuses[] = {200, 400, 403, 404, 409, 422, 500, 0};

void check(const Submission& sent, const WitnessAnswer& answer) {
  MUNIMENT_CHECK(!answer.sentence.empty() && is_utf8(answer.sentence));
  MUNIMENT_CHECK(answer.sentence.find('\n') == std::string::npos);
  MUNIMENT_CHECK((answer.outcome == WitnessOutcome::kCosigned) ==
                 !answer.cosignatures.empty());
  for (const NoteSignature& signature : answer.cosignatures) {
    const Result<Time> time = sent.key.verify(sent.note.text, signature);
    MUNIMENT_CHECK(time && time.value() == kCosigned);
  }
  if (answer.outcome == WitnessOutcome::kRollback) {
    MUNIMENT_CHECK(*answer.their_size > sent.size);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const WitnessKey kGoldenKey = WitnessKey::parse(kKey).value();
  static const Note kNote{std::string(kText), {}};
  if (size == 0) {
    return 0;
  }
  const Submission sent{kGoldenKey, kNote, 3, data[0] / 8U % 4U};
  const HttpReply reply{kStatuses[data[0] % 8], "text/x.tlog.size",
                        std::string(as_text(data + 1, size - 1))};
  const WitnessReply read = read_witness_reply(sent, reply, kCosigned);
  if (const auto* answer = std::get_if<WitnessAnswer>(&read)) {
    check(sent, *answer);
  } else {
    MUNIMENT_CHECK(std::get<AskAgain>(read).old_size <= sent.size);
  }
  if (const Result<WitnessKey> key = WitnessKey::parse(reply.body)) {
    MUNIMENT_CHECK(key.value().text() == reply.body);
  }
  // Without trusted certificates nothing may pass, whatever it is.
  MUNIMENT_CHECK(!verify_time_stamp(reply.body, kText, "/nonexistent"));
  return 0;
}

}  // namespace muniment
