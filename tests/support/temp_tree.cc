#include "tests/support/temp_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <system_error>
#include <utility>

namespace muniment {
namespace {

void must(bool worked, std::string_view what, std::string_view path) {
  if (!worked) {
    const std::string reason = std::generic_category().message(errno);
    (void)std::fprintf(stderr, "temporary tree: %.*s %.*s: %s\n",
                       static_cast<int>(what.size()), what.data(),
                       static_cast<int>(path.size()), path.data(), reason.c_str());
    std::abort();
  }
}

// An open directory on the way, and the last name.
struct Place {
  Place(const std::string& root, std::string_view path, bool make = false) {
    directory = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(directory >= 0, "open", root);
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/')) {
      enter(std::string(path.substr(0, slash)), make);
      path.remove_prefix(slash + 1);
    }
    name = path;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { ::close(directory); }

  void enter(const std::string& part, bool make) {
    if (make && ::mkdirat(directory, part.c_str(), 0755) != 0) {
      must(errno == EEXIST, "mkdir", part);
    }
    const int next =
        ::openat(directory, part.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(next >= 0, "open directory", part);
    ::close(std::exchange(directory, next));
  }

  int directory = -1;
  std::string name;
};

class File {
 public:
  File(const std::string& root, std::string_view path, int flags)
      : place_(root, path, (flags & O_CREAT) != 0),
        fd_(::openat(place_.directory, place_.name.c_str(), flags | O_CLOEXEC, 0644)) {
    must(fd_ >= 0, "open", path);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(fd_); }
  int fd() const { return fd_; }

  void write(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t done = ::write(fd_, content.data(), content.size());
      must(done > 0, "write", "");
      content.remove_prefix(static_cast<std::size_t>(done));
    }
  }

 private:
  Place place_;
  int fd_;
};

using EntryVisitor = std::function<void(int, const std::string&, bool)>;

// Calls back for each entry of an open directory, which it takes over.
void each_entry(int directory, const EntryVisitor& visitor) {
  DIR* const stream = ::fdopendir(directory);
  must(stream != nullptr, "list", "");
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this stream
  while (const dirent* entry = ::readdir(stream)) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") {
      struct stat status {};
      must(::fstatat(directory, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0,
           "stat", name);
      visitor(directory, name, S_ISDIR(status.st_mode));
    }
  }
  ::closedir(stream);
}

int open_below(int directory, const std::string& name) {
  const int fd = ::openat(directory, name.c_str(),
                          O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  must(fd >= 0, "open directory", name);
  return fd;
}

void remove_entry(int directory, const std::string& name, bool is_directory) {
  if (is_directory) {
    // Ignored: whoever may not change the mode may not need to.
    (void)::fchmodat(directory, name.c_str(), 0700, 0);
    each_entry(open_below(directory, name), remove_entry);
  }
  must(::unlinkat(directory, name.c_str(), is_directory ? AT_REMOVEDIR : 0) == 0,
       "remove", name);
}

void list_below(int directory, const std::string& path,
                std::vector<std::string>& directories,
                std::vector<std::string>& entries) {
  directories.push_back(path);
  each_entry(directory, [&](int here, const std::string& name, bool is_directory) {
    const std::string below = path.empty() ? name : path + '/' + name;
    if (is_directory) {
      list_below(open_below(here, name), below, directories, entries);
    } else {
      entries.push_back(below);
    }
  });
}

}  // namespace

TempTree::TempTree(Medium medium) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread is there that sets it
  const char* const chosen = std::getenv("TMPDIR");
  std::string base = chosen != nullptr ? chosen : "/tmp";
  if (medium == Medium::kMemory && ::access("/dev/shm", W_OK | X_OK) == 0) {
    base = "/dev/shm";
  }
  root_ = base + "/muniment-test-XXXXXX";
  must(::mkdtemp(root_.data()) != nullptr, "make", root_);
}

TempTree::~TempTree() {
  remove_entry(AT_FDCWD, root_, true);
}

std::string TempTree::absolute(std::string_view path) const {
  return path.empty() ? root_ : root_ + '/' + std::string(path);
}

void TempTree::write(std::string_view path, std::string_view content) const {
  File(root_, path, O_WRONLY | O_CREAT | O_TRUNC).write(content);
}

void TempTree::append(std::string_view path, std::string_view content) const {
  File(root_, path, O_WRONLY | O_APPEND).write(content);
}

void TempTree::truncate(std::string_view path, std::uint64_t size) const {
  const File file(root_, path, O_WRONLY | O_CREAT);
  must(::ftruncate(file.fd(), static_cast<off_t>(size)) == 0, "truncate", path);
}

std::string TempTree::read(std::string_view path) const {
  const File file(root_, path, O_RDONLY | O_NOFOLLOW);
  std::string content;
  char buffer[4096];
  for (ssize_t got = 1; got > 0;) {
    got = ::read(file.fd(), buffer, sizeof buffer);
    must(got >= 0, "read", path);
    content.append(buffer, static_cast<std::size_t>(got));
  }
  return content;
}

void TempTree::damage(std::string_view path) const {
  const File file(root_, path, O_RDWR);
  struct stat before {};
  must(::fstat(file.fd(), &before) == 0 && before.st_size > 0, "damage", path);
  char last = 0;
  must(::pread(file.fd(), &last, 1, before.st_size - 1) == 1, "read", path);
  last = static_cast<char>(last ^ 1);
  must(::pwrite(file.fd(), &last, 1, before.st_size - 1) == 1, "write", path);
  const timespec times[] = {before.st_atim, before.st_mtim};
  must(::futimens(file.fd(), times) == 0, "set times of", path);
}

void TempTree::set_mtime(std::string_view path, std::int64_t seconds) const {
  const Place place(root_, path);
  const timespec times[] = {{seconds, 0}, {seconds, 0}};
  must(
      ::utimensat(place.directory, place.name.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0,
      "set times of", path);
}

void TempTree::make_directory(std::string_view path) const {
  Place place(root_, path, true);
  place.enter(place.name, true);
}

void TempTree::make_symlink(std::string_view target, std::string_view path) const {
  const Place place(root_, path, true);
  must(::symlinkat(std::string(target).c_str(), place.directory, place.name.c_str()) ==
           0,
       "symlink", path);
}

void TempTree::make_hard_link(std::string_view from, std::string_view path) const {
  const Place source(root_, from);
  const Place place(root_, path, true);
  must(::linkat(source.directory, source.name.c_str(), place.directory,
                place.name.c_str(), 0) == 0,
       "link", path);
}

void TempTree::make_fifo(std::string_view path) const {
  const Place place(root_, path, true);
  must(::mkfifoat(place.directory, place.name.c_str(), 0644) == 0, "mkfifo", path);
}

void TempTree::make_socket(std::string_view path) const {
  const std::string target = absolute(path);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  must(target.size() < sizeof address.sun_path, "socket", path);
  std::memcpy(address.sun_path, target.data(), target.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  must(fd >= 0 &&
           ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
       "socket", path);
  ::close(fd);
}

void TempTree::rename(std::string_view from, std::string_view to) const {
  const Place source(root_, from);
  const Place target(root_, to, true);
  must(::renameat(source.directory, source.name.c_str(), target.directory,
                  target.name.c_str()) == 0,
       "rename", from);
}

void TempTree::remove(std::string_view path) const {
  const Place place(root_, path);
  struct stat status {};
  if (::fstatat(place.directory, place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) ==
      0) {
    remove_entry(place.directory, place.name, S_ISDIR(status.st_mode));
  }
}

void TempTree::restrict(std::string_view path, mode_t mode) const {
  must(::chmod(absolute(path).c_str(), mode) == 0, "chmod", path);
}

std::vector<std::string> TempTree::directories() const {
  std::vector<std::string> directories;
  std::vector<std::string> entries;
  list_below(open_below(AT_FDCWD, root_), "", directories, entries);
  return directories;
}

std::vector<std::string> TempTree::entries() const {
  std::vector<std::string> directories;
  std::vector<std::string> entries;
  list_below(open_below(AT_FDCWD, root_), "", directories, entries);
  return entries;
}

}  // namespace muniment
