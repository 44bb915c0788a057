#include "digest/content.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace muniment {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

Time to_time(const timespec& time) {
  return time_from_parts(time.tv_sec, time.tv_nsec);
}

ItemType type_from_mode(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFLNK:
      return ItemType::kSymlink;
    case S_IFIFO:
      return ItemType::kFifo;
    case S_IFSOCK:
      return ItemType::kSocket;
    case S_IFCHR:
      return ItemType::kCharDevice;
    case S_IFBLK:
      return ItemType::kBlockDevice;
    default:
      return ItemType::kFile;
  }
}

Error changed_while_read() {
  return Error{ErrorCode::kChanged, 0, "it changed while it was read"};
}

// read(2), again when a signal interrupts it. -1 leaves errno.
ssize_t read_some(int fd, char* buffer, std::size_t count) {
  ssize_t got = 0;
  do {
    got = ::read(fd, buffer, count);
  } while (got < 0 && errno == EINTR);
  return got;
}

}  // namespace

Result<ItemFacts> facts_of_open_file(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    return error_from_errno(errno, "fstat", "open file");
  }
  if (S_ISDIR(status.st_mode)) {
    return Error{ErrorCode::kChanged, 0, "it is a directory"};
  }
  ItemFacts facts;
  facts.type = type_from_mode(status.st_mode);
  facts.size = static_cast<std::uint64_t>(status.st_size);
  facts.mtime = to_time(status.st_mtim);
  facts.ctime = to_time(status.st_ctim);
  facts.inode = status.st_ino;
  return facts;
}

ContentReader::ContentReader() : buffer_(kBufferBytes) {}

Result<ItemFacts> ContentReader::read(int fd, const ItemFacts& before,
                                      std::atomic<std::uint64_t>* bytes_read,
                                      const std::atomic<bool>* stop) {
  MUNIMENT_ASSIGN(const Digests digests,
                  digest_stream(fd, before.size, bytes_read, stop));
  MUNIMENT_ASSIGN(ItemFacts after, facts_of_open_file(fd));
  if (!after.same_metadata(before)) {
    return changed_while_read();
  }
  after.digests = digests;
  return after;
}

Result<Digests> ContentReader::digest_stream(int fd, std::uint64_t size,
                                             std::atomic<std::uint64_t>* bytes_read,
                                             const std::atomic<bool>* stop) {
  std::uint64_t total = 0;
  bool started = false;
  // A file that has yielded its size is at its end: fstat after the read confirms it,
  // which saves small files a second read.
  while (total < size) {
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) {
      return Error{ErrorCode::kCancelled, 0, "stopped while reading"};
    }
    const ssize_t got = read_some(fd, buffer_.data(), buffer_.size());
    if (got < 0) {
      return error_from_errno(errno, "read", "content");
    }
    if (got == 0) {
      return changed_while_read();  // shorter than it said: truncated under our eyes
    }
    const auto count = static_cast<std::size_t>(got);
    total += count;
    if (bytes_read != nullptr) {
      bytes_read->fetch_add(count, std::memory_order_relaxed);
    }
    if (!started && total == size) {
      return digester_.digest({buffer_.data(), count});
    }
    if (!started) {
      digester_.start();
      started = true;
    }
    digester_.add(buffer_.data(), count);
  }
  if (total != size) {
    return changed_while_read();
  }
  return started ? digester_.finish() : digester_.digest({});
}

}  // namespace muniment
