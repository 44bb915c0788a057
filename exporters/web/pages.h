// The pages of the agent: metrics, health and a landing page that links to them.
//
// Owner:   plain values; the functions given must outlive the server.
// Threads: as for every handler, see routes.h. Failure: none.

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "exporters/web/routes.h"
#include "model/result.h"

namespace muniment {

struct AgentPages {
  std::string version;
  std::function<std::string()> metrics;
  std::string metrics_content_type;
  std::function<std::string()> status;  // the status report as text
  std::function<Status()> ready;        // an error says what is missing
};

// /metrics, /-/healthy, /-/ready and /.
Routes agent_routes(AgentPages pages);

// `text` as it may stand in HTML, attribute values included.
std::string escape_html(std::string_view text);

}  // namespace muniment
