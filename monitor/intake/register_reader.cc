#include "intake/register_reader.h"

#include <algorithm>

#include "intake/complaint.h"
#include "intake/csv_reader.h"
#include "intake/json_lines.h"
#include "intake/register_row.h"
#include "model/printable.h"

namespace muniment {
namespace {

class RegisterReader {
 public:
  RegisterReader(const RegisterRequest& request, const RegisterSink& sink,
                 SourceFile& source)
      : request_(request),
        sink_(sink),
        source_(source),
        wanted_(wanted_columns(request.columns)) {}

  Result<std::uint64_t> read() {
    MUNIMENT_TRY(request_.format == RegisterFormat::kCsv ? read_csv() : read_json());
    if (rows_ == 0) {
      return refusal(printable(request_.file) + ": has no rows");
    }
    return rows_;
  }

 private:
  Status read_csv() {
    CsvReader csv(source_);
    MUNIMENT_ASSIGN(const ColumnPlaces places, read_header(csv));
    for (;;) {
      MUNIMENT_ASSIGN(const std::optional<CsvRecord> record, csv.next());
      if (!record) {
        return ok();
      }
      MUNIMENT_TRY(deliver(record->line, record->problem,
                           [&] { return cells_of(*record, places); }));
    }
  }

  Result<ColumnPlaces> read_header(CsvReader& csv) {
    MUNIMENT_ASSIGN(const std::optional<CsvRecord> header, csv.next());
    if (!header) {
      return refusal_at(request_.file, 1, "the file is empty: there is no header");
    }
    if (!header->problem.empty()) {
      return refusal_at(request_.file, header->line, header->problem);
    }
    auto places = find_columns(wanted_, header->fields);
    if (!places) {
      return refusal_at(request_.file, header->line, places.error().what);
    }
    return places;
  }

  RegisterCells cells_of(const CsvRecord& record, const ColumnPlaces& places) const {
    RegisterCells cells;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i]) {
        cells.fields[i] = Cell{wanted_[i].name, record.fields[*places[i]]};
      }
    }
    return cells;
  }

  Status read_json() {
    JsonLines lines(source_);
    for (;;) {
      MUNIMENT_ASSIGN(const std::optional<JsonLine> line, lines.next());
      if (!line) {
        return check_named_keys();
      }
      MUNIMENT_TRY(
          deliver(line->line, line->problem, [&] { return cells_of(line->object); }));
    }
  }

  RegisterCells cells_of(const FlatObject& object) {
    RegisterCells cells;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      cells.fields[i] = cell_of(object, wanted_[i].name);
      seen_[i] = seen_[i] || cells.fields[i];
    }
    cells.path_base64 = cell_of(object, path_base64_);
    const auto path = static_cast<std::size_t>(RegisterField::kPath);
    seen_[path] = seen_[path] || cells.path_base64;
    return cells;
  }

  static std::optional<Cell> cell_of(const FlatObject& object, std::string_view key) {
    const FlatValue* const value = key.empty() ? nullptr : object.find(key);
    if (value == nullptr) {
      return std::nullopt;
    }
    return Cell{key, value->text, value->kind, &value->texts};
  }

  // There is no header that could lack it, but a key that no line has is mistyped.
  Status check_named_keys() const {
    for (std::size_t i = 0; rows_ > 0 && i < wanted_.size(); ++i) {
      if (wanted_[i].is_named && !seen_[i]) {
        return refusal(printable(request_.file) + ": no line has the key " +
                       cite(wanted_[i].name) + " for " + std::string(wanted_[i].field));
      }
    }
    return ok();
  }

  template <typename Cells>
  Status deliver(std::uint64_t line, const std::string& problem, const Cells& cells) {
    ++rows_;
    if (sink_.progress && source_.bytes() != told_) {
      told_ = source_.bytes();
      sink_.progress(told_);
    }
    if (!problem.empty()) {
      return sink_.bad(line, problem);
    }
    auto row = parse_register_row(request_.store, cells());
    return row ? sink_.row(line, std::move(row).value())
               : sink_.bad(line, row.error().what);
  }

  const RegisterRequest& request_;
  const RegisterSink& sink_;
  SourceFile& source_;
  const WantedColumns wanted_;
  const std::string path_base64_ =
      wanted_[static_cast<std::size_t>(RegisterField::kPath)].name + "_b64";
  std::array<bool, kRegisterFields> seen_{};  // a key that some line has
  std::uint64_t rows_ = 0;
  std::uint64_t told_ = 0;  // bytes
};

bool ends_like(std::string_view file, std::string_view ending) {
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  };
  if (file.size() < ending.size()) {
    return false;
  }
  const std::string_view last = file.substr(file.size() - ending.size());
  return std::equal(last.begin(), last.end(), ending.begin(), same);
}

}  // namespace

RegisterFormat register_format_of(std::string_view file) {
  for (const std::string_view ending : {".json", ".jsonl", ".ndjson"}) {
    if (ends_like(file, ending)) {
      return RegisterFormat::kJsonLines;
    }
  }
  return RegisterFormat::kCsv;
}

Result<SourceFacts> read_register(const RegisterRequest& request,
                                  const RegisterSink& sink) {
  MUNIMENT_ASSIGN(SourceFile source, SourceFile::open(request.file));
  MUNIMENT_ASSIGN(const std::uint64_t rows,
                  RegisterReader(request, sink, source).read());
  return source.facts(rows);
}

}  // namespace muniment
