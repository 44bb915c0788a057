// Reads CSV strictly by RFC 4180, one record at a time, whatever the size of the file.
//
// Commas; double quotes, "" for one inside; lines end in CRLF or LF, also inside quotes,
// where they are kept. Nothing is trimmed. A UTF-8 byte order mark at the beginning and
// lines without any character are skipped. Bytes are not looked at as text.
//
// Behind a wrong quote or carriage return, reading goes on at the next line: who takes
// the records behind one does so at the own risk that they were meant as a part of it.
// What is only too large is read to its own end, so that no part of it becomes a record.
//
// Owner:   refers to a SourceFile that outlives it. Threads: one. Memory: one record.
// Failure: as SourceFile::next(). What is wrong with a record is in its `problem`.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "intake/source_file.h"

namespace muniment {

struct CsvRecord {
  std::uint64_t line = 0;  // where it begins, or the quote that is not closed
  std::string problem;     // why it must not be used; "": nothing
  std::span<const std::string_view> fields;  // live until the next call
};

class CsvReader {
 public:
  static constexpr std::size_t kMaxFieldBytes = std::size_t{64} << 10;
  static constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 20;
  static constexpr std::size_t kMaxColumns = 256;

  explicit CsvReader(SourceFile& source) : source_(source) {}

  // nullopt at the end. The first record is the header: each later one must have as many
  // fields.
  Result<std::optional<CsvRecord>> next();

 private:
  enum class Place {
    kRecord,    // at the beginning of a record
    kField,     // at the beginning of a field
    kPlain,     // in a field without quotes
    kQuoted,    // between quotes
    kQuote,     // behind a quote between quotes: the end, or the first of two
    kReturn,    // behind a carriage return that ends a line
    kBlank,     // the same, with nothing before it
    kSkipping,  // the rest of the line is not looked at
  };

  bool take();  // some of rest_; true when the record is complete
  bool take_at_record(char c);
  void take_at_field(char c);
  bool take_plain();
  void take_quoted();
  bool take_behind_quote(char c);
  bool take_behind_return(char c);
  bool skip();
  bool take_file_end();

  void drop(std::size_t count) { rest_.remove_prefix(count); }
  void add(std::string_view part);
  void end_field();
  bool end_line();
  void complain(std::string problem);
  CsvRecord record();

  SourceFile& source_;
  std::string_view rest_;  // of the chunk
  bool at_beginning_ = true;
  std::uint64_t line_ = 1;        // where rest_ begins
  std::uint64_t quote_line_ = 0;  // where the last quoted field began
  std::optional<std::size_t> columns_;

  // The record.
  Place place_ = Place::kRecord;
  std::uint64_t record_line_ = 0;
  std::string text_;               // its fields, one behind the other
  std::vector<std::size_t> ends_;  // of each, in text_
  std::string problem_;
  std::vector<std::string_view> fields_;
};

}  // namespace muniment
