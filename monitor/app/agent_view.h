// What the agent's loop knows, as the pages that its web server hands out.
//
// Owner:   the agent command; used on the loop's thread. Threads: one.
// Failure: none.

#pragma once

#include <string>

#include "agent/agent.h"
#include "app/config.h"
#include "exporters/metrics/metrics.h"

namespace muniment {

// Rendered once a change, handed out as often as asked for.
struct AgentPage {
  std::string metrics;
  std::string status;
  bool is_ready = false;
};

class AgentPageMaker {
 public:
  explicit AgentPageMaker(const Config& config);

  void set_config(const Config& config);
  AgentPage make(const AgentView& view) const;

 private:
  AgentHealth health_of(const AgentView& view) const;
  // Stores that nothing is recorded of yet, and stores that hang, as they are now.
  Summary shown_summary(const AgentView& view) const;

  std::vector<std::string> stores_;
  MetricsOptions options_;
  Time started_;
};

}  // namespace muniment
