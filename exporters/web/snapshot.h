// The newest of a series of immutable values: one thread publishes, others read it
// whole.
//
// Owner:   the value lives as long as the last reader needs it.
// Threads: any; publish() and get() hold the lock for a pointer copy only.
// Failure: none.

#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace muniment {

template <typename T>
class Snapshot {
 public:
  explicit Snapshot(T first) : value_(std::make_shared<const T>(std::move(first))) {}

  void publish(T value) {
    auto next = std::make_shared<const T>(std::move(value));
    const std::lock_guard lock(mutex_);
    value_.swap(next);  // the old value is destroyed after the lock is released
  }

  std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;  // guarded by mutex_; never null
};

}  // namespace muniment
