// Reads an open file once, to its end, and yields both digests: the only place where
// evidence content is read.
//
// Owner:   the caller owns the descriptor; one ContentReader per thread (1 MiB buffer).
// Threads: not thread-safe. Memory: bounded, whatever the size of the file.
// Failure: kChanged when the file was not the same before and after the read (no digest
//          is given); kIo and others from the system call that failed; kCancelled.

#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "digest/digester.h"
#include "model/item.h"
#include "model/result.h"

namespace muniment {

// Type, size, times and inode of an open file, by fstat. kChanged for a directory: what was
// to be opened is not there any more.
Result<ItemFacts> facts_of_open_file(int fd);

class ContentReader {
 public:
  ContentReader();

  // `before` is what facts_of_open_file(fd) said just now; the result is the same facts
  // with digests. `bytes_read`, when given, grows while reading; `stop`, when given and
  // set, ends a long read with kCancelled. Does not move the file's times when the
  // descriptor was opened with O_NOATIME.
  Result<ItemFacts> read(int fd, const ItemFacts& before,
                         std::atomic<std::uint64_t>* bytes_read = nullptr,
                         const std::atomic<bool>* stop = nullptr);

 private:
  Result<Digests> digest_stream(int fd, std::uint64_t size,
                                std::atomic<std::uint64_t>* bytes_read,
                                const std::atomic<bool>* stop);

  Digester digester_;
  std::vector<char> buffer_;
};

}  // namespace muniment
