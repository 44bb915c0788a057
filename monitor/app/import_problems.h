// What is wrong with a file that is being imported: told line by line as it is read, and
// decided about at its end.
//
// Owner:   one import. Threads: the main thread.
// Failure: kInvalid from verdict(): the file has wrong lines and nobody said to skip them.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/command.h"
#include "exporters/report/json_line.h"

namespace muniment {

class ImportProblems {
 public:
  ImportProblems(std::string file, const GlobalOptions& options, bool skip)
      : file_(std::move(file)), options_(options), skip_(skip) {}

  // "FILE:LINE: reason", on standard error.
  void add(std::uint64_t line, const std::string& reason);
  std::uint64_t count() const { return count_; }

  // May what is right be imported?
  Status verdict() const;
  // {"line", "reason"} of the first kKept.
  Json json() const;

 private:
  static constexpr std::uint64_t kKept = 1000;
  struct Problem {
    std::uint64_t line;
    std::string reason;
  };
  void say(const Problem& problem) const;

  std::string file_;
  const GlobalOptions& options_;
  bool skip_;
  std::uint64_t count_ = 0;
  std::vector<Problem> told_;
};

}  // namespace muniment
