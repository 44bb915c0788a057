// Who vouches for the ledger: from the configuration to what the agent and the commands
// need.
//
// Owner:   pure functions. Threads: any. Failure: none: the configuration was checked.

#pragma once

#include "agent/time_stamping.h"
#include "agent/witness_round.h"
#include "app/config.h"
#include "model/http_message.h"

namespace muniment {

WitnessesSettings witnesses_settings(const Config& config);
TimeStampSettings time_stamp_settings(const Config& config);

// The way out: exporters/http.
HttpPost outward_post();

}  // namespace muniment
