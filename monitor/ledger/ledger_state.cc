#include "ledger/ledger_state.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/entry_bundle.h"
#include "ledger/note.h"
#include "ledger/tile_files.h"
#include "ledger/tree_check.h"
#include "model/printable.h"

namespace muniment {
namespace {

Error corrupt(const std::string& directory, std::string_view reason) {
  return Error{ErrorCode::kCorrupt, 0,
               "ledger " + printable(directory) + ": " + std::string(reason)};
}

// A tile that a checkpoint commits to was there when it was signed: that it is missing
// now is no crash.
Error missing_is_corrupt(const std::string& directory, const Error& error) {
  return error.code == ErrorCode::kNotFound ? corrupt(directory, error.what) : error;
}

Status load_edge(const std::string& directory, LedgerState& state) {
  const TileFiles files(directory, state.checkpoint.size);
  Result<RightEdge> edge = files.read_right_edge();
  if (!edge) {
    return missing_is_corrupt(directory, edge.error());
  }
  state.edge = std::move(edge).value();
  TreeHasher hasher;
  if (state.edge.root(hasher) != state.checkpoint.root) {
    return corrupt(directory, "its tiles do not hash to the root of its checkpoint");
  }
  return ok();
}

Status load_bundle(const std::string& directory, LedgerState& state) {
  if (state.checkpoint.size % kTileWidth == 0) {
    return ok();
  }
  EntryBundle bundle;
  const TileFiles files(directory, state.checkpoint.size);
  Status read = files.read_bundle(state.checkpoint.size / kTileWidth, bundle);
  if (!read) {
    return missing_is_corrupt(directory, read.error());
  }
  TreeHasher hasher;
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    if (hasher.leaf(bundle.entries[i]) != state.edge.tile(0)[i]) {
      return corrupt(directory,
                     "the last entries do not have the hashes in their tile");
    }
    append_to_bundle(state.bundle, bundle.entries[i]);
  }
  return ok();
}

// Is this a checkpoint that the key signed and that the stored tiles bear out?
Result<std::optional<Checkpoint>> acceptable(const std::string& directory,
                                             const VerifierKey& verifier,
                                             const LedgerState& current,
                                             std::string_view bytes) {
  using Answer = std::optional<Checkpoint>;
  const Result<Checkpoint> pending = verifier.verify_checkpoint(bytes);
  if (!pending || pending.value().size <= current.checkpoint.size) {
    return Answer();
  }
  TreeCheck check(TileFiles(directory, pending.value().size), current.edge, 1);
  MUNIMENT_TRY(check.run());
  const bool agrees = check.problems().empty() && check.root() == pending.value().root;
  return agrees ? Answer(pending.value()) : Answer();
}

// By way of a third file: the pending one stays until its bytes are the checkpoint.
Status adopt(const std::string& directory, std::string_view bytes) {
  const std::string draft = checkpoint_path(directory) + ".adopted";
  MUNIMENT_TRY(create_file(draft, bytes, 0644));
  if (::rename(draft.c_str(), checkpoint_path(directory).c_str()) != 0) {
    return error_from_errno(errno, "rename", draft);
  }
  return sync_directory(directory);
}

}  // namespace

std::string checkpoint_path(const std::string& directory) {
  return directory + "/checkpoint";
}

std::string pending_path(const std::string& directory) {
  return directory + "/checkpoint.new";
}

Result<LedgerState> load_ledger_state(const std::string& directory,
                                      const VerifierKey& verifier) {
  LedgerState state;
  MUNIMENT_TRY(
      read_file(checkpoint_path(directory), kMaxNoteBytes, state.signed_bytes));
  Result<Checkpoint> checkpoint = verifier.verify_checkpoint(state.signed_bytes);
  if (!checkpoint) {
    return corrupt(directory, "checkpoint: " + checkpoint.error().what);
  }
  state.checkpoint = std::move(checkpoint).value();
  MUNIMENT_TRY(load_edge(directory, state));
  MUNIMENT_TRY(load_bundle(directory, state));
  return state;
}

Result<LedgerState> settle_pending(const std::string& directory,
                                   const VerifierKey& verifier, LedgerState current) {
  const std::string path = pending_path(directory);
  std::string bytes;
  const Status read = read_file(path, kMaxNoteBytes, bytes);
  if (!read && read.error().code == ErrorCode::kNotFound) {
    return current;
  }
  if (!read && read.error().code != ErrorCode::kCorrupt) {
    return read.error();
  }
  std::optional<Checkpoint> pending;
  if (read) {
    MUNIMENT_ASSIGN(pending, acceptable(directory, verifier, current, bytes));
  }
  if (pending) {
    MUNIMENT_TRY(adopt(directory, bytes));
    MUNIMENT_ASSIGN(current, load_ledger_state(directory, verifier));
  }
  if (::unlink(path.c_str()) != 0) {
    return error_from_errno(errno, "remove", path);
  }
  return current;
}

}  // namespace muniment
