// A file descriptor with one owner.
//
// Owner: the Descriptor closes it. Threads: as an int. Failure: -1 is "none".

#pragma once

#include <unistd.h>

#include <utility>

namespace muniment {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);  // opened for reading: there is nothing that could be lost
    }
  }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

}  // namespace muniment
