#include "agent/state_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <random>
#include <thread>

#include "ledger/durable_file.h"
#include "model/item.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxOriginBytes = 512;
constexpr auto kLockPoll = std::chrono::milliseconds(50);

// A name that no other ledger has, as the checkpoint format asks: host and a random
// part.
std::string new_origin() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) {
    host = {"localhost"};
  }
  std::string name;
  for (const char c : std::string(host.data())) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '.';
    name += plain ? c : '-';
  }
  std::random_device random;
  std::array<std::uint8_t, 8> bytes{};
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(random());
  }
  return "muniment/" + name + "/" + to_hex(bytes);
}

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

// Ledger and catalogue name evidence, which is not for everybody on the machine.
Status create_private_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST) {
    return error_from_errno(errno, "create directory", path);
  }
  return create_directory(path);  // it is there: makes it durable
}

// kConflict: another process was quicker, which is as good.
Status unless_there(Status created) {
  if (!created && created.error().code == ErrorCode::kConflict) {
    return ok();
  }
  return created;
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path,
                                const std::function<void()>& on_wait,
                                const std::atomic<bool>* stop) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
  if (fd < 0) {
    return error_from_errno(errno, "open lock", path);
  }
  FileLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) {
    return lock;
  }
  if (errno == EWOULDBLOCK && on_wait) {
    on_wait();
  }
  for (;;) {
    if (::flock(fd, stop == nullptr ? LOCK_EX : LOCK_EX | LOCK_NB) == 0) {
      return lock;
    }
    if (stop != nullptr && *stop) {
      return Error{ErrorCode::kCancelled, 0, "stopped while waiting for " + path};
    }
    if (errno == EWOULDBLOCK) {
      std::this_thread::sleep_for(kLockPoll);
    } else if (errno != EINTR) {
      return error_from_errno(errno, "lock", path);
    }
  }
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
FileLock::~FileLock() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

Result<StateDirectory> StateDirectory::open_or_create(std::string path) {
  StateDirectory state(std::move(path));
  MUNIMENT_TRY(create_private_directory(state.path_));
  MUNIMENT_TRY(create_private_directory(state.path_ + "/keys"));
  // Two processes that make the first keys at the same time must make the same ones.
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  MUNIMENT_TRY(state.create_keys());
  return state;
}

Result<StateDirectory> StateDirectory::open(std::string path) {
  StateDirectory state(std::move(path));
  if (!exists(state.ledger() + "/checkpoint")) {
    if (exists(state.ledger() + "/tile")) {
      return Error{ErrorCode::kCorrupt, 0,
                   "ledger " + printable(state.ledger()) +
                       " has entries but no checkpoint: somebody took it away"};
    }
    return Error{ErrorCode::kNotFound, 0,
                 "state directory " + printable(state.path_) +
                     " has no ledger yet: nothing was ever recorded there"};
  }
  return state;
}

Status StateDirectory::create_keys() const {
  if (!exists(path_ + "/keys/origin")) {
    MUNIMENT_TRY(unless_there(
        create_file_once(path_ + "/keys/origin", new_origin() + "\n", 0644)));
  }
  // A ledger without its key must not get a new one: that would be another ledger.
  if (!exists(key_path()) && !exists(ledger() + "/checkpoint")) {
    MUNIMENT_ASSIGN(const std::string name, origin());
    MUNIMENT_ASSIGN(const SigningKey key, SigningKey::create(key_path(), name));
  }
  return ok();
}

Result<std::string> StateDirectory::origin() const {
  std::string name;
  MUNIMENT_TRY(read_file(path_ + "/keys/origin", kMaxOriginBytes, name));
  while (!name.empty() && name.back() == '\n') {
    name.pop_back();
  }
  return name;
}

Result<SigningKey> StateDirectory::signing_key() const {
  MUNIMENT_ASSIGN(const std::string name, origin());
  return SigningKey::load(key_path(), name);
}

Result<VerifierKey> StateDirectory::verifier_key() const {
  MUNIMENT_ASSIGN(const SigningKey key, signing_key());
  return key.verifier();
}

}  // namespace muniment
