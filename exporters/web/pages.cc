#include "exporters/web/pages.h"

#include <fmt/core.h>

#include <memory>
#include <utility>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr const char* kLandingPage = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Muniment</title></head>
<body>
<h1>Muniment</h1>
<p>Evidence-store integrity monitor, version {0}.</p>
<pre>{1}</pre>
<ul>
<li><a href="/metrics">Metrics</a></li>
<li><a href="/-/healthy">Is the agent alive?</a></li>
<li><a href="/-/ready">Is the agent ready?</a></li>
</ul>
</body>
</html>
)";

WebResponse landing_page(const AgentPages& pages) {
  WebResponse response;
  response.content_type = "text/html; charset=utf-8";
  response.body = fmt::format(kLandingPage, escape_html(pages.version),
                              escape_html(pages.status()));
  return response;
}

WebResponse readiness(const AgentPages& pages) {
  const Status ready = pages.ready();
  WebResponse response;
  response.status = ready ? 200 : 503;
  response.body =
      ready ? "Muniment is ready.\n"
            : "Muniment is not ready: " + printable(ready.error().what) + "\n";
  return response;
}

}  // namespace

Routes agent_routes(AgentPages given) {
  const auto pages = std::make_shared<const AgentPages>(std::move(given));
  Routes routes;
  routes["/"] = [pages] { return landing_page(*pages); };
  routes["/metrics"] = [pages] {
    return WebResponse{200, pages->metrics_content_type, pages->metrics()};
  };
  routes["/-/healthy"] = [] {
    return WebResponse{200, "text/plain; charset=utf-8", "Muniment is healthy.\n"};
  };
  routes["/-/ready"] = [pages] { return readiness(*pages); };
  return routes;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace muniment
