// Builds metric families of prometheus-cpp, and the parts that make up the page.
//
// The library's serialiser writes HELP text as it is: no help text may hold a backslash
// or a line end (a test looks).
//
// Owner:   pure functions; only this folder includes this header. Threads: any.
// Failure: none.

#pragma once

#include <prometheus/metric_family.h>

#include <optional>
#include <string>
#include <vector>

#include "catalogue/summary.h"
#include "exporters/metrics/metrics.h"

namespace muniment {

using Families = std::vector<prometheus::MetricFamily>;
using Labels = std::vector<prometheus::ClientMetric::Label>;

prometheus::MetricFamily gauge(std::string name, std::string help);
prometheus::MetricFamily counter(std::string name, std::string help);
void add_sample(prometheus::MetricFamily& family, Labels labels, double value);

// One sample a store.
struct StoreFamily {
  const char* name;
  prometheus::MetricType type;
  const char* help;
  double (*value)(const StoreSummary&);
};
void add_store_family(Families& out, const Summary& summary, const StoreFamily& row);

double number(std::uint64_t value);            // exact up to 2^53
double timestamp(std::optional<Time> moment);  // 0 when it never happened

void add_store_families(Families& out, const Summary& summary);
void add_disposal_families(Families& out, const Summary& summary);
void add_change_families(Families& out, const Summary& summary);
void add_collection_families(Families& out, const Summary& summary,
                             std::size_t max_collections);
void add_agent_families(Families& out, const AgentHealth& health);
void add_vouching_families(Families& out, const AgentHealth& health);

}  // namespace muniment
