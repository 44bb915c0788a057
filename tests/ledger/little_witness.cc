#include "little_witness.h"

#include <gtest/gtest.h>

#include <utility>

#include "ledger/ledger_reader.h"
#include "ledger/proof.h"
#include "model/json_text.h"

namespace muniment {

WitnessKey little_witness_key(std::string_view name) {
  const std::string log_key = golden_key(name).verifier().text();
  const std::size_t plus = log_key.find('+', log_key.find('+') + 1);
  const std::string bytes = from_base64(log_key.substr(plus + 1)).value();
  NoteKey::Bytes key;
  std::copy(bytes.begin() + 1, bytes.end(), key.begin());
  return WitnessKey::parse(NoteKey::make(KeyKind::kWitness, name, key).value().text())
      .value();
}

NoteSignature cosign(std::string_view text, Time at, std::string_view name) {
  const auto seconds = static_cast<std::uint64_t>(at.ns / kNsPerSecond);
  const Note note = golden_key(name)
                        .sign("cosignature/v1\ntime " + std::to_string(seconds) + '\n' +
                              std::string(text))
                        .value();
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(seconds >> shift & 0xFF);
  }
  return {std::string(name), little_witness_key(name).key_hash(),
          bytes + note.signatures[0].bytes};
}

CheckpointToCosign checkpoint_of(const std::string& ledger_directory) {
  Result<LedgerReader> reader = LedgerReader::open(ledger_directory);
  EXPECT_EQ(reason(reader), "");
  const std::string& bytes = reader.value().signed_checkpoint();
  return {ledger_directory, bytes, parse_note(bytes).value(),
          reader.value().checkpoint()};
}

HttpPost LittleWitness::post() {
  return [this](const HttpRequest& request,
                const std::atomic<bool>& stop) -> Result<HttpReply> {
    requests.push_back(request);
    if (stop) {
      return Error{ErrorCode::kCancelled, 0, "stopped"};
    }
    if (next_error) {
      return *std::exchange(next_error, std::nullopt);
    }
    if (next_reply) {
      return *std::exchange(next_reply, std::nullopt);
    }
    return answer(request);
  };
}

HttpReply LittleWitness::answer(const HttpRequest& request) {
  const std::size_t split = request.body.find("\n\n");
  const std::string head = request.body.substr(0, split + 1);
  const Note note = parse_note(request.body.substr(split + 2)).value();
  const Checkpoint checkpoint = parse_checkpoint(note.text).value();
  EXPECT_EQ(reason(golden_key().verifier().verify(note)), "");
  std::vector<Hash> proof;
  std::size_t at = head.find('\n') + 1;
  const std::string old = head.substr(4, at - 5);
  for (std::size_t end = head.find('\n', at); end != std::string::npos;
       at = end + 1, end = head.find('\n', at)) {
    proof.push_back(parse_log_hash(head.substr(at, end - at)).value());
  }
  if (old != std::to_string(size)) {
    return {409, "text/x.tlog.size", std::to_string(size) + '\n'};
  }
  if (checkpoint.size == size && checkpoint.root != root) {
    return {409, "text/plain", "another root\n"};
  }
  if (size > 0 &&
      !verify_consistency(size, root, checkpoint.size, checkpoint.root, proof)) {
    return {422, "text/plain", "no\n"};
  }
  size = checkpoint.size;
  root = checkpoint.root;
  const std::string signed_text =
      format_note({"x\n", {cosign(note.text, kCosignedAt)}});
  return {200, "text/plain", signed_text.substr(3)};
}

}  // namespace muniment
