#include "store/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kListBufferBytes = std::size_t{256} << 10;

int open_beneath(int directory, const char* name, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
  long fd = 0;
  do {
    fd = ::syscall(SYS_openat2, directory, name, &how, sizeof how);
  } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
  return static_cast<int>(fd);
}

// O_NOATIME needs the owner or CAP_FOWNER; reading without it is still only reading.
int open_beneath_quietly(int directory, const char* name, int flags) {
  const int fd = open_beneath(directory, name, flags | O_NOATIME);
  return fd < 0 && errno == EPERM ? open_beneath(directory, name, flags) : fd;
}

Time to_time(const statx_timestamp& time) {
  return time_from_parts(time.tv_sec, time.tv_nsec);
}

std::uint8_t kind_from_mode(unsigned mode) {
  return static_cast<std::uint8_t>(IFTODT(mode));
}

ItemType type_from_kind(std::uint8_t kind) {
  switch (kind) {
    case DT_LNK:
      return ItemType::kSymlink;
    case DT_FIFO:
      return ItemType::kFifo;
    case DT_SOCK:
      return ItemType::kSocket;
    case DT_CHR:
      return ItemType::kCharDevice;
    case DT_BLK:
      return ItemType::kBlockDevice;
    default:
      return ItemType::kFile;
  }
}

// 0 or errno.
int look_at(int directory, const char* name, unsigned mask, struct statx& out) {
  return ::statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, mask, &out) ==
                 0
             ? 0
             : errno;
}

Error about(std::string_view path, Error error) {
  error.what = printable(path) + ": " + error.what;
  return error;
}

Result<std::string> read_link(int directory, const char* name, std::string_view path) {
  std::string target(4096, '\0');
  const ssize_t length = ::readlinkat(directory, name, target.data(), target.size());
  if (length < 0) {
    return error_from_errno(errno, "readlink", path);
  }
  target.resize(static_cast<std::size_t>(length));
  return target;
}

}  // namespace

Result<Descriptor> open_subdirectory(int parent, const std::string& name,
                                     std::string_view path) {
  const int fd = open_beneath_quietly(parent, name.c_str(), O_RDONLY | O_DIRECTORY);
  if (fd >= 0) {
    return Descriptor(fd);
  }
  switch (errno) {
    case EXDEV:
      return Error{
          ErrorCode::kUnsupported, EXDEV,
          error_from_errno(EXDEV, "open directory", path).what +
              ": another filesystem is mounted here; enrol it as its own store"};
    case ELOOP:
    case ENOTDIR:
      return Error{ErrorCode::kChanged, errno,
                   error_from_errno(errno, "open directory", path).what +
                       ": it was replaced while the scan went on"};
    default:
      return error_from_errno(errno, "open directory", path);
  }
}

Result<Descriptor> reopen_directory(int directory, std::string_view path) {
  const int fd = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return error_from_errno(errno, "open directory", path);
  }
  return Descriptor(fd);
}

Result<Presence> look_for(int directory, const std::string& name, ItemType type,
                          std::string_view path) {
  struct statx status {};
  const int error = look_at(directory, name.c_str(), STATX_TYPE, status);
  if (error == ENOENT || error == ENOTDIR) {
    return Presence::kAbsent;
  }
  if (error != 0) {
    return error_from_errno(error, "stat", path);
  }
  const bool same = !S_ISDIR(status.stx_mode) &&
                    type_from_kind(kind_from_mode(status.stx_mode)) == type;
  return same ? Presence::kPresent : Presence::kAbsent;
}

Result<OpenItem> open_item(int directory, const std::string& name,
                           std::string_view path) {
  // O_NONBLOCK: should a FIFO have taken the name, the open must not wait for a writer.
  Descriptor fd(open_beneath_quietly(directory, name.c_str(), O_RDONLY | O_NONBLOCK));
  if (!fd.is_open()) {
    const bool replaced = errno == ELOOP || errno == ENXIO || errno == EXDEV;
    Error error = error_from_errno(errno, "open", path);
    error.code = replaced ? ErrorCode::kChanged : error.code;
    return error;
  }
  auto facts = facts_of_open_file(fd.get());
  if (!facts) {
    return about(path, facts.error());
  }
  if (facts.value().type != ItemType::kFile) {
    return about(path, {ErrorCode::kChanged, 0, "it is not a regular file any more"});
  }
  return OpenItem{std::move(fd), std::move(facts).value()};
}

Status Directory::list(std::vector<std::string>& subdirectories) {
  thread_local std::vector<char> buffer(kListBufferBytes);
  for (;;) {
    const long got =
        ::syscall(SYS_getdents64, fd_.get(), buffer.data(), kListBufferBytes);
    if (got < 0) {
      return error_from_errno(errno, "list directory", path_);
    }
    if (got == 0) {
      break;
    }
    MUNIMENT_TRY(
        add_entries(buffer.data(), static_cast<std::size_t>(got), subdirectories));
  }
  std::sort(listing_.entries.begin(), listing_.entries.end(),
            [this](const Entry& a, const Entry& b) {
              return a.inode != b.inode ? a.inode < b.inode
                                        : listing_.name(a) < listing_.name(b);
            });
  return ok();
}

Status Directory::add_entries(const char* buffer, std::size_t size,
                              std::vector<std::string>& subdirectories) {
  for (std::size_t at = 0; at < size;) {
    dirent64 header{};
    std::memcpy(&header, buffer + at, offsetof(dirent64, d_name));
    const char* const name = buffer + at + offsetof(dirent64, d_name);
    at += header.d_reclen;
    if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) {
      continue;
    }
    std::uint8_t kind = header.d_type;
    if (kind == DT_UNKNOWN) {
      auto looked = kind_by_stat(name);
      if (!looked && looked.error().code == ErrorCode::kNotFound) {
        continue;
      }
      MUNIMENT_TRY(looked);
      kind = looked.value();
    }
    if (kind == DT_DIR) {
      subdirectories.emplace_back(name);
      continue;
    }
    const std::size_t length = std::strlen(name);
    listing_.entries.push_back({header.d_ino,
                                static_cast<std::uint32_t>(listing_.names.size()),
                                static_cast<std::uint16_t>(length), kind});
    listing_.names.append(name, length);
  }
  return ok();
}

Result<std::uint8_t> Directory::kind_by_stat(const char* name) const {
  struct statx status {};
  if (const int error = look_at(fd_.get(), name, STATX_TYPE, status); error != 0) {
    return error_from_errno(error, "stat", join_path(path_, name));
  }
  return kind_from_mode(status.stx_mode);
}

Result<ItemFacts> Directory::look(const Entry& entry) const {
  const std::string name(listing_.name(entry));
  struct statx status {};
  const int error =
      look_at(fd_.get(), name.c_str(),
              STATX_TYPE | STATX_INO | STATX_SIZE | STATX_MTIME | STATX_CTIME, status);
  if (error != 0) {
    return error_from_errno(error, "stat", path_of(entry));
  }
  if (S_ISDIR(status.stx_mode)) {
    return Error{ErrorCode::kNotFound, 0, "it became a directory"};
  }
  ItemFacts facts;
  facts.type = type_from_kind(kind_from_mode(status.stx_mode));
  facts.size = facts.type == ItemType::kFile ? status.stx_size : 0;
  facts.mtime = to_time(status.stx_mtime);
  facts.ctime = to_time(status.stx_ctime);
  facts.inode = status.stx_ino;
  if (facts.type == ItemType::kSymlink) {
    MUNIMENT_ASSIGN(facts.link_target,
                    read_link(fd_.get(), name.c_str(), path_of(entry)));
  }
  return facts;
}

Result<OpenItem> Directory::open(const Entry& entry) const {
  return open_item(fd_.get(), std::string(listing_.name(entry)), path_of(entry));
}

Result<ItemFacts> Directory::read(const Entry& entry, const OpenItem& item,
                                  ContentReader& reader,
                                  std::atomic<std::uint64_t>* bytes_read,
                                  const std::atomic<bool>* stop) const {
  auto facts = reader.read(item.fd.get(), item.facts, bytes_read, stop);
  if (!facts) {
    return about(path_of(entry), facts.error());
  }
  return facts;
}

}  // namespace muniment
