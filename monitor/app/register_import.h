// The import of a register: read it whole, then record what is new in it.
//
// Owner:   a function. Threads: the calling one.
// Durability: rows are recorded some thousands at a time. Killed in between, the same
//          import begun again goes on where it stopped: what is recorded is unchanged then.
// Failure: kInvalid for a file that does not do, with nothing recorded; as Recorder.

#pragma once

#include <atomic>
#include <string>

#include "app/command.h"
#include "app/import_problems.h"
#include "exporters/report/progress.h"
#include "intake/register_reader.h"

namespace muniment {

Result<RegisterImported> import_register(StoreSession& session,
                                         const RegisterRequest& request,
                                         ImportProblems& problems, Progress& progress);

}  // namespace muniment
