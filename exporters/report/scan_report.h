// What one scan or check found, as a few lines of text and as the JSON that scripts read.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>
#include <vector>

#include "exporters/report/json_line.h"
#include "model/event.h"

namespace muniment {

struct ScanLines {
  std::string store;
  ScanOutcome outcome = ScanOutcome::kComplete;
  std::string reason;  // printable
  ScanCounts counts;
  double seconds = 0;
};

struct NamedPlace {
  StorePath path;
  PlaceKind kind = PlaceKind::kFile;
  std::string reason;  // printable
};

struct CheckLines {
  CheckFinished counts;
  std::vector<NamedPlace> problems;  // the first of them
  std::uint64_t problem_count = 0;
  double seconds = 0;
};

// The fields of `scan --json`.
Json scan_json(const ScanLines& scan);
// `places` are what could not be observed; the first of them are listed.
std::string scan_text(const ScanLines& scan, const std::vector<NamedPlace>& places);

// The fields of `verify --json`.
Json check_json(const CheckLines& check);
std::string check_text(const CheckLines& check);

}  // namespace muniment
