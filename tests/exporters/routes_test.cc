#include "exporters/web/routes.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment {
namespace {

Routes sample_routes() {
  Routes routes;
  routes["/metrics"] = [] { return WebResponse{200, "text/plain", "up 1\n"}; };
  routes["/broken"] = []() -> WebResponse {
    throw std::runtime_error("secret path /srv/evidence");
  };
  return routes;
}

unsigned status_of(const WebRequest& request) {
  return answer(sample_routes(), request).status;
}

TEST(Routes, AnswerTheExactPathOnly) {
  EXPECT_EQ(200U, status_of({"GET", "/metrics"}));
  EXPECT_EQ(200U, status_of({"HEAD", "/metrics"}));
  EXPECT_EQ(200U, status_of({"GET", "/metrics?name=x"}));
  for (const char* target : {"/metrics/", "/metrics/foo", "/", "", "*", "//metrics",
                             "/Metrics", "/%6detrics", "/../metrics"}) {
    EXPECT_EQ(404U, status_of({"GET", target})) << target;
  }
}

TEST(Routes, RefuseEveryOtherMethod) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"}) {
    EXPECT_EQ(405U, status_of({method, "/metrics"})) << method;
  }
}

TEST(Routes, RefuseABody) {
  EXPECT_EQ(413U, status_of({"GET", "/metrics", true}));
}

TEST(Routes, TurnAFailingHandlerIntoAnAnswerThatTellsNothing) {
  const WebResponse response = answer(sample_routes(), {"GET", "/broken"});
  EXPECT_EQ(500U, response.status);
  EXPECT_EQ(std::string::npos, response.body.find("evidence"));
}

}  // namespace
}  // namespace muniment
