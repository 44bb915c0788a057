// Records what the configuration says of a store when it is another than before, and what
// its retention says of the items.
//
// Owner:   functions. Threads: none of their own. Failure: as Recorder and Reader.

#pragma once

#include "agent/recorder.h"
#include "catalogue/reader.h"

namespace muniment {

// Before anything is explained under it. A store of which nothing is configured needs no
// declaration.
Status declare_policy(Recorder& recorder, Reader& reader, const PolicyDeclared& policy);

// After a scan; recorded when the numbers are others than before.
Status record_review(Recorder& recorder, Reader& reader, const PolicyDeclared& policy);

}  // namespace muniment
