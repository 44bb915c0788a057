#include "intake/storage_log_reader.h"

#include <array>

#include "intake/column_map.h"
#include "intake/complaint.h"
#include "intake/csv_reader.h"
#include "intake/line_reader.h"
#include "intake/logged_deletion.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

enum LogColumn : unsigned { kTime, kPath, kActor, kAction };
constexpr std::array<std::string_view, 4> kColumnNames = {"time", "path", "actor",
                                                          "action"};
using LogPlaces = std::array<std::optional<std::size_t>, kColumnNames.size()>;

Result<LogPlaces> find_log_columns(std::span<const std::string_view> header) {
  LogPlaces places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    MUNIMENT_ASSIGN(places[i], find_column(kColumnNames[i], header));
    if (!places[i] && i != kActor) {
      return refusal("no column " + cite(kColumnNames[i]) + "; " +
                     list_columns(header));
    }
  }
  return places;
}

class StorageLogReader {
 public:
  StorageLogReader(const LogRequest& request, const LogSink& sink, SourceFile& source)
      : request_(request), sink_(sink), source_(source) {}

  Result<LogFacts> read() {
    MUNIMENT_TRY(request_.format == LogFormat::kCsv ? read_csv() : read_audit_log());
    if (rows_ + ignored_ == 0) {
      return refusal(printable(request_.file) + ": has no lines");
    }
    return LogFacts{source_.facts(rows_), ignored_};
  }

 private:
  Status read_audit_log() {
    LineReader lines(source_, kMaxLineBytes);
    for (;;) {
      MUNIMENT_ASSIGN(const std::optional<Line> line, lines.next());
      if (!line) {
        return ok();
      }
      const bool blank =
          line->text.find_first_not_of(" \t\r") == std::string_view::npos;
      if (!blank || line->too_long) {
        MUNIMENT_TRY(deliver(line->number, read_audit_line(*line)));
      }
    }
  }

  Result<std::optional<DeletionLogged>> read_audit_line(const Line& line) const {
    if (line.too_long) {
      return refusal("the line has more than " + std::to_string(kMaxLineBytes) +
                     " bytes");
    }
    MUNIMENT_ASSIGN(const AuditLine parsed, parse_audit_line(line.text));
    return deletion_in(parsed, request_);
  }

  Status read_csv() {
    CsvReader csv(source_);
    MUNIMENT_ASSIGN(const LogPlaces places, read_header(csv));
    for (;;) {
      MUNIMENT_ASSIGN(const std::optional<CsvRecord> record, csv.next());
      if (!record) {
        return ok();
      }
      MUNIMENT_TRY(deliver(record->line, read_record(*record, places)));
    }
  }

  Result<LogPlaces> read_header(CsvReader& csv) const {
    MUNIMENT_ASSIGN(const std::optional<CsvRecord> header, csv.next());
    if (!header) {
      return refusal_at(request_.file, 1, "the file is empty: there is no header");
    }
    if (!header->problem.empty()) {
      return refusal_at(request_.file, header->line, header->problem);
    }
    auto places = find_log_columns(header->fields);
    if (!places) {
      return refusal_at(request_.file, header->line, places.error().what);
    }
    return places;
  }

  Result<std::optional<DeletionLogged>> read_record(const CsvRecord& record,
                                                    const LogPlaces& places) const {
    if (!record.problem.empty()) {
      return refusal(record.problem);
    }
    const auto cell = [&](LogColumn column) {
      const auto& place = places[column];
      return Cell{kColumnNames[column], place ? record.fields[*place] : ""};
    };
    return deletion_in(LogCells{cell(kTime), cell(kPath), cell(kActor), cell(kAction)},
                       request_);
  }

  Status deliver(std::uint64_t line, Result<std::optional<DeletionLogged>> deletion) {
    if (sink_.progress && source_.bytes() != told_) {
      told_ = source_.bytes();
      sink_.progress(told_);
    }
    if (deletion && !deletion.value()) {
      ++ignored_;
      return ok();
    }
    ++rows_;
    return deletion ? sink_.row(line, *std::move(deletion).value())
                    : sink_.bad(line, deletion.error().what);
  }

  const LogRequest& request_;
  const LogSink& sink_;
  SourceFile& source_;
  std::uint64_t rows_ = 0;
  std::uint64_t ignored_ = 0;
  std::uint64_t told_ = 0;  // bytes
};

}  // namespace

Result<LogFacts> read_storage_log(const LogRequest& request, const LogSink& sink) {
  MUNIMENT_ASSIGN(SourceFile source, SourceFile::open(request.file));
  return StorageLogReader(request, sink, source).read();
}

}  // namespace muniment
