// C2SP tlog-proof: one file that proves, to anyone with the log's key and nothing else,
// that one entry is in the log.
//
//   c2sp.org/tlog-proof@v1
//   extra base64
//   index 73894
//   hashes of the audit path, in base64, one a line
//   (empty line)
//   the signed checkpoint
//
// Here the extra data is the entry itself, so that the file needs nothing beside it. It
// discloses no other entry.
//
// Owner:   plain values. Threads: any.
// Failure: parsing hostile bytes is kCorrupt with the reason; so is a proof that does
//          not hold, and a ledger that cannot prove what it has.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/entry_bundle.h"
#include "ledger/ledger_reader.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/verifier_key.h"
#include "model/result.h"

namespace muniment {

// The largest file that can be one: entry and hashes in base64, and a note.
inline constexpr std::size_t kMaxTlogProofBytes =
    (kMaxEntryBytes + 2) / 3 * 4 + kMaxProofHashes * 45 + 200 + kMaxNoteBytes;

struct TlogProof {
  std::optional<std::string> extra;  // what an application adds: here the entry
  std::uint64_t index = 0;
  std::vector<Hash> path;
  std::string checkpoint;  // a signed note, as it was published

  bool operator==(const TlogProof&) const = default;
};

std::string format_tlog_proof(const TlogProof& proof);

// That the note is a checkpoint is checked, whether it is signed is not.
Result<TlogProof> parse_tlog_proof(std::string_view bytes);

// Did the holder of `key` sign a log in which `entry` is entry `proof.index`? The extra
// data is not looked at.
Result<Checkpoint> verify_tlog_proof(const TlogProof& proof, std::string_view entry,
                                     const VerifierKey& key);

// Makes the proof of one entry and verifies it: none is handed out that does not hold.
// kInvalid when there is no such entry.
Result<TlogProof> prove_entry(const LedgerReader& ledger, std::uint64_t index,
                              const VerifierKey& key);

}  // namespace muniment
