// Reads what a test hands in, and keeps everything that comes of it.
//
// Owner: plain values. Threads: one. Failure: as TempTree.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intake/register_reader.h"
#include "intake/storage_log_reader.h"

namespace muniment {

struct Refused {
  std::uint64_t line = 0;
  std::string reason;
  bool operator==(const Refused&) const = default;
};

template <typename Row, typename Facts>
struct Reading {
  std::vector<Row> rows;
  std::vector<std::uint64_t> lines;  // of the rows
  std::vector<Refused> bad;
  std::optional<Error> failed;  // the file as a whole; its name is "F"
  Facts facts;
};
using RegisterReading = Reading<ItemRegistered, SourceFacts>;
using LogReading = Reading<DeletionLogged, LogFacts>;

RegisterReading read_register_text(std::string_view content,
                                   RegisterFormat format = RegisterFormat::kCsv,
                                   const ColumnMap& columns = {});
LogReading read_log_text(std::string_view content, LogFormat format,
                         const std::string& bucket = "",
                         const std::string& prefix = "");

}  // namespace muniment
