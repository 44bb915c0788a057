// One line of a StorageGRID audit log, taken apart:
//
//   2017-07-17T21:17:58.959669[AUDT:[RSLT(FC32):SUCS][S3KY(CSTR):"a"]...[ATYP(FC32):SDEL]]
//
// Owner:   plain values. Threads: any.
// Failure: kInvalid for a line that is not of this form, or has one of the attributes that
//          are read here twice. Attributes that are not known are passed over.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.h"

namespace muniment {

struct AuditLine {
  std::string_view time;  // before the message, as it stands there
  // Those of interest, in the order of the line; quoted values are unescaped.
  std::vector<std::pair<std::string_view, std::string>> attributes;

  // nullptr when there is none.
  const std::string* find(std::string_view name) const;
  // "" when there is none.
  std::string_view value(std::string_view name) const;
};

Result<AuditLine> parse_audit_line(std::string_view line);

}  // namespace muniment
