#include "ledger/verify.h"

#include <utility>

#include "ledger/note.h"
#include "ledger/tile_files.h"
#include "model/json_text.h"

namespace muniment {
namespace {

// Enough to see what happened; a directory that is gone would fill a screen for each
// tile.
constexpr std::size_t kMaxProblems = 100;

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

}  // namespace

Result<VerifyReport> verify_ledger(const std::string& directory,
                                   const VerifierKey& key) {
  VerifyReport report;
  const Result<std::string> bytes = read_checkpoint_bytes(directory);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) {
    report.problems.push_back({"checkpoint", "is missing"});
    return report;
  }
  if (!bytes && bytes.error().code != ErrorCode::kCorrupt) {
    return bytes.error();
  }
  const Status is_signed = [&]() -> Status {
    MUNIMENT_TRY(bytes);
    MUNIMENT_TRY(key.verify_checkpoint(bytes.value()));
    return ok();
  }();
  if (!is_signed) {
    report.problems.push_back({"checkpoint", is_signed.error().what});
  }
  // Signed or not, what it claims can be held against the entries.
  const Result<Note> note = parse_note(bytes ? bytes.value() : std::string());
  const Result<Checkpoint> claimed =
      note ? parse_checkpoint(note.value().text) : Result<Checkpoint>(note.error());
  if (claimed) {
    report.size = claimed.value().size;
    report.root = claimed.value().root;
    MUNIMENT_TRY(verify_tree(directory, report));
  }
  return report;
}

}  // namespace muniment
