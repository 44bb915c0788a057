#include "store/filesystem_store.h"

#include <fcntl.h>

#include <cerrno>
#include <optional>

#include "model/printable.h"

namespace muniment {
namespace {

Error unavailable(std::string what) {
  return Error{ErrorCode::kUnavailable, 0, std::move(what)};
}

Result<Descriptor> open_by_path(const std::string& root) {
  const int fd = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return unavailable(error_from_errno(errno, "open store root", root).what);
  }
  return Descriptor(fd);
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    path =
        slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return parts;
}

}  // namespace

FilesystemStore::FilesystemStore(std::string root, Descriptor fd,
                                 StoreIdentity identity, MountedRoot mounted)
    : root_(std::move(root)),
      fd_(std::move(fd)),
      identity_(std::move(identity)),
      mounted_(mounted) {}

Result<FilesystemStore> FilesystemStore::open(std::string root) {
  MUNIMENT_ASSIGN(Descriptor fd, open_by_path(root));
  auto identity = identity_of(fd.get(), root);
  auto mounted = mounted_root_of(fd.get(), root);
  if (!identity || !mounted) {
    return unavailable(identity ? mounted.error().what : identity.error().what);
  }
  return FilesystemStore(std::move(root), std::move(fd), std::move(identity).value(),
                         mounted.value());
}

Status FilesystemStore::prove_still_there() const {
  MUNIMENT_ASSIGN(const Descriptor fd, open_by_path(root_));
  auto mounted = mounted_root_of(fd.get(), root_);
  if (!mounted) {
    return unavailable(mounted.error().what);
  }
  if (mounted.value() != mounted_) {
    return unavailable("store root " + printable(root_) +
                       ": another directory or filesystem is there now");
  }
  return ok();
}

Result<bool> FilesystemStore::contains(const std::string& directory) const {
  std::string existing = directory;
  int fd = ::open(existing.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  while (fd < 0 && errno == ENOENT && !parent_of(existing).empty()) {
    existing = parent_of(existing);
    fd = ::open(existing.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
  for (std::optional<MountedRoot> below;;) {
    if (fd < 0) {
      return error_from_errno(errno, "open directory", directory);
    }
    const Descriptor here(fd);
    MUNIMENT_ASSIGN(const MountedRoot now, mounted_root_of(here.get(), directory));
    const bool same = now.device_major == mounted_.device_major &&
                      now.device_minor == mounted_.device_minor &&
                      now.inode == mounted_.inode;
    if (same || now == below) {  // above the topmost directory is itself
      return same;
    }
    below = now;
    fd = ::openat(here.get(), "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
}

Result<Descriptor> FilesystemStore::open_root() const {
  auto fd = reopen_directory(fd_.get(), root_);
  if (!fd) {
    return unavailable(fd.error().what);
  }
  return fd;
}

Result<int> PathFinder::directory(std::string_view path) {
  const std::vector<std::string_view> parts = split(path);
  std::size_t shared = 0;
  while (shared < parts.size() && shared < levels_.size() &&
         levels_[shared].name == parts[shared]) {
    ++shared;
  }
  levels_.resize(shared);
  for (std::size_t i = shared; i < parts.size(); ++i) {
    const int parent = levels_.empty() ? root_.get() : levels_.back().fd.get();
    std::string name(parts[i]);
    auto fd = open_subdirectory(parent, name, path);
    if (!fd) {
      Error error = fd.error();
      // Not a directory now: what was in it is not there.
      error.code =
          error.code == ErrorCode::kChanged ? ErrorCode::kNotFound : error.code;
      return error;
    }
    levels_.push_back({std::move(name), std::move(fd).value()});
  }
  return levels_.empty() ? root_.get() : levels_.back().fd.get();
}

Result<Presence> PathFinder::find(std::string_view path, ItemType type) {
  auto parent = directory(parent_of(path));
  if (!parent) {
    if (parent.error().code == ErrorCode::kNotFound) {
      return Presence::kAbsent;
    }
    return parent.error();
  }
  return look_for(parent.value(), std::string(name_in_parent(path)), type, path);
}

}  // namespace muniment
