#include "exporters/web/web_server.h"

#include <gtest/gtest.h>

#include <vector>

#include "tcp_client.h"

namespace muniment {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLargeBytes = 8'000'000;  // more than a socket buffers
constexpr int kDeafBytes = 4096;  // what a client that does not read takes in

Routes sample_routes() {
  Routes routes;
  routes["/metrics"] = [] {
    return WebResponse{200, "text/plain; version=0.0.4; charset=utf-8", "up 1\n"};
  };
  routes["/large"] = [] {
    return WebResponse{200, "text/plain", std::string(kLargeBytes, 'x')};
  };
  return routes;
}

WebServer start(WebOptions options = {}) {
  auto server = WebServer::start("127.0.0.1:0", sample_routes(), options);
  EXPECT_TRUE(server) << server.error().what;
  return std::move(server).value();
}

bool has(const std::string& response, std::string_view text) {
  return response.find(text) != std::string::npos;
}

TEST(WebServer, AnswersAScrape) {
  const WebServer server = start();
  const std::string response = http_get(server.port(), "/metrics");
  EXPECT_EQ(0U, response.find("HTTP/1.1 200 OK\r\n")) << response;
  EXPECT_TRUE(
      has(response, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_TRUE(has(response, "Content-Length: 5\r\n"));
  EXPECT_TRUE(has(response, "X-Content-Type-Options: nosniff\r\n"));
  EXPECT_TRUE(has(response, "Cache-Control: no-store\r\n"));
  EXPECT_TRUE(has(response, "Server: Muniment\r\n"));
  EXPECT_TRUE(has(response, "\r\n\r\nup 1\n"));
}

TEST(WebServer, AnswersHeadWithoutABody) {
  const WebServer server = start();
  const std::string response =
      ask(server.port(), "HEAD /metrics HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(0U, response.find("HTTP/1.1 200 OK\r\n")) << response;
  EXPECT_TRUE(has(response, "Content-Length: 5\r\n"));
  EXPECT_EQ("\r\n\r\n", response.substr(response.size() - 4));
}

TEST(WebServer, SaysWhichMethodsItTakes) {
  const WebServer server = start();
  const std::string response =
      ask(server.port(),
          "POST /metrics HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(0U, response.find("HTTP/1.1 405 ")) << response;
  EXPECT_TRUE(has(response, "Allow: GET, HEAD\r\n"));
}

TEST(WebServer, RefusesABodyAndStillGetsItsAnswerThrough) {
  const WebServer server = start();
  const std::string large(100'000, 'x');
  for (const std::string& head : {std::string("Content-Length: 100000\r\n"),
                                  std::string("Content-Length: 99999999999\r\n"),
                                  std::string("Transfer-Encoding: chunked\r\n")}) {
    const std::string response = ask(
        server.port(), "GET /metrics HTTP/1.1\r\nHost: t\r\n" + head + "\r\n" + large);
    EXPECT_EQ(0U, response.find("HTTP/1.1 413 ")) << head << response;
  }
}

TEST(WebServer, KnowsOnlyItsPages) {
  const WebServer server = start();
  EXPECT_EQ(0U, http_get(server.port(), "/metrics/x").find("HTTP/1.1 404 "));
}

TEST(WebServer, RefusesAHeaderThatIsTooLong) {
  const WebServer server = start();
  const std::string response = ask(
      server.port(), "GET /metrics HTTP/1.1\r\nX-Long: " + std::string(17'000, 'x'));
  EXPECT_EQ(0U, response.find("HTTP/1.1 431 ")) << response;
}

TEST(WebServer, RefusesWhatIsNotHttp) {
  const WebServer server = start();
  EXPECT_EQ(0U, ask(server.port(), "\x16\x03\x01 hello\r\n\r\n").find("HTTP/1.1 400 "));
}

TEST(WebServer, AnswersAScrapeWhileManyClientsSayNothing) {
  const WebServer server = start();
  std::vector<TcpClient> idle;
  for (int i = 0; i < 300; ++i) {
    idle.emplace_back(server.port());
    idle.back().send("GET /metrics HTTP/1.1\r\nX-Slow: ");
  }
  const auto started = Clock::now();
  const std::string response = http_get(server.port(), "/metrics");
  EXPECT_LT(Clock::now() - started, milliseconds(1000));
  EXPECT_TRUE(has(response, "\r\n\r\nup 1\n"));
  EXPECT_TRUE(idle.front().is_closed_by_server());
}

TEST(WebServer, AnswersAScrapeWhileManyClientsDoNotRead) {
  WebOptions options;
  options.max_connections = 8;
  const WebServer server = start(options);
  std::vector<TcpClient> deaf;
  for (int i = 0; i < 12; ++i) {
    deaf.emplace_back(server.port(), kDeafBytes);
    deaf.back().send("GET /large HTTP/1.1\r\nHost: t\r\n\r\n");
  }
  const auto started = Clock::now();
  EXPECT_TRUE(has(http_get(server.port(), "/metrics"), "up 1\n"));
  EXPECT_LT(Clock::now() - started, milliseconds(1000));
  EXPECT_LT(deaf.front().read_all().size(), kLargeBytes);  // it was dropped
}

TEST(WebServer, DropsAClientThatIsLate) {
  WebOptions options;
  options.deadline = milliseconds(50);
  const WebServer server = start(options);
  TcpClient silent(server.port());
  EXPECT_TRUE(silent.is_closed_by_server());
  TcpClient half(server.port());
  half.send("GET /metrics HT");
  EXPECT_TRUE(half.is_closed_by_server());
}

TEST(WebServer, StopsAtOnceWhateverItsClientsDo) {
  WebServer server = start();
  TcpClient silent(server.port());
  TcpClient deaf(server.port(), kDeafBytes);
  deaf.send("GET /large HTTP/1.1\r\nHost: t\r\n\r\n");
  http_get(server.port(), "/metrics");  // both are being served by now
  const auto started = Clock::now();
  server.stop();
  EXPECT_LT(Clock::now() - started, milliseconds(2000));  // the deadline is 10 s
  EXPECT_TRUE(silent.is_closed_by_server());
  server.stop();
}

TEST(WebServer, SaysThatItsAddressIsInUse) {
  const WebServer first = start();
  const auto second = WebServer::start(first.address(), {});
  ASSERT_FALSE(second);
  EXPECT_EQ(ErrorCode::kConflict, second.error().code);
  EXPECT_EQ(
      "listen on " + first.address() + ": the address is in use by another program",
      second.error().what);
}

TEST(WebServer, FreesItsAddressWhenItStops) {
  WebServer first = start();
  const std::string address = first.address();
  http_get(first.port(), "/metrics");
  first.stop();
  EXPECT_TRUE(WebServer::start(address, {}));
}

TEST(WebServer, RefusesAnAddressThatMakesNoSense) {
  for (const char* text :
       {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "::1:9847",
        "127.0.0.1:-1", "[::1:9847", "256.0.0.1:9847"}) {
    const auto server = WebServer::start(text, {});
    ASSERT_FALSE(server) << text;
    EXPECT_EQ(ErrorCode::kInvalid, server.error().code) << text;
    EXPECT_EQ(std::string::npos, server.error().what.find('\n')) << text;
  }
}

TEST(WebServer, ListensOnEveryAddressWhenNoneIsNamed) {
  auto server = WebServer::start(":0", sample_routes());
  ASSERT_TRUE(server) << server.error().what;
  EXPECT_TRUE(has(http_get(server.value().port(), "/metrics"), "up 1\n"));
}

}  // namespace
}  // namespace muniment
