#include "ledger/key_chain.h"

#include <boost/filesystem/operations.hpp>
#include <charconv>
#include <optional>
#include <set>

#include "ledger/durable_file.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/tile_files.h"
#include "model/event_json.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string rotations_in(const std::string& directory) {
  return directory + "/rotation";
}

std::optional<std::uint64_t> size_named(const std::string& name) {
  std::uint64_t size = 0;
  const auto [end, error] =
      std::from_chars(name.data(), name.data() + name.size(), size);
  const bool is_size = error == std::errc() && end == name.data() + name.size() &&
                       size > 0 && size <= kMaxTreeSize;
  return is_size ? std::optional(size) : std::nullopt;
}

// Sizes at which a key was replaced, ascending.
Result<std::set<std::uint64_t>> rotations(const std::string& directory) {
  namespace fs = boost::filesystem;
  std::set<std::uint64_t> sizes;
  boost::system::error_code error;
  fs::directory_iterator entry(rotations_in(directory), error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (const auto size = size_named(entry->path().filename().string())) {
      sizes.insert(*size);
    }
  }
  if (error && error != boost::system::errc::no_such_file_or_directory) {
    return error_from_errno(error.value(), "list", rotations_in(directory));
  }
  return sizes;
}

Error in_rotation(std::uint64_t size, const std::string& why) {
  return Error{ErrorCode::kCorrupt, 0, "rotation/" + std::to_string(size) + ": " + why};
}

// The last entry of the tree that `checkpoint` signed, proven to be in it.
Result<std::string> last_entry(const std::string& directory,
                               const Checkpoint& checkpoint) {
  const TileFiles files(directory, checkpoint.size);
  const std::uint64_t last = checkpoint.size - 1;
  std::string entry;
  MUNIMENT_TRY(files.read_entries(last, checkpoint.size,
                                  [&](std::uint64_t, std::string_view bytes) {
                                    entry = bytes;
                                    return ok();
                                  }));
  MUNIMENT_ASSIGN(const std::vector<Hash> path, prove_inclusion(files, last));
  TreeHasher hasher;
  if (!verify_inclusion(last, checkpoint.size, hasher.leaf(entry), path,
                        checkpoint.root)) {
    return in_rotation(checkpoint.size, "the ledger has other entries than it says");
  }
  return entry;
}

// The key after `now`, by the rotation at `size`; nullopt when that was not signed by
// `now`.
Result<std::optional<VerifierKey>> successor(const std::string& directory,
                                             std::uint64_t size,
                                             const VerifierKey& now) {
  std::string bytes;
  MUNIMENT_TRY(read_file(rotations_in(directory) + '/' + std::to_string(size),
                         kMaxNoteBytes, bytes));
  const Result<Checkpoint> checkpoint = now.verify_checkpoint(bytes);
  if (!checkpoint || checkpoint.value().size != size) {
    return std::optional<VerifierKey>();
  }
  MUNIMENT_ASSIGN(const std::string entry, last_entry(directory, checkpoint.value()));
  MUNIMENT_ASSIGN(VerifierKey next, next_key(entry, now));
  return std::optional(std::move(next));
}

}  // namespace

Result<VerifierKey> next_key(std::string_view entry, const VerifierKey& now) {
  MUNIMENT_ASSIGN(const Event event, parse_event(entry));
  const auto* rotated = std::get_if<KeyRotated>(&event.body);
  if (rotated == nullptr) {
    return Error{ErrorCode::kInvalid, 0, "the entry is no change of key"};
  }
  MUNIMENT_ASSIGN(VerifierKey next, VerifierKey::parse(rotated->key));
  if (next.name() != now.name()) {
    return Error{ErrorCode::kCorrupt, 0,
                 "a change of key names " + printable(next.name()) + ", not " +
                     printable(now.name())};
  }
  return next;
}

Status keep_rotation(const std::string& directory, std::uint64_t size,
                     const std::string& signed_checkpoint) {
  MUNIMENT_TRY(create_directory(rotations_in(directory)));
  const std::string path = rotations_in(directory) + '/' + std::to_string(size);
  Status kept = create_file_once(path, signed_checkpoint, 0644);
  // Of a rotation that a killed process began: the same key signs the same bytes.
  return !kept && kept.error().code == ErrorCode::kConflict ? ok() : kept;
}

Result<VerifierKey> key_in_force(const std::string& directory,
                                 const VerifierKey& trusted,
                                 const std::string& checkpoint) {
  VerifierKey now = trusted;
  MUNIMENT_ASSIGN(const auto sizes, rotations(directory));
  for (const std::uint64_t size : sizes) {
    MUNIMENT_ASSIGN(const auto next, successor(directory, size, now));
    now = next.value_or(now);
  }
  MUNIMENT_TRY(now.verify_checkpoint(checkpoint));
  return now;
}

}  // namespace muniment
