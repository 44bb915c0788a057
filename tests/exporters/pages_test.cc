#include "exporters/web/pages.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

AgentPages sample_pages() {
  AgentPages pages;
  pages.version = "0.1.0";
  pages.metrics = [] { return std::string("up 1\n"); };
  pages.metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";
  pages.status = [] { return std::string("store <b>&\"x'\n"); };
  pages.ready = [] { return Status(ok()); };
  return pages;
}

WebResponse get(const AgentPages& pages, const char* path) {
  return answer(agent_routes(pages), {"GET", path});
}

TEST(Pages, EscapeWhatTheStatusSays) {
  const WebResponse page = get(sample_pages(), "/");
  EXPECT_EQ("text/html; charset=utf-8", page.content_type);
  EXPECT_NE(std::string::npos, page.body.find("store &lt;b&gt;&amp;&quot;x&#39;"));
  EXPECT_NE(std::string::npos, page.body.find("href=\"/metrics\""));
}

TEST(Pages, ServeMetricsInTheFormatOfPrometheus) {
  const WebResponse page = get(sample_pages(), "/metrics");
  EXPECT_EQ("text/plain; version=0.0.4; charset=utf-8", page.content_type);
  EXPECT_EQ("up 1\n", page.body);
}

TEST(Pages, SayWhyTheAgentIsNotReady) {
  AgentPages pages = sample_pages();
  EXPECT_EQ(200U, get(pages, "/-/ready").status);
  pages.ready = []() -> Status {
    return Error{ErrorCode::kUnavailable, 0, "the first scan has not ended"};
  };
  EXPECT_EQ(503U, get(pages, "/-/ready").status);
  EXPECT_EQ("Muniment is not ready: the first scan has not ended\n",
            get(pages, "/-/ready").body);
  EXPECT_EQ(200U, get(pages, "/-/healthy").status);
}

}  // namespace
}  // namespace muniment
