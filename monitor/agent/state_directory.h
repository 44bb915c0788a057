// The state directory: where everything is in it, and the locks that keep processes
// apart.
//
//   checkpoints/        what others vouched for (ledger/kept_checkpoints.h)
//   lock                one writer at a time, for one batch (Recorder)
//   store-NAME.lock     one scan or check of a store at a time
//   witness.lock        one process at a time asks the witnesses
//   keys/origin         the name of the ledger
//   keys/ledger.pem     its signing key, for its owner only
//   ledger/             the ledger (ledger/FORMAT.md)
//   catalogue.sqlite    its projection
//   head                the checkpoint when it was last opened (state_check.h)
//
// Owner:   plain value; a FileLock holds its lock until it is destroyed.
// Threads: any. Durability: what open_or_create() makes survives power loss.
// Failure: kPermission, kNoSpace, kIo with the path.

#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "ledger/signing_key.h"
#include "model/result.h"

namespace muniment {

// An exclusive lock on a file, released with the object or the process.
class FileLock {
 public:
  // Waits for the lock. `on_wait` is called once if somebody else holds it. With
  // `stop`, waiting ends with kCancelled once that is set.
  static Result<FileLock> take(const std::string& path,
                               const std::function<void()>& on_wait = {},
                               const std::atomic<bool>* stop = nullptr);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

class StateDirectory {
 public:
  // Makes the directory (0750) and what belongs into it, as far as it is not there.
  static Result<StateDirectory> open_or_create(std::string path);
  // For commands that only read. kNotFound when there is no ledger in it yet; kCorrupt
  // when there is one whose checkpoint is gone, which no crash explains.
  static Result<StateDirectory> open(std::string path);

  const std::string& path() const { return path_; }
  std::string ledger() const { return path_ + "/ledger"; }
  std::string catalogue() const { return path_ + "/catalogue.sqlite"; }
  std::string head() const { return path_ + "/head"; }
  std::string checkpoints() const { return path_ + "/checkpoints"; }
  std::string write_lock() const { return path_ + "/lock"; }
  std::string witness_lock() const { return path_ + "/witness.lock"; }
  std::string store_lock(const std::string& store) const {
    return path_ + "/store-" + store + ".lock";
  }

  // The key that is to take over, while it does (rotate_key.h).
  std::string next_key() const { return path_ + "/keys/ledger.pem.next"; }
  std::string key_path() const { return path_ + "/keys/ledger.pem"; }

  Result<SigningKey> signing_key() const;
  Result<VerifierKey> verifier_key() const;
  Result<std::string> origin() const;

 private:
  explicit StateDirectory(std::string path) : path_(std::move(path)) {}
  Status create_keys() const;

  std::string path_;
};

}  // namespace muniment
