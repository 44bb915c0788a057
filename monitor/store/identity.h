// Which store is this? What tells the filesystem and root directory behind a path from
// any other, so that an empty mount point is never taken for an emptied store.
//
// Owner: pure reads. Threads: any. Failure: the error of the system call that failed.

#pragma once

#include <cstdint>

#include "model/event.h"
#include "model/result.h"

namespace muniment {

// Of the open directory `root`. `path` is for messages.
Result<StoreIdentity> identity_of(int root, std::string_view path);

// What stays the same while a mount stays mounted, and is cheap to ask.
struct MountedRoot {
  std::uint64_t mount_id = 0;
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
  std::uint64_t inode = 0;

  bool operator==(const MountedRoot&) const = default;
};
Result<MountedRoot> mounted_root_of(int root, std::string_view path);

}  // namespace muniment
