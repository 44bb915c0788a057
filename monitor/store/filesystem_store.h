// A directory tree that holds evidence: opens it, knows which one it is, and proves
// that it is still there.
//
// Owner:   whoever looks (a scan, a check) opens its own and drops it afterwards.
// Threads: const members are safe from any thread.
// Failure: open() answers kUnavailable when the root is missing, not a directory or not
//          readable: that is never the same as an empty store.

#pragma once

#include <string>
#include <vector>

#include "model/event.h"
#include "model/result.h"
#include "store/descriptor.h"
#include "store/directory.h"
#include "store/identity.h"

namespace muniment {

class FilesystemStore {
 public:
  // `root` is the absolute path of the store's root directory.
  static Result<FilesystemStore> open(std::string root);

  const std::string& root() const { return root_; }
  const StoreIdentity& identity() const { return identity_; }

  // Opens the root by its path again and compares: kUnavailable when it is not there,
  // not the same directory, or not the same mount as when this store was opened.
  Status prove_still_there() const;

  // Is `directory`, or what there is of the way to it, the root or below it, by whatever
  // name or mount it is reached?
  Result<bool> contains(const std::string& directory) const;

  // The root as a directory of its own descriptor.
  Result<Descriptor> open_root() const;

 private:
  FilesystemStore(std::string root, Descriptor fd, StoreIdentity identity,
                  MountedRoot mounted);

  std::string root_;
  Descriptor fd_;
  StoreIdentity identity_;
  MountedRoot mounted_;
};

// Looks paths up one after another from a root, keeping the directories on the way
// open: paths in sorted order cost one look each.
//
// Owner: one per thread. Threads: not thread-safe. Failure: see find().
class PathFinder {
 public:
  explicit PathFinder(Descriptor root) : root_(std::move(root)) {}

  // Is an item of `type` at `path`? kAbsent also when a directory on the way is gone or
  // is not a directory now; an error when that could not be found out.
  Result<Presence> find(std::string_view path, ItemType type);

  // The open directory at `path` (REQUIRES: find or this succeeded for nothing else
  // since). kNotFound when it is gone or is not a directory now.
  Result<int> directory(std::string_view path);

 private:
  struct Level {
    std::string name;
    Descriptor fd;
  };

  Descriptor root_;
  std::vector<Level> levels_;
};

}  // namespace muniment
