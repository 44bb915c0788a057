#include "reading.h"

#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

// Both readers: their sinks differ in the row only.
template <typename Sink, typename Row, typename Facts, typename Request>
void read_into(Reading<Row, Facts>& reading, const Request& request,
               Result<Facts> (*read)(const Request&, const Sink&),
               const std::string& root) {
  Sink sink;
  sink.row = [&](std::uint64_t line, Row row) -> Status {
    reading.lines.push_back(line);
    reading.rows.push_back(std::move(row));
    return ok();
  };
  sink.bad = [&](std::uint64_t line, const std::string& reason) -> Status {
    reading.bad.push_back({line, reason});
    return ok();
  };
  auto facts = read(request, sink);
  if (facts) {
    reading.facts = std::move(facts).value();
    return;
  }
  reading.failed = facts.error();
  if (const std::size_t at = reading.failed->what.find(root); at == 0) {
    reading.failed->what.erase(0, root.size() + 1);
  }
}

}  // namespace

RegisterReading read_register_text(std::string_view content, RegisterFormat format,
                                   const ColumnMap& columns) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("F", content);
  RegisterReading reading;
  read_into(reading, RegisterRequest{tree.absolute("F"), "bwv", format, columns},
            &read_register, tree.root());
  return reading;
}

LogReading read_log_text(std::string_view content, LogFormat format,
                         const std::string& bucket, const std::string& prefix) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("F", content);
  LogReading reading;
  read_into(reading, LogRequest{tree.absolute("F"), "bwv", format, bucket, prefix},
            &read_storage_log, tree.root());
  return reading;
}

}  // namespace muniment
