#include "intake/csv_reader.h"

#include <array>

namespace muniment {
namespace {

using Marks = std::array<bool, 256>;

constexpr Marks marks_of(std::string_view characters) {
  Marks marks{};
  for (const char c : characters) {
    marks[static_cast<unsigned char>(c)] = true;
  }
  return marks;
}

// What ends a run of ordinary characters, outside and inside of quotes.
constexpr Marks kPlainMarks = marks_of(std::string_view("\0\n\r\",", 5));
constexpr Marks kQuotedMarks = marks_of(std::string_view("\0\n\"", 3));

std::size_t run_length(std::string_view text, const Marks& marks) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* at = begin;
  while (at != end && !marks[static_cast<unsigned char>(*at)]) {
    ++at;
  }
  return static_cast<std::size_t>(at - begin);
}

}  // namespace

Result<std::optional<CsvRecord>> CsvReader::next() {
  place_ = Place::kRecord;
  text_.clear();
  ends_.clear();
  problem_.clear();
  for (;;) {
    if (rest_.empty()) {
      MUNIMENT_ASSIGN(rest_, source_.next());
      if (rest_.empty()) {
        return take_file_end() ? std::optional(record()) : std::nullopt;
      }
      if (at_beginning_) {
        rest_ = without_byte_order_mark(rest_);
        at_beginning_ = false;
        continue;
      }
    }
    if (take()) {
      return std::optional(record());
    }
  }
}

bool CsvReader::take() {
  switch (place_) {
    case Place::kRecord:
      return take_at_record(rest_[0]);
    case Place::kField:
      take_at_field(rest_[0]);
      return false;
    case Place::kPlain:
      return take_plain();
    case Place::kQuoted:
      take_quoted();
      return false;
    case Place::kQuote:
      return take_behind_quote(rest_[0]);
    case Place::kReturn:
    case Place::kBlank:
      return take_behind_return(rest_[0]);
    case Place::kSkipping:
      return skip();
  }
  return false;
}

bool CsvReader::take_at_record(char c) {
  record_line_ = line_;
  if (c == '\n') {
    drop(1);
    ++line_;
  } else if (c == '\r') {
    drop(1);
    place_ = Place::kBlank;
  } else {
    place_ = Place::kField;
  }
  return false;
}

void CsvReader::take_at_field(char c) {
  if (c == '"') {
    drop(1);
    quote_line_ = line_;
    place_ = Place::kQuoted;
  } else {
    place_ = Place::kPlain;
  }
}

bool CsvReader::take_plain() {
  const std::size_t run = run_length(rest_, kPlainMarks);
  add(rest_.substr(0, run));
  drop(run);
  if (rest_.empty()) {
    return false;
  }
  const char mark = rest_[0];
  drop(1);
  switch (mark) {
    case ',':
      end_field();
      place_ = Place::kField;
      return false;
    case '\n':
      end_field();
      return end_line();
    case '\r':
      place_ = Place::kReturn;
      return false;
    case '"':
      complain("a quote inside a field that does not begin with one");
      place_ = Place::kSkipping;
      return false;
    default:
      complain("a NUL byte: this is no text, or UTF-16, which must be saved as UTF-8");
      return false;
  }
}

void CsvReader::take_quoted() {
  const std::size_t run = run_length(rest_, kQuotedMarks);
  add(rest_.substr(0, run));
  drop(run);
  if (rest_.empty()) {
    return;
  }
  const char mark = rest_[0];
  drop(1);
  if (mark == '"') {
    place_ = Place::kQuote;
  } else if (mark == '\n') {
    add("\n");
    ++line_;
  } else {
    complain("a NUL byte: this is no text");
  }
}

bool CsvReader::take_behind_quote(char c) {
  if (c == '\0' || (c != '"' && !kPlainMarks[static_cast<unsigned char>(c)])) {
    complain("text behind the quote that ends a field");
    place_ = Place::kSkipping;
    return false;
  }
  if (c == '"') {
    drop(1);
    add("\"");
    place_ = Place::kQuoted;
    return false;
  }
  return take_plain();  // a mark that ends the field
}

bool CsvReader::take_behind_return(char c) {
  if (c != '\n') {
    complain("a carriage return without a line feed behind it");
    place_ = Place::kSkipping;
    return false;
  }
  drop(1);
  if (place_ == Place::kBlank) {
    ++line_;
    place_ = Place::kRecord;
    return false;
  }
  end_field();
  return end_line();
}

bool CsvReader::skip() {
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) {
    drop(rest_.size());
    return false;
  }
  drop(end + 1);
  return end_line();
}

// True when there is a last record without a line end.
bool CsvReader::take_file_end() {
  switch (place_) {
    case Place::kRecord:
      return false;
    case Place::kQuoted:
      problem_ = "the quote that begins here is not closed before the end of the file";
      record_line_ = quote_line_;
      return true;
    case Place::kReturn:
    case Place::kBlank:
      complain("a carriage return without a line feed behind it");
      return true;
    default:
      end_field();
      return true;
  }
}

void CsvReader::add(std::string_view part) {
  const std::size_t begin = ends_.empty() ? 0 : ends_.back();
  if (!problem_.empty()) {
    return;
  }
  if (text_.size() - begin + part.size() > kMaxFieldBytes) {
    complain("a field has more than " + std::to_string(kMaxFieldBytes) + " bytes");
  } else if (text_.size() + part.size() > kMaxRecordBytes) {
    complain("the record has more than " + std::to_string(kMaxRecordBytes) + " bytes");
  } else {
    text_ += part;
  }
}

void CsvReader::end_field() {
  if (!problem_.empty()) {
    return;
  }
  if (ends_.size() == kMaxColumns) {
    complain("more than " + std::to_string(kMaxColumns) + " columns");
  } else {
    ends_.push_back(text_.size());
  }
}

bool CsvReader::end_line() {
  ++line_;
  return true;
}

// The first problem of a record is the one that is told.
void CsvReader::complain(std::string problem) {
  if (problem_.empty()) {
    problem_ = std::move(problem);
  }
}

CsvRecord CsvReader::record() {
  if (problem_.empty() && ends_.size() != columns_.value_or(ends_.size())) {
    problem_ = "it has " + std::to_string(ends_.size()) +
               " fields, but the header has " + std::to_string(*columns_);
  }
  if (!problem_.empty()) {
    return {record_line_, problem_, {}};
  }
  columns_ = ends_.size();
  fields_.clear();
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    fields_.push_back(std::string_view(text_).substr(begin, end - begin));
    begin = end;
  }
  return {record_line_, {}, fields_};
}

}  // namespace muniment
