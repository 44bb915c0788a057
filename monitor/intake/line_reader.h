// The lines of a file, one after another.
//
// Owner:   refers to a SourceFile that outlives it. Threads: one.
// Memory:  one line. Failure: as SourceFile::next(). A line over the limit is no failure:
//          it is given without its text, and reading goes on behind it.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "intake/source_file.h"

namespace muniment {

struct Line {
  std::uint64_t number = 0;  // from 1
  std::string_view text;     // without its end; lives until the next call
  bool too_long = false;
};

class LineReader {
 public:
  LineReader(SourceFile& source, std::size_t max_bytes, char end = '\n')
      : source_(source), max_bytes_(max_bytes), end_(end) {}

  // nullopt at the end. The end of the last line is optional.
  Result<std::optional<Line>> next();

 private:
  void keep(std::string_view part);

  SourceFile& source_;
  const std::size_t max_bytes_;
  const char end_;
  std::string_view rest_;  // of the chunk
  std::string kept_;       // the beginning of a line that goes on in the next chunk
  bool too_long_ = false;
  std::uint64_t number_ = 0;
};

}  // namespace muniment
