// Everything wrong that somebody may hand in, as tables: who reads it, what it is, the line
// that must be named and a part of the reason.
//
// Owner: plain values. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muniment {

enum class Intake {
  kRegisterCsv,
  kRegisterJson,
  kAuditLog,
  kCsvLog,
  kPathList,
  kNullPathList,
  kColumnMap,
  kAuthorityDocument,
};

struct Malformed {
  std::string name;
  Intake reader = Intake::kRegisterCsv;
  std::string input;
  std::uint64_t line = 0;  // 0: the input as a whole
  std::string says;
  std::string begins = "";  // how the reason begins, where that is a column
};
using MalformedTable = std::vector<Malformed>;

MalformedTable malformed_csv();  // structure of a CSV file, header of a register
MalformedTable malformed_register_cells();  // of a register in CSV
MalformedTable malformed_json();
MalformedTable malformed_audit_logs();
MalformedTable malformed_csv_logs();
MalformedTable malformed_lists();  // of paths; texts of --map
MalformedTable malformed_authorities();

}  // namespace muniment
