#include "ledger/verify.h"

#include <utility>

#include "ledger/key_chain.h"
#include "ledger/note.h"
#include "ledger/tile_files.h"
#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

// Enough to see what happened; a directory that is gone would fill a screen for each
// tile.
constexpr std::size_t kMaxProblems = 100;

// Does the error answer the question? Else something could not be read.
bool is_answer(const Error& error) {
  return error.code == ErrorCode::kNotFound || error.code == ErrorCode::kCorrupt ||
         error.code == ErrorCode::kInvalid;
}

std::string text_of(const Hash& hash) {
  return to_base64(std::string(hash.begin(), hash.end()));
}

Status verify_tree(const std::string& directory, VerifyReport& report) {
  TreeCheck check(TileFiles(directory, report.size), RightEdge(), kMaxProblems);
  MUNIMENT_TRY(check.run());
  report.problems.insert(report.problems.end(), check.problems().begin(),
                         check.problems().end());
  if (!check.is_complete()) {
    report.problems.push_back(
        {"tile", "there may be more problems: the check stopped"});
  } else if (const Hash root = check.root(); root != report.root) {
    report.problems.push_back({"checkpoint", "says root " + text_of(report.root) +
                                                 ", but the entries have root " +
                                                 text_of(root)});
  }
  return ok();
}

// Signed by the trusted key, or by one that follows from it.
Status verify_signature(const std::string& directory, const VerifierKey& trusted,
                        const std::string& bytes, VerifyReport& report) {
  Status is_signed = [&]() -> Status {
    if (trusted.verify_checkpoint(bytes)) {
      report.key = trusted;
      return ok();
    }
    MUNIMENT_ASSIGN(report.key, key_in_force(directory, trusted, bytes));
    return ok();
  }();
  if (!is_signed && is_answer(is_signed.error())) {
    report.problems.push_back({"checkpoint", is_signed.error().what});
    return ok();
  }
  return is_signed;
}

std::string entries(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

// What is wrong with the ledger when this was kept of it; "" when nothing is.
Result<std::string> contradiction(const std::string& directory,
                                  const VerifyReport& report,
                                  const VerifierKey& trusted, const Note& note) {
  MUNIMENT_ASSIGN(const Checkpoint kept, parse_checkpoint(note.text));
  if (kept.origin != trusted.name()) {
    return "is of the log " + printable(kept.origin) + ", not of " +
           printable(trusted.name());
  }
  // Of an earlier key nothing is known here; one that is known must be right.
  for (const VerifierKey& key : {trusted, report.key.value_or(trusted)}) {
    if (key.is_named_in(note) && !key.verify(note)) {
      return "its signature is not valid";
    }
  }
  if (kept.size > report.size) {
    return "is of " + entries(kept.size) + ", but the ledger has " +
           entries(report.size) + ": it is an older copy or was cut short";
  }
  const TileFiles files(directory, kept.size);
  TreeHasher hasher;
  MUNIMENT_ASSIGN(const RightEdge edge, files.read_right_edge());
  return edge.root(hasher) == kept.root
             ? std::string()
             : "the first " + entries(kept.size) +
                   " of the ledger are not those that it was signed for: the ledger "
                   "was replaced by one that went another way";
}

Status verify_kept(const std::string& directory, const VerifierKey& trusted,
                   std::span<const KeptCheckpoint> kept, VerifyReport& report) {
  for (const KeptCheckpoint& one : kept) {
    const Result<Note> note = parse_note(one.signed_bytes);
    auto wrong = note ? contradiction(directory, report, trusted, note.value())
                      : Result<std::string>(note.error());
    if (!wrong && !is_answer(wrong.error())) {
      return wrong.error();
    }
    if (!wrong || !wrong.value().empty()) {
      report.problems.push_back({one.name, wrong ? wrong.value() : wrong.error().what});
    }
  }
  return ok();
}

}  // namespace

Result<VerifyReport> verify_ledger(const std::string& directory,
                                   const VerifierKey& trusted,
                                   std::span<const KeptCheckpoint> kept) {
  VerifyReport report;
  const Result<std::string> bytes = read_checkpoint_bytes(directory);
  if (!bytes && !is_answer(bytes.error())) {
    return bytes.error();
  }
  if (!bytes) {
    const bool is_missing = bytes.error().code == ErrorCode::kNotFound;
    report.problems.push_back(
        {"checkpoint", is_missing ? "is missing" : bytes.error().what});
    return report;
  }
  MUNIMENT_TRY(verify_signature(directory, trusted, bytes.value(), report));
  // Signed or not, what it claims can be held against the entries.
  const Result<Note> note = parse_note(bytes.value());
  const Result<Checkpoint> claimed =
      note ? parse_checkpoint(note.value().text) : Result<Checkpoint>(note.error());
  if (claimed) {
    report.size = claimed.value().size;
    report.root = claimed.value().root;
    MUNIMENT_TRY(verify_tree(directory, report));
    MUNIMENT_TRY(verify_kept(directory, trusted, kept, report));
  }
  return report;
}

}  // namespace muniment
