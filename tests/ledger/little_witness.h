// A witness inside the test: it keeps what it cosigned last and answers as C2SP
// tlog-witness says, unless it is told to answer something else.
//
// Owner:   the test. Threads: one. Failure: fails the test.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/cosignature.h"
#include "ledger/witness_client.h"
#include "model/http_message.h"
#include "temp_ledger.h"

namespace muniment {

inline constexpr Time kCosignedAt{1'700'000'000 * kNsPerSecond};

// A cosignature of `text` under this name, with the golden key.
NoteSignature cosign(std::string_view text, Time at,
                     std::string_view name = "witness.example/w1");
WitnessKey little_witness_key(std::string_view name = "witness.example/w1");

// The ledger's checkpoint as it is now.
CheckpointToCosign checkpoint_of(const std::string& ledger_directory);

class LittleWitness {
 public:
  std::uint64_t size = 0;
  Hash root = TreeHasher().empty_tree();
  std::optional<HttpReply> next_reply;  // in place of its own, once
  std::optional<Error> next_error;
  std::vector<HttpRequest> requests;

  HttpPost post();

 private:
  HttpReply answer(const HttpRequest& request);
};

}  // namespace muniment
