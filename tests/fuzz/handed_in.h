// Bytes as a file that somebody hands in.
//
// Owner:   the file goes with the object. Threads: one. Failure: ends the process.

#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

class HandedIn {
 public:
  explicit HandedIn(std::string_view bytes)
      : fd_(::memfd_create("input", MFD_CLOEXEC)) {
    MUNIMENT_CHECK(fd_ >= 0);
    MUNIMENT_CHECK(::write(fd_, bytes.data(), bytes.size()) ==
                   static_cast<ssize_t>(bytes.size()));
  }
  ~HandedIn() { ::close(fd_); }
  HandedIn(const HandedIn&) = delete;
  HandedIn& operator=(const HandedIn&) = delete;

  std::string name() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

}  // namespace muniment
