// Reads what a storage itself recorded of deletions: a StorageGRID audit log, or a CSV
// with the columns time, path, action and, if it has one, actor.
//
// Deletions are, of the audit log, SDEL (by a client) and IDEL (by a lifecycle rule) with
// the result SUCS, unless they name a subresource, a whole bucket or a directory marker;
// of the CSV, what its action calls so (delete, deleted, remove, removed, unlink, purge,
// SDEL, IDEL). Everything else is ignored and counted, and so is what lies in another
// bucket or not below the prefix.
//
// Owner:   one call reads one file. Threads: any; the sink is called on the caller's.
// Memory:  one line.
// Failure: kInvalid "FILE:1: reason" for a CSV header that does not do, "FILE: reason"
//          for a log without lines; as SourceFile for what cannot be read; the first error
//          that the sink returns. What is wrong with a line goes to `bad`.

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "intake/source_file.h"
#include "model/register_events.h"
#include "model/result.h"

namespace muniment {

enum class LogFormat { kStorageGrid, kCsv };

struct LogRequest {
  std::string file;
  std::string store;
  LogFormat format = LogFormat::kStorageGrid;
  std::string bucket;  // StorageGRID: only this one; "" for any
  std::string
      prefix;  // in front of paths in the log, cut off: "evidence/"; "" for none
};

// Each deletion goes to one of the two, in the order of the file.
struct LogSink {
  std::function<Status(std::uint64_t line, DeletionLogged row)> row;
  std::function<Status(std::uint64_t line, const std::string& reason)> bad;
  std::function<void(std::uint64_t bytes)> progress;  // of the file; may be empty
};

struct LogFacts {
  SourceFacts source;         // `rows`: deletions and what is wrong
  std::uint64_t ignored = 0;  // lines about something else
  bool operator==(const LogFacts&) const = default;
};

Result<LogFacts> read_storage_log(const LogRequest& request, const LogSink& sink);

}  // namespace muniment
