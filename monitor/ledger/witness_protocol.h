// C2SP tlog-witness, the side of the log: what is sent to a witness, and what its answers
// mean.
//
// Owner:   pure functions. Threads: any.
// Failure: none. An answer that makes no sense is an outcome: nobody vouched.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"
#include "ledger/note.h"
#include "model/http_message.h"
#include "model/time.h"
#include "model/witness_outcome.h"

namespace muniment {

// A cosignature may be so far ahead of our clock; one of the year 3000 would hide for
// ever that the witness is silent.
inline constexpr std::int64_t kMaxClockAheadNs = 600 * kNsPerSecond;

// What was sent, as far as the answer's meaning depends on it.
struct Submission {
  const WitnessKey& key;
  const Note& note;  // the checkpoint
  std::uint64_t size = 0;
  std::uint64_t old_size = 0;
};

struct WitnessAnswer {
  WitnessOutcome outcome = WitnessOutcome::kNoAnswer;
  std::string sentence;  // for people, after the witness's name; safe to print
  std::optional<std::uint64_t> their_size;  // as far as the witness said
  std::vector<NoteSignature> cosignatures;  // by the key, verified
  std::optional<Time> time;                 // of the newest of them
};

// The witness last saw another size than we thought: prove from that one.
struct AskAgain {
  std::uint64_t old_size = 0;
};

using WitnessReply = std::variant<WitnessAnswer, AskAgain>;

// Below the URL of the witness, which may end with a slash.
std::string add_checkpoint_url(std::string_view witness_url);

// REQUIRES: at most 63 hashes; `signed_checkpoint` is a note.
std::string add_checkpoint_body(std::uint64_t old_size, std::span<const Hash> proof,
                                std::string_view signed_checkpoint);

WitnessReply read_witness_reply(const Submission& sent, const HttpReply& reply,
                                Time now);

}  // namespace muniment
