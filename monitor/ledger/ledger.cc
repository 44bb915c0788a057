#include "ledger/ledger.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "ledger/durable_file.h"
#include "model/printable.h"

namespace muniment {
namespace {

Error corrupt(const std::string& directory, std::string_view reason) {
  return Error{ErrorCode::kCorrupt, 0,
               "ledger " + printable(directory) + ": " + std::string(reason)};
}

bool is_there(const std::string& path) {
  // Only ENOENT says no: in doubt the caller looks closer and hears the reason.
  return ::faccessat(AT_FDCWD, path.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
         errno != ENOENT;
}

Status put_checkpoint(const std::string& directory, const std::string& bytes) {
  const std::string pending = pending_path(directory);
  MUNIMENT_TRY(create_file(pending, bytes, 0644));
  if (::rename(pending.c_str(), checkpoint_path(directory).c_str()) != 0) {
    return error_from_errno(errno, "rename", pending);
  }
  return sync_directory(directory);
}

// Signs the checkpoint of the empty log and puts it in place.
Status create_empty(const std::string& directory, const SigningKey& key) {
  if (is_there(directory + "/tile")) {
    return corrupt(directory, "it has tiles but no checkpoint");
  }
  TreeHasher hasher;
  const Checkpoint empty{key.verifier().name(), 0, hasher.empty_tree()};
  MUNIMENT_ASSIGN(const Note note, key.sign(format_checkpoint(empty)));
  return put_checkpoint(directory, format_note(note));
}

Result<LedgerState> load_and_settle(const std::string& directory,
                                    const VerifierKey& verifier) {
  MUNIMENT_ASSIGN(LedgerState state, load_ledger_state(directory, verifier));
  return settle_pending(directory, verifier, std::move(state));
}

}  // namespace

Result<Ledger> Ledger::open(std::string directory, SigningKey key) {
  if (!is_there(checkpoint_path(directory))) {
    MUNIMENT_TRY(create_directory(directory));
    MUNIMENT_TRY(create_empty(directory, key));
  }
  MUNIMENT_ASSIGN(LedgerState state, load_and_settle(directory, key.verifier()));
  return Ledger(std::move(directory), std::move(key), std::move(state));
}

Status Ledger::refresh() {
  if (broken_) {
    return *broken_;
  }
  Result<std::string> bytes = read_checkpoint_bytes(directory_);
  if (!bytes && bytes.error().code == ErrorCode::kNotFound) {
    return corrupt(directory_, "its checkpoint is gone");
  }
  if (!bytes) {
    return std::move(bytes).error();
  }
  if (bytes.value() == state_.signed_bytes && !is_there(pending_path(directory_))) {
    return ok();
  }
  MUNIMENT_ASSIGN(LedgerState state, load_and_settle(directory_, key_.verifier()));
  if (state.checkpoint.size < size() ||
      (state.checkpoint.size == size() && state.checkpoint.root != root())) {
    return corrupt(directory_, "it had " + std::to_string(size()) +
                                   " entries and now is an older or another one of " +
                                   std::to_string(state.checkpoint.size));
  }
  state_ = std::move(state);
  return ok();
}

Status Ledger::countersign(const SigningKey& next) {
  MUNIMENT_ASSIGN(Note note, parse_note(state_.signed_bytes));
  if (next.verifier().verify(note)) {
    return ok();  // by a process that was killed before it went on
  }
  MUNIMENT_ASSIGN(Note added, next.sign(note.text));
  note.signatures.push_back(std::move(added.signatures.front()));
  MUNIMENT_TRY(put_checkpoint(directory_, format_note(note)));
  state_.signed_bytes = format_note(note);
  return ok();
}

Status Ledger::read(std::uint64_t from, std::uint64_t until,
                    const EntrySink& sink) const {
  return TileFiles(directory_, size()).read_entries(from, until, sink);
}

}  // namespace muniment
