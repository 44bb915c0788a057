#include "ledger/kept_checkpoints.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <charconv>

#include "ledger/durable_file.h"
#include "ledger/right_edge.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::string_view kStampSuffix = ".tsr";

// The size that a file's name says; nothing for names that are not ours.
std::optional<std::uint64_t> size_in(std::string_view name, std::string_view suffix) {
  if (!name.ends_with(suffix)) {
    return std::nullopt;
  }
  name.remove_suffix(suffix.size());
  std::uint64_t size = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data(), end, size);
  const bool is_ours = error == std::errc() && stop == end && size <= kMaxTreeSize &&
                       name == std::to_string(size);
  return is_ours ? std::optional(size) : std::nullopt;
}

bool is_same_key(const NoteSignature& a, const NoteSignature& b) {
  return a.key_hash == b.key_hash && a.key_name == b.key_name;
}

Error in_file(const std::string& path, Error error) {
  error.what = printable(path) + ": " + error.what;
  return error;
}

// Adds `added` to the signatures, of which at most two by its key stay. Signatures
// without a time, as the ledger's own, are there once.
void merge_signature(std::vector<NoteSignature>& signatures,
                     const NoteSignature& added) {
  std::vector<NoteSignature*> known;
  for (NoteSignature& signature : signatures) {
    if (signature == added) {
      return;
    }
    if (is_same_key(signature, added)) {
      known.push_back(&signature);
    }
  }
  const std::optional<Time> time = claimed_time(added);
  if (known.size() < 2) {
    if (known.empty() || time) {
      signatures.push_back(added);
    }
    return;
  }
  std::sort(known.begin(), known.end(), [](const auto* a, const auto* b) {
    return claimed_time(*a) < claimed_time(*b);
  });
  if (time < claimed_time(*known.front())) {
    *known.front() = added;
  } else if (time > claimed_time(*known.back())) {
    *known.back() = added;
  }
}

}  // namespace

Note merge_signatures(Note note, const Note& more) {
  MUNIMENT_CHECK(note.text == more.text);
  for (const NoteSignature& signature : more.signatures) {
    merge_signature(note.signatures, signature);
  }
  return note;
}

Result<std::vector<std::uint64_t>> KeptCheckpoints::sizes_with(
    std::string_view suffix) const {
  namespace fs = boost::filesystem;
  std::vector<std::uint64_t> sizes;
  boost::system::error_code error;
  fs::directory_iterator entry(directory_, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (const auto size = size_in(entry->path().filename().native(), suffix)) {
      sizes.push_back(*size);
    }
  }
  if (error && error != boost::system::errc::no_such_file_or_directory) {
    return error_from_errno(error.value(), "list directory", directory_);
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

Result<std::vector<std::uint64_t>> KeptCheckpoints::sizes() const {
  return sizes_with("");
}

Result<std::vector<std::uint64_t>> KeptCheckpoints::stamped_sizes() const {
  return sizes_with(kStampSuffix);
}

Result<VouchedCheckpoint> KeptCheckpoints::load(std::uint64_t size) const {
  const std::string path = path_of(size);
  std::string bytes;
  MUNIMENT_TRY(read_file(path, kMaxNoteBytes, bytes));
  auto note = parse_note(bytes);
  if (!note) {
    return in_file(path, std::move(note).error());
  }
  auto checkpoint = parse_checkpoint(note.value().text);
  if (!checkpoint) {
    return in_file(path, std::move(checkpoint).error());
  }
  if (checkpoint.value().size != size) {
    return in_file(path, {ErrorCode::kCorrupt, 0,
                          "is a checkpoint of " +
                              std::to_string(checkpoint.value().size) + " entries"});
  }
  return VouchedCheckpoint{std::move(note).value(), std::move(checkpoint).value()};
}

Result<std::string> KeptCheckpoints::load_time_stamp(std::uint64_t size) const {
  std::string reply;
  MUNIMENT_TRY(
      read_file(path_of(size) + std::string(kStampSuffix), kMaxTimeStampBytes, reply));
  return reply;
}

Status KeptCheckpoints::keep(const Note& note) {
  MUNIMENT_ASSIGN(const Checkpoint checkpoint, parse_checkpoint(note.text));
  Note merged = note;
  auto kept = load(checkpoint.size);
  if (kept) {
    if (kept.value().note.text != note.text) {
      return Error{ErrorCode::kConflict, 0,
                   printable(path_of(checkpoint.size)) +
                       ": another checkpoint of this size was kept before"};
    }
    merged = merge_signatures(kept.value().note, note);
    if (merged == kept.value().note) {
      return ok();
    }
  } else if (kept.error().code != ErrorCode::kNotFound) {
    return kept.error();
  }
  if (merged.signatures.size() > kMaxNoteSignatures) {
    return Error{ErrorCode::kConflict, 0,
                 printable(path_of(checkpoint.size)) + ": has too many signatures"};
  }
  MUNIMENT_TRY(create_directory(directory_));
  return replace_file(path_of(checkpoint.size), format_note(merged), 0644);
}

Status KeptCheckpoints::keep_time_stamp(const Note& note, std::string_view reply) {
  if (reply.size() > kMaxTimeStampBytes) {
    return Error{ErrorCode::kCorrupt, 0, "the time stamp is too large"};
  }
  MUNIMENT_TRY(keep(note));
  MUNIMENT_ASSIGN(const Checkpoint checkpoint, parse_checkpoint(note.text));
  const std::string path = path_of(checkpoint.size) + std::string(kStampSuffix);
  Status created = create_file_once(path, reply, 0644);
  // The first stamp says more than a later one of the same tree.
  return !created && created.error().code == ErrorCode::kConflict ? Status(ok())
                                                                  : created;
}

Result<std::vector<std::optional<Cosigned>>> KeptCheckpoints::newest_by(
    const std::vector<WitnessKey>& keys) const {
  std::vector<std::optional<Cosigned>> newest(keys.size());
  MUNIMENT_ASSIGN(const std::vector<std::uint64_t> all, sizes());
  std::size_t missing = keys.size();
  for (auto size = all.rbegin(); size != all.rend() && missing > 0; ++size) {
    const auto kept = load(*size);
    for (std::size_t i = 0; kept && i < keys.size(); ++i) {
      if (newest[i]) {
        continue;
      }
      const auto time = keys[i].newest_in(kept.value().note);
      if (time && time.value()) {
        newest[i] = Cosigned{*size, *time.value()};
        --missing;
      }
    }
  }
  return newest;
}

}  // namespace muniment
