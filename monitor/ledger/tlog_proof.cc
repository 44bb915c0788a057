#include "ledger/tlog_proof.h"

#include <utility>

#include "model/json_text.h"

namespace muniment {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error broken(std::string_view reason) {
  return Error{ErrorCode::kCorrupt, 0, "not a tlog-proof: " + std::string(reason)};
}

// Takes the first line off `rest`, without its line feed; nullopt when it has no end.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

Status take_extra(std::string_view& rest, std::optional<std::string>& extra) {
  if (!rest.starts_with(kExtra)) {
    return ok();
  }
  const std::optional<std::string_view> line = take_line(rest);
  extra = line ? from_base64(line->substr(kExtra.size())) : std::nullopt;
  if (!extra || extra->size() > kMaxEntryBytes) {
    return broken("its extra data is not in base64, or is too long");
  }
  return ok();
}

Status take_index(std::string_view& rest, std::uint64_t& index) {
  const std::optional<std::string_view> line = take_line(rest);
  if (!line || !line->starts_with(kIndex)) {
    return broken("it has no index");
  }
  const std::optional<std::uint64_t> number =
      parse_log_number(line->substr(kIndex.size()));
  if (!number) {
    return broken("its index is no number");
  }
  index = *number;
  return ok();
}

// With the empty line after them.
Status take_path(std::string_view& rest, std::vector<Hash>& path) {
  for (;;) {
    const std::optional<std::string_view> line = take_line(rest);
    if (!line) {
      return broken("it has no checkpoint");
    }
    if (line->empty()) {
      return ok();
    }
    const std::optional<Hash> hash = parse_log_hash(*line);
    if (!hash || path.size() == kMaxProofHashes) {
      return broken("line " + std::to_string(path.size() + 1) +
                    " of its path is no hash, or one too many");
    }
    path.push_back(*hash);
  }
}

}  // namespace

std::string format_tlog_proof(const TlogProof& proof) {
  std::string out = std::string(kHeader) + '\n';
  if (proof.extra) {
    out.append(kExtra).append(to_base64(*proof.extra)).append("\n");
  }
  out.append(kIndex).append(std::to_string(proof.index)).append("\n");
  for (const Hash& hash : proof.path) {
    out.append(to_base64(std::string(hash.begin(), hash.end()))).append("\n");
  }
  return out + '\n' + proof.checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view bytes) {
  if (bytes.size() > kMaxTlogProofBytes) {
    return broken("it is too long");
  }
  if (take_line(bytes) != kHeader) {
    return broken("its first line is not " + std::string(kHeader));
  }
  TlogProof proof;
  MUNIMENT_TRY(take_extra(bytes, proof.extra));
  MUNIMENT_TRY(take_index(bytes, proof.index));
  MUNIMENT_TRY(take_path(bytes, proof.path));
  MUNIMENT_ASSIGN(const Note note, parse_note(bytes));
  MUNIMENT_TRY(parse_checkpoint(note.text));
  proof.checkpoint = bytes;
  return proof;
}

Result<Checkpoint> verify_tlog_proof(const TlogProof& proof, std::string_view entry,
                                     const VerifierKey& key) {
  MUNIMENT_ASSIGN(Checkpoint checkpoint, key.verify_checkpoint(proof.checkpoint));
  if (!verify_inclusion(proof.index, checkpoint.size, TreeHasher().leaf(entry),
                        proof.path, checkpoint.root)) {
    return Error{ErrorCode::kCorrupt, 0,
                 "it is not entry " + std::to_string(proof.index) + " of the " +
                     std::to_string(checkpoint.size) + " that were signed"};
  }
  return checkpoint;
}

Result<TlogProof> prove_entry(const LedgerReader& ledger, std::uint64_t index,
                              const VerifierKey& key) {
  TlogProof proof{std::nullopt, index, {}, ledger.signed_checkpoint()};
  MUNIMENT_ASSIGN(proof.path, prove_inclusion(ledger.files(), index));
  MUNIMENT_TRY(ledger.read(index, index + 1,
                           [&](std::uint64_t, std::string_view entry) -> Status {
                             proof.extra = entry;
                             return ok();
                           }));
  const Result<Checkpoint> verified =
      verify_tlog_proof(proof, proof.extra.value_or(""), key);
  if (!verified) {
    Error error = verified.error();
    error.what =
        "the ledger cannot prove entry " + std::to_string(index) + ": " + error.what;
    return error;
  }
  return proof;
}

}  // namespace muniment
