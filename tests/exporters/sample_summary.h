// A force with one store in trouble and one in order, for the tests of the exporters.
//
// Owner: plain values. Threads: any. Failure: none.

#pragma once

#include "catalogue/summary.h"
#include "exporters/metrics/agent_health.h"

namespace muniment {

// A store in order: available, seen completely, nothing missing.
StoreSummary healthy_store(const std::string& name);
// 96 items (1.2 GB) are gone without an explanation, others with one.
StoreSummary store_with_losses(const std::string& name);
// With holds, authorities, transfers and items whose retention is over.
StoreSummary store_with_disposals(const std::string& name);
StoreSummary unavailable_store(const std::string& name);

Summary summary_of(std::vector<StoreSummary> stores);
// "bwv-primary" with losses and "records" in order.
Summary sample_summary();
AgentHealth sample_health();

// 2023-07-26T02:00:00Z: when the sample's last scans ended.
inline constexpr Time kScanEnd{1'690'336'800 * kNsPerSecond};

}  // namespace muniment
