// A real directory tree for one test, and what can happen to it.
//
// Paths are bytes below the tree's root, as a store has them; none is too long, because
// every step goes through an open directory.
//
// Owner:   removes everything when it goes, whatever its permissions. Threads: one.
// Failure: ends the test program: without its tree a test says nothing.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.h"

namespace muniment {

class TempTree {
 public:
  // Memory is for what is written much and need not be a real disk's.
  enum class Medium { kDisk, kMemory };
  explicit TempTree(Medium medium = Medium::kDisk);
  TempTree(const TempTree&) = delete;
  TempTree& operator=(const TempTree&) = delete;
  ~TempTree();

  const std::string& root() const { return root_; }
  // For system calls and programs; REQUIRES: shorter than PATH_MAX.
  std::string absolute(std::string_view path) const;

  // Content of a file, new or there; directories on the way are made.
  void write(std::string_view path, std::string_view content) const;
  void append(std::string_view path, std::string_view content) const;
  void truncate(std::string_view path, std::uint64_t size) const;
  std::string read(std::string_view path) const;
  // Changes the last byte; size and modification time stay.
  void damage(std::string_view path) const;
  void set_mtime(std::string_view path, std::int64_t seconds) const;

  void make_directory(std::string_view path) const;
  void make_symlink(std::string_view target, std::string_view path) const;
  void make_hard_link(std::string_view from, std::string_view path) const;
  void make_fifo(std::string_view path) const;
  void make_socket(std::string_view path) const;

  void rename(std::string_view from, std::string_view to) const;
  // With everything below it; nothing happens if it is not there.
  void remove(std::string_view path) const;
  void restrict(std::string_view path, mode_t mode) const;

  // Every directory ("" for the root), and every other entry, below the root.
  std::vector<std::string> directories() const;
  std::vector<std::string> entries() const;

 private:
  std::string root_;
};

// What went wrong, for messages; "" when nothing did.
template <typename T>
std::string reason(const T& result) {
  return result
             ? ""
             : std::string(name_of(result.error().code)) + ": " + result.error().what;
}

// By value, so that a loop may go over it: what `.value()` of a temporary gives does not
// live as long as the loop.
template <typename T>
T value_of(Result<T> result) {
  MUNIMENT_CHECK(result.has_value());
  return std::move(result).value();
}

}  // namespace muniment
