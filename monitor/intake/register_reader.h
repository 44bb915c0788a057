// Reads the register of a digital evidence management system: a CSV or JSON lines export.
//
// Fields are path, id, recorded_at, class, case, exhibit, size, sha256 and subjects; other
// columns are not looked at. A field without a column, or with an empty value, is not
// known. In JSON a path that is not UTF-8 comes in base64 under the key with "_b64".
//
// Owner:   one call reads one file. Threads: any; the sink is called on the caller's.
// Memory:  one row.
// Failure: kInvalid "FILE:1: reason" for a header that does not do, and "FILE: reason"
//          for a file without rows or, in JSON lines, without a key that --map names; as
//          SourceFile for what cannot be read; the first error that the sink returns.
//          What is wrong with a row goes to `bad`, once for each row.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "intake/column_map.h"
#include "intake/source_file.h"
#include "model/register_events.h"
#include "model/result.h"

namespace muniment {

enum class RegisterFormat { kCsv, kJsonLines };
// By the name: .json, .jsonl and .ndjson are JSON lines, everything else is CSV.
RegisterFormat register_format_of(std::string_view file);

struct RegisterRequest {
  std::string file;
  std::string store;
  RegisterFormat format = RegisterFormat::kCsv;
  ColumnMap columns;  // field -> column, for those that differ
};

// Each row goes to one of the two, in the order of the file.
struct RegisterSink {
  std::function<Status(std::uint64_t line, ItemRegistered row)> row;
  std::function<Status(std::uint64_t line, const std::string& reason)> bad;
  std::function<void(std::uint64_t bytes)> progress;  // of the file; may be empty
};

Result<SourceFacts> read_register(const RegisterRequest& request,
                                  const RegisterSink& sink);

}  // namespace muniment
