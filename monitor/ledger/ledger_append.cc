// Ledger::append: tiles, sync, check by a second way, sign, publish.

#include <unistd.h>

#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <utility>
#include <vector>

#include "ledger/durable_file.h"
#include "ledger/entry_bundle.h"
#include "ledger/ledger.h"
#include "ledger/tile_path.h"
#include "ledger/tree_check.h"
#include "model/printable.h"

namespace muniment {
namespace {

Status check_sizes(std::span<const std::string> entries) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].empty() || entries[i].size() > kMaxEntryBytes) {
      return Error{ErrorCode::kInvalid, 0,
                   "append to ledger: entry " + std::to_string(i) +
                       " of the batch has " + std::to_string(entries[i].size()) +
                       " bytes, not 1 to 65535"};
    }
  }
  return ok();
}

std::string_view bytes_of(std::span<const Hash> hashes) {
  return {reinterpret_cast<const char*>(hashes.data()), hashes.size_bytes()};
}

// Every partial file of a tile but the one of `new_width`; nothing when they cannot be
// listed.
std::vector<std::string> other_partials(const std::string& directory,
                                        unsigned new_width) {
  std::vector<std::string> others;
  boost::system::error_code error;
  boost::filesystem::directory_iterator entry(directory, error);
  for (; !error && entry != boost::filesystem::directory_iterator();
       entry.increment(error)) {
    if (entry->path().filename() != std::to_string(new_width)) {
      others.push_back(entry->path().string());
    }
  }
  return error ? std::vector<std::string>() : others;
}

// Takes away the partial file that a wider one has replaced, and before it what killed
// appends left beside it: who reads an older size takes the next wider file for it, and
// must not find one that never happened. Best effort: what stays goes the next time.
void remove_outgrown(const std::string& path, unsigned old_width, unsigned new_width) {
  if (old_width == 0 || old_width == kTileWidth || old_width == new_width) {
    return;
  }
  const std::string directory = directory_of(path);
  for (const std::string& other : other_partials(directory, new_width)) {
    if (other != path && ::unlink(other.c_str()) != 0) {
      return;
    }
  }
  (void)::unlink(path.c_str());
  if (new_width == kTileWidth) {
    (void)::rmdir(directory.c_str());
  }
}

void remove_outgrown_partials(const std::string& directory, const RightEdge& old_edge,
                              std::uint64_t new_size) {
  for (unsigned level = 0; level < old_edge.level_count(); ++level) {
    const std::uint64_t index = old_edge.tile_index(level);
    const auto old_width = static_cast<unsigned>(old_edge.tile(level).size());
    const unsigned new_width = tile_width(new_size, level, index);
    remove_outgrown(directory + '/' + tile_path(level, index, old_width), old_width,
                    new_width);
    if (level == 0) {
      remove_outgrown(directory + '/' + bundle_path(index, old_width), old_width,
                      new_width);
    }
  }
}

}  // namespace

Status Ledger::append(std::span<const std::string> entries) {
  if (broken_) {
    return *broken_;
  }
  MUNIMENT_TRY(check_sizes(entries));
  if (entries.empty()) {
    return ok();
  }
  FileBatch files(directory_, synced_directories_);
  LedgerState next = state_;
  Status status = write_batch(entries, files, next);
  if (status) {
    status = publish(files, std::move(next));
  } else {
    files.discard();
  }
  if (!status && files.is_directory_suspect()) {
    broken_ = status.error();
  }
  return status;
}

Status Ledger::write_batch(std::span<const std::string> entries, FileBatch& files,
                           LedgerState& next) {
  MUNIMENT_TRY(write_full(entries, files, next));
  MUNIMENT_TRY(write_partial(files, next));
  MUNIMENT_TRY(files.sync());
  next.checkpoint.size = next.edge.size();
  next.checkpoint.root = next.edge.root(hasher_);
  MUNIMENT_TRY(check_written(next));
  MUNIMENT_ASSIGN(const Note note, key_.sign(format_checkpoint(next.checkpoint)));
  next.signed_bytes = format_note(note);
  return ok();
}

// Every tile and bundle that the batch completes.
Status Ledger::write_full(std::span<const std::string> entries, FileBatch& files,
                          LedgerState& next) {
  const auto write_tile = [&files](unsigned level, std::uint64_t index,
                                   std::span<const Hash> hashes) {
    return files.write(tile_path(level, index), bytes_of(hashes));
  };
  for (const std::string& entry : entries) {
    append_to_bundle(next.bundle, entry);
    MUNIMENT_TRY(next.edge.add(hasher_.leaf(entry), hasher_, write_tile));
    if (next.edge.size() % kTileWidth == 0) {
      const std::uint64_t index = next.edge.size() / kTileWidth - 1;
      MUNIMENT_TRY(files.write(bundle_path(index), next.bundle));
      next.bundle.clear();
    }
  }
  return ok();
}

// The incomplete ones, where they differ from those of the checkpoint before.
Status Ledger::write_partial(FileBatch& files, const LedgerState& next) const {
  for (unsigned level = 0; level < next.edge.level_count(); ++level) {
    const std::span<const Hash> tile = next.edge.tile(level);
    const std::uint64_t index = next.edge.tile_index(level);
    const auto width = static_cast<unsigned>(tile.size());
    if (width == 0 || width == tile_width(size(), level, index)) {
      continue;
    }
    MUNIMENT_TRY(files.write(tile_path(level, index, width), bytes_of(tile)));
    if (level == 0) {
      MUNIMENT_TRY(files.write(bundle_path(index, width), next.bundle));
    }
  }
  return ok();
}

// Derives the new root a second way, from files only: the tiles of the checkpoint
// before and the entries just written. A bit that flipped in memory must not get
// signed.
Status Ledger::check_written(const LedgerState& next) {
  const auto refuse = [this](const std::string& reason) {
    return Error{ErrorCode::kCorrupt, 0,
                 "append to ledger " + printable(directory_) +
                     ": what was written does not read back: " + reason};
  };
  MUNIMENT_ASSIGN(RightEdge before, TileFiles(directory_, size()).read_right_edge());
  if (before.root(hasher_) != root()) {
    return refuse("the tiles before it no longer hash to their root");
  }
  TreeCheck check(TileFiles(directory_, next.checkpoint.size), std::move(before), 1);
  MUNIMENT_TRY(check.run());
  if (!check.problems().empty()) {
    return refuse(check.problems()[0].where + ' ' + check.problems()[0].what);
  }
  return check.root() == next.checkpoint.root ? Status(ok())
                                              : Status(refuse("its root differs"));
}

Status Ledger::publish(FileBatch& files, LedgerState next) {
  const std::string pending = pending_path(directory_);
  Status status = create_file(pending, next.signed_bytes, 0644);
  if (status && ::rename(pending.c_str(), checkpoint_path(directory_).c_str()) != 0) {
    status = error_from_errno(errno, "rename", pending);
    (void)::unlink(pending.c_str());  // else the next open() judges it
  }
  if (!status) {
    files.discard();
    return status;
  }
  // Published from here on, and what is left can only fail to make that durable.
  const RightEdge old_edge = std::exchange(state_, std::move(next)).edge;
  Status synced = sync_directory(directory_);
  if (!synced) {
    broken_ = synced.error();
    return synced;
  }
  remove_outgrown_partials(directory_, old_edge, size());
  return ok();
}

}  // namespace muniment
