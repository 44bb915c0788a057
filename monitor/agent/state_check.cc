#include "agent/state_check.h"

#include <cerrno>
#include <cstdio>

#include "ledger/durable_file.h"
#include "ledger/note.h"
#include "ledger/tile_files.h"

namespace muniment {
namespace {

Error contradiction(std::string what) {
  return Error{ErrorCode::kCorrupt, 0, std::move(what)};
}

std::string events(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " event" : " events");
}

Error ledger_is_older(std::uint64_t ledger, const std::string& newer) {
  return contradiction("the ledger is an older copy or was cut short: it has " +
                       events(ledger) + ", and " + newer +
                       ". Put the newest copy back; nothing is recorded until then");
}

// Is the tree of `size` events with root `root` the beginning of the ledger?
Result<bool> is_beginning(const StateDirectory& state, const Checkpoint& ledger,
                          std::uint64_t size, const std::string& root) {
  if (size == ledger.size) {
    return to_hex(ledger.root) == root;
  }
  Result<RightEdge> edge = TileFiles(state.ledger(), size).read_right_edge();
  if (!edge && edge.error().code == ErrorCode::kNotFound) {
    return contradiction("a tile of the ledger is missing: " + edge.error().what);
  }
  MUNIMENT_TRY(edge);
  TreeHasher hasher;
  return to_hex(edge.value().root(hasher)) == root;
}

Status check_sizes(const std::optional<Checkpoint>& head, const Applied& catalogue,
                   std::uint64_t ledger) {
  const std::uint64_t noted = head ? head->size : 0;
  const std::string had = "there were " + events(noted) + " when it was last opened";
  if (catalogue.size > ledger) {
    const std::string newer = "the catalogue has applied " + events(catalogue.size);
    return ledger_is_older(ledger, noted > ledger ? newer + " and " + had : newer);
  }
  if (noted > ledger) {
    return contradiction(
        "ledger and catalogue are older copies: they have " + events(ledger) +
        ", and " + had +
        ". Put the newest copies back; nothing is recorded until then");
  }
  // An empty one is new: it was lost, which costs the time to make it again.
  if (noted > catalogue.size && catalogue.size > 0) {
    return contradiction("the catalogue is an older copy: it has applied " +
                         events(catalogue.size) + ", and " + had +
                         ". `muniment ledger rebuild-catalogue` makes a new one");
  }
  return ok();
}

}  // namespace

Result<std::optional<Checkpoint>> read_head(const StateDirectory& state) {
  std::string bytes;
  const Status read = read_file(state.head(), kMaxNoteBytes, bytes);
  if (!read && read.error().code == ErrorCode::kNotFound) {
    return std::optional<Checkpoint>();
  }
  MUNIMENT_TRY(read);
  // Not verified: who can forge it can also take it away. It shows an accident, or
  // somebody who did not think of it.
  const Result<Note> note = parse_note(bytes);
  const Result<Checkpoint> head =
      note ? parse_checkpoint(note.value().text) : Result<Checkpoint>(note.error());
  if (!head) {
    return contradiction("read " + state.head() + ": " + head.error().what);
  }
  return std::optional(head.value());
}

Status write_head(const StateDirectory& state, const std::string& signed_checkpoint) {
  const std::string draft = state.head() + ".new";
  MUNIMENT_TRY(create_file(draft, signed_checkpoint, 0640));
  if (std::rename(draft.c_str(), state.head().c_str()) != 0) {
    return error_from_errno(errno, "rename", draft);
  }
  return ok();
}

Status check_state(const StateDirectory& state, const std::optional<Checkpoint>& head,
                   const Applied& catalogue, const Checkpoint& ledger) {
  MUNIMENT_TRY(check_sizes(head, catalogue, ledger.size));
  // Catching up after a crash knows no root for the sizes in between.
  if (catalogue.size > 0 && !catalogue.root.empty()) {
    MUNIMENT_ASSIGN(const bool is_of_it,
                    is_beginning(state, ledger, catalogue.size, catalogue.root));
    if (!is_of_it) {
      return contradiction(
          "catalogue and ledger went separate ways: the first " +
          events(catalogue.size) +
          " of the ledger are not those that the catalogue has applied. One of the "
          "two is of another copy of this state that was continued elsewhere");
    }
  }
  if (head && head->size > 0) {
    MUNIMENT_ASSIGN(const bool is_of_it,
                    is_beginning(state, ledger, head->size, to_hex(head->root)));
    if (!is_of_it) {
      return contradiction(
          "the ledger is not the one that was here: its first " + events(head->size) +
          " are not those that were there when it was last opened. It was replaced by "
          "a copy that was continued elsewhere");
    }
  }
  return ok();
}

}  // namespace muniment
