// Reads JSON lines: one flat object a line (flat_object.h).
//
// Lines end in LF or CRLF; lines of white space only are skipped, and so is a UTF-8 byte
// order mark at the beginning.
//
// Owner:   refers to a SourceFile that outlives it. Threads: one. Memory: one line.
// Failure: as SourceFile::next(). What is wrong with a line is in its `problem`.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "intake/flat_object.h"
#include "intake/line_reader.h"

namespace muniment {

struct JsonLine {
  std::uint64_t line = 0;
  std::string problem;  // why it must not be used; "": nothing
  FlatObject object;
};

class JsonLines {
 public:
  static constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

  explicit JsonLines(SourceFile& source) : lines_(source, kMaxLineBytes) {}

  // nullopt at the end.
  Result<std::optional<JsonLine>> next();

 private:
  LineReader lines_;
};

}  // namespace muniment
