// What the program's exit status says. Scripts rely on the numbers: they never change.
//
// Owner: plain values. Threads: any. Failure: none.

#pragma once

#include "model/result.h"

namespace muniment {

enum class ExitCode {
  kOk = 0,          // done, nothing unexplained
  kFindings = 1,    // done, and there are findings
  kUsage = 2,       // wrong usage or configuration: nothing was done
  kIncomplete = 3,  // something could not be observed
  kFailed = 4,
  kLedger = 5,  // the ledger does not verify
};

// The one of two to report: ledger, failed, usage, incomplete, findings, ok.
constexpr ExitCode merge(ExitCode a, ExitCode b) {
  constexpr int kWeight[] = {0, 1, 3, 2, 4, 5};
  return kWeight[static_cast<int>(a)] >= kWeight[static_cast<int>(b)] ? a : b;
}

constexpr ExitCode exit_code_for(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return ExitCode::kUsage;
    case ErrorCode::kUnavailable:
    case ErrorCode::kCancelled:
      return ExitCode::kIncomplete;
    case ErrorCode::kCorrupt:
      return ExitCode::kLedger;
    default:
      return ExitCode::kFailed;
  }
}

}  // namespace muniment
