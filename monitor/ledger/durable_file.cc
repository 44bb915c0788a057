#include "ledger/durable_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "model/item.h"
#include "model/printable.h"

namespace muniment {
namespace {

// Closes what open() gave, whichever way the function ends.
class Closer {
 public:
  explicit Closer(int fd) : fd_(fd) {}
  Closer(const Closer&) = delete;
  Closer& operator=(const Closer&) = delete;
  ~Closer() { (void)::close(fd_); }  // nothing was written: closing cannot lose bytes

 private:
  int fd_;
};

Error corrupt(const std::string& path, std::string_view reason) {
  return Error{ErrorCode::kCorrupt, 0,
               "read " + printable(path) + ": " + std::string(reason)};
}

// Reads until the end of the file or until `bytes` is full; keeps what was read.
Status read_up_to(int fd, const std::string& path, std::string& bytes) {
  std::size_t used = 0;
  while (used < bytes.size()) {
    const ssize_t count = ::read(fd, bytes.data() + used, bytes.size() - used);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return error_from_errno(errno, "read", path);
    }
    if (count == 0) {
      break;
    }
    used += static_cast<std::size_t>(count);
  }
  bytes.resize(used);
  return ok();
}

Result<std::string> random_suffix() {
  std::array<std::uint8_t, 8> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) !=
      static_cast<ssize_t>(bytes.size())) {
    return error_from_errno(errno, "getrandom for", "a file name");
  }
  return to_hex(bytes);
}

}  // namespace

Result<DurableFile> DurableFile::create(std::string path, mode_t mode) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  int fd = ::open(path.c_str(), kFlags, mode);
  if (fd < 0 && errno == EEXIST) {
    if (::unlink(path.c_str()) != 0) {
      return error_from_errno(errno, "remove", path);
    }
    fd = ::open(path.c_str(), kFlags, mode);
  }
  if (fd < 0) {
    return error_from_errno(errno, "create", path);
  }
  return DurableFile(std::move(path), fd);
}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

DurableFile::~DurableFile() {
  if (fd_ >= 0) {
    (void)::close(fd_);  // sync() has told of every loss that counts
  }
}

Status DurableFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return error_from_errno(errno, "write", path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return ok();
}

Status DurableFile::start_write_back() {
  if (::sync_file_range(fd_, 0, 0, SYNC_FILE_RANGE_WRITE) == 0) {
    return ok();
  }
  // A hint only: filesystems that do not know it are as durable without.
  if (errno == EINVAL || errno == ESPIPE || errno == ENOSYS || errno == EOPNOTSUPP) {
    return ok();
  }
  return error_from_errno(errno, "write back", path_);
}

Status DurableFile::sync() {
  if (::fsync(fd_) != 0) {
    return error_from_errno(errno, "sync", path_);
  }
  return ok();
}

Status sync_directory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) {
    return error_from_errno(errno, "open", path);
  }
  const Closer closer(fd);
  if (::fsync(fd) != 0) {
    return error_from_errno(errno, "sync", path);
  }
  return ok();
}

Status create_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    return error_from_errno(errno, "create directory", path);
  }
  // Also when it is there: whoever made it may have been killed before the sync.
  return sync_directory(directory_of(path));
}

Status create_file(const std::string& path, std::string_view bytes, mode_t mode) {
  MUNIMENT_ASSIGN(DurableFile file, DurableFile::create(path, mode));
  Status written = file.write(bytes);
  if (written) {
    written = file.sync();
  }
  if (!written) {
    (void)::unlink(path.c_str());  // the failure itself is what the caller must hear
  }
  return written;
}

Status create_file_once(const std::string& path, std::string_view bytes, mode_t mode) {
  MUNIMENT_ASSIGN(const std::string suffix, random_suffix());
  const std::string draft = path + '.' + suffix + ".new";
  MUNIMENT_TRY(create_file(draft, bytes, mode));
  // link() refuses a name that is taken, which rename() would replace.
  const int linked = ::link(draft.c_str(), path.c_str());
  const int link_errno = errno;
  (void)::unlink(draft.c_str());  // a stray draft does no harm: its name is never read
  if (linked != 0) {
    return error_from_errno(link_errno, "create", path);
  }
  return sync_directory(directory_of(path));
}

Status replace_file(const std::string& path, std::string_view bytes, mode_t mode) {
  MUNIMENT_ASSIGN(const std::string suffix, random_suffix());
  const std::string draft = path + '.' + suffix + ".new";
  MUNIMENT_TRY(create_file(draft, bytes, mode));
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    const int rename_errno = errno;
    (void)::unlink(
        draft.c_str());  // a stray draft does no harm: its name is never read
    return error_from_errno(rename_errno, "replace", path);
  }
  return sync_directory(directory_of(path));
}

Status read_file(const std::string& path, std::size_t max_bytes, std::string& bytes) {
  // O_NONBLOCK: a FIFO that someone put there must not stop us.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) {
    return errno == ELOOP ? Status(corrupt(path, "is a symbolic link"))
                          : Status(error_from_errno(errno, "open", path));
  }
  const Closer closer(fd);
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) {
    return error_from_errno(errno, "stat", path);
  }
  if (!S_ISREG(facts.st_mode)) {
    return corrupt(path, "is no regular file");
  }
  if (facts.st_size < 0 || static_cast<std::uint64_t>(facts.st_size) > max_bytes) {
    return corrupt(path, "is too large");
  }
  bytes.resize(static_cast<std::size_t>(facts.st_size));
  return read_up_to(fd, path, bytes);
}

std::string directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return ".";
  }
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

}  // namespace muniment
