// The agent's metrics page in the Prometheus text format.
//
// Labels are `store`, a capped `collection` and closed enumerations; never a path, a
// case, a person or a digest. Series that are known in advance are there from the start
// with 0.
//
// Owner:   pure function of one snapshot. Threads: any. Failure: none.

#pragma once

#include <cstddef>
#include <string>

#include "catalogue/summary.h"
#include "exporters/metrics/agent_health.h"

namespace muniment {

struct MetricsOptions {
  std::string version;   // of the program
  std::string revision;  // of its source; "" when unknown
  // Collections shown a store. The last ones by name are kept, which are the newest
  // where collections are months; the others are summed under `kOtherCollections`.
  std::size_t max_collections = 200;
};

inline constexpr const char* kOtherCollections = "__other__";
inline constexpr const char* kMetricsContentType =
    "text/plain; version=0.0.4; charset=utf-8";

std::string render_metrics(const Summary& summary, const AgentHealth& health,
                           const MetricsOptions& options);

}  // namespace muniment
