// Shows a running scan or check on the terminal.
//
// Owner:   a command, around one job. Threads: one of its own, which ends with
//          finish().
// Failure: none: what cannot be shown is not shown.

#pragma once

#include <string>
#include <thread>

#include "exporters/report/progress.h"
#include "scan/scan.h"

namespace muniment {

class ProgressWatch {
 public:
  ProgressWatch(std::string store, bool quiet);
  ~ProgressWatch() { finish(); }
  ProgressWatch(const ProgressWatch&) = delete;
  ProgressWatch& operator=(const ProgressWatch&) = delete;

  ScanProgress& progress() { return counts_; }
  // Another process is at the store; this one waits for it.
  void say_waiting() const;
  void finish();

 private:
  std::string store_;
  bool quiet_;
  ScanProgress counts_;
  Progress line_;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace muniment
