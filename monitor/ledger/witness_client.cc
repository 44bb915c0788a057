#include "ledger/witness_client.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/proof.h"
#include "ledger/tile_files.h"
#include "model/printable.h"

namespace muniment {
namespace {

// One size that was guessed wrong, and one more for a witness that other clients of the
// same ledger talk to.
constexpr int kMaxQuestions = 3;

// The proof from `old_size`, checked: a witness's "no" then speaks of what it saw, not
// of broken tiles here.
Result<std::vector<Hash>> checked_proof(const CheckpointToCosign& wanted,
                                        std::uint64_t old_size) {
  const Checkpoint& now = wanted.checkpoint;
  MUNIMENT_ASSIGN(std::vector<Hash> proof,
                  prove_consistency(TileFiles(wanted.directory, now.size), old_size));
  MUNIMENT_ASSIGN(const RightEdge old_edge,
                  TileFiles(wanted.directory, old_size).read_right_edge());
  TreeHasher hasher;
  if (!verify_consistency(old_size, old_edge.root(hasher), now.size, now.root, proof)) {
    return Error{ErrorCode::kCorrupt, 0,
                 "the tiles of ledger " + printable(wanted.directory) +
                     " do not hash to its checkpoint: see muniment ledger verify"};
  }
  return proof;
}

}  // namespace

Result<WitnessAnswer> ask_witness(const CheckpointToCosign& wanted,
                                  const WitnessKey& key, const std::string& url,
                                  std::uint64_t last_size, const HttpPost& post,
                                  const std::atomic<bool>& stop) {
  Submission sent{key, wanted.note, wanted.checkpoint.size,
                  std::min(last_size, wanted.checkpoint.size)};
  for (int question = 0; question < kMaxQuestions; ++question) {
    MUNIMENT_ASSIGN(const std::vector<Hash> proof,
                    checked_proof(wanted, sent.old_size));
    const HttpRequest request{
        add_checkpoint_url(url), "text/plain; charset=utf-8",
        add_checkpoint_body(sent.old_size, proof, wanted.signed_bytes)};
    const Result<HttpReply> reply = post(request, stop);
    if (!reply) {
      if (reply.error().code == ErrorCode::kCancelled) {
        return reply.error();
      }
      return WitnessAnswer{WitnessOutcome::kNoAnswer, reply.error().what, {}, {}, {}};
    }
    WitnessReply read = read_witness_reply(sent, reply.value(), wall_clock_now());
    if (auto* answer = std::get_if<WitnessAnswer>(&read)) {
      return std::move(*answer);
    }
    sent.old_size = std::get<AskAgain>(read).old_size;
  }
  return WitnessAnswer{WitnessOutcome::kNoAnswer,
                       "wants a proof from another size each time it is asked",
                       {},
                       {},
                       {}};
}

}  // namespace muniment
