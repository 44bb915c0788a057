// Files that survive power loss: write and sync a new one, replace one by rename, sync
// a directory, read one whole. Nothing here follows a symbolic link in the last part of
// a path.
//
// Owner:   a DurableFile owns its descriptor; the functions keep nothing. Threads: any,
//          one at a time for a DurableFile.
// Durability: as each function says. A sync that failed is never tried again: the
//             kernel forgets the lost pages, and the second one "succeeds".
// Failure: kNotFound, kPermission, kNoSpace, kIo from the system; kCorrupt when what is
//          to be read is too large or no regular file.

#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

// A new file that is being written. Destroying it closes it, synced or not.
class DurableFile {
 public:
  // In place of whatever has that name: always a new inode, so that nothing of a write
  // that failed earlier can be left in it.
  static Result<DurableFile> create(std::string path, mode_t mode);

  DurableFile(DurableFile&& other) noexcept;
  DurableFile& operator=(DurableFile&&) = delete;
  ~DurableFile();

  const std::string& path() const { return path_; }
  Status write(std::string_view bytes);
  // Starts to write it back and returns at once: a sync of many such files then waits
  // for the device once, not for each.
  Status start_write_back();
  Status sync();

 private:
  DurableFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  std::string path_;
  int fd_ = -1;
};

Status sync_directory(const std::string& path);
// Makes one directory, durably; it may be there already.
Status create_directory(const std::string& path);

// Writes a new file and syncs it; what was there before with that name goes. The name
// itself is durable only after a sync of its directory. On failure the file is removed
// again.
Status create_file(const std::string& path, std::string_view bytes, mode_t mode);
// The same, whole or not at all, synced with its directory; kConflict if the name is
// taken.
Status create_file_once(const std::string& path, std::string_view bytes, mode_t mode);

// The same, in place of what has that name.
Status replace_file(const std::string& path, std::string_view bytes, mode_t mode);

// Reads a regular file of at most `max_bytes` into `bytes`, in place of what was there.
Status read_file(const std::string& path, std::size_t max_bytes, std::string& bytes);

std::string directory_of(std::string_view path);  // "." when it has no slash

}  // namespace muniment
