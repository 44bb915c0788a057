// A file that somebody handed in, read once from front to back and digested on the way.
//
// The digest is that of the bytes which were interpreted, whatever happens to the file.
// Symbolic links are followed, and a FIFO will do: the caller named the file.
//
// Owner:   closes the file. Threads: one. Memory: two chunks.
// Failure: kNotFound, kPermission and kIo from the system call, kInvalid for a directory;
//          each names the file.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

// Of a file that was read to its end.
struct SourceFacts {
  std::uint64_t bytes = 0;
  std::string sha256;      // hexadecimal
  std::uint64_t rows = 0;  // good and bad ones
  bool operator==(const SourceFacts&) const = default;
};

class SourceFile {
 public:
  static Result<SourceFile> open(const std::string& file);
  SourceFile(SourceFile&&) noexcept;
  SourceFile& operator=(SourceFile&&) noexcept;
  ~SourceFile();

  // The next bytes, "" at the end; they live until the next call. Only the last chunk is
  // shorter than the others.
  Result<std::string_view> next();

  const std::string& name() const;
  std::uint64_t bytes() const;  // read until now
  // REQUIRES: next() has said "". Once.
  SourceFacts facts(std::uint64_t rows);

 private:
  struct State;
  explicit SourceFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

// Without the mark that some programs put at the beginning of a UTF-8 file.
std::string_view without_byte_order_mark(std::string_view beginning);

}  // namespace muniment
