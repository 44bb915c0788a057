// A ledger in a temporary directory, and what can happen to its files.
//
// Owner:   removes its directory when it goes. Threads: one. Failure: fails the test.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/verify.h"

namespace muniment {

class TempDirectory {
 public:
  TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory();

  std::string operator/(std::string_view name) const {
    return path_ + '/' + std::string(name);
  }

 private:
  std::string path_;
};

// What went wrong, for messages; "" when nothing did.
template <typename T>
std::string reason(const Result<T>& result) {
  return result
             ? ""
             : std::string(name_of(result.error().code)) + ": " + result.error().what;
}

// Its error code; nothing when it succeeded. (Asking a success for its error would end all
// tests.)
template <typename T>
std::optional<ErrorCode> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

inline constexpr std::string_view kOrigin = "example.org/muniment";

// The key with a seed that is public (RFC 8032, test 1): signatures are always the
// same.
SigningKey golden_key(std::string_view name = kOrigin);
std::string golden(std::string_view name);  // path of a golden file

// "entry 17" and some more bytes: all different, of different lengths.
std::string an_entry(std::uint64_t index);
std::vector<std::string> entries(std::uint64_t from, std::uint64_t until);

std::string read_bytes(const std::string& path);
void write_bytes(const std::string& path, std::string_view bytes);
void flip_byte(const std::string& path, std::size_t at);
void truncate_tail(const std::string& path);
void copy_tree(const std::string& from, const std::string& to);
// Copies what `to` does not have.
void merge_tree(const std::string& from, const std::string& to);
// Every file below `directory` with its content.
std::map<std::string, std::string> files_in(const std::string& directory);

class TempLedger {
 public:
  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const {
    return path_ + '/' + std::string(name);
  }

  // Opens it anew; the test ends here if that fails.
  Ledger open() const;
  Result<Ledger> try_open() const { return Ledger::open(path_, golden_key()); }
  // Opens it and appends entries up to index `until`.
  void grow_to(std::uint64_t until) const;
  VerifyReport verify() const;
  std::vector<std::string> all_entries() const;

 private:
  TempDirectory directory_;
  std::string path_ = directory_ / "ledger";
};

}  // namespace muniment
