// What explanations depend on: from the configuration to the event that declares it.
//
// Owner:   pure function. Threads: any. Failure: none: the configuration was checked.

#pragma once

#include "app/config.h"
#include "model/register_events.h"

namespace muniment {

// A store that names no retention rule has no classes either.
PolicyDeclared policy_of(const Config& config, const StoreConfig& store);

}  // namespace muniment
