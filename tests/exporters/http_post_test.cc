#include "exporters/http/http_post.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "canned_server.h"

namespace muniment {
namespace {

using Then = CannedServer::Then;

class HttpPostTest : public testing::Test {
 protected:
  std::atomic<bool> stop{false};

  Result<HttpReply> post(const std::string& url, const HttpLimits& limits = {}) {
    return http_post({url, "text/plain", "a body\n"}, stop, limits);
  }
  void expect_no_answer(const Result<HttpReply>& reply, const std::string& words) {
    ASSERT_FALSE(reply) << reply.value().status;
    EXPECT_EQ(reply.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(reply.error().what.rfind("POST ", 0), 0U) << reply.error().what;
    EXPECT_NE(reply.error().what.find(words), std::string::npos) << reply.error().what;
  }
};

std::string an_answer(std::string_view status, std::string_view body) {
  return "HTTP/1.1 " + std::string(status) +
         "\r\nContent-Type: text/x.tlog.size\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

TEST_F(HttpPostTest, SendsTheBodyAndBringsBackTheAnswer) {
  CannedServer server(an_answer("409 Conflict", "12\n"));
  const Result<HttpReply> reply = post(server.url("/add-checkpoint"));
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply.value().status, 409);
  EXPECT_EQ(reply.value().content_type, "text/x.tlog.size");
  EXPECT_EQ(reply.value().body, "12\n");
  const std::string& sent = server.request();
  EXPECT_EQ(sent.rfind("POST /add-checkpoint HTTP/1.1\r\n", 0), 0U) << sent;
  EXPECT_NE(sent.find("\r\nContent-Type: text/plain\r\n"), std::string::npos) << sent;
  EXPECT_TRUE(sent.ends_with("\r\n\r\na body\n")) << sent;
}

TEST_F(HttpPostTest, DoesNotFollowARedirect) {
  CannedServer elsewhere(an_answer("200 OK", "elsewhere"));
  CannedServer server("HTTP/1.1 307 Temporary Redirect\r\nLocation: " +
                      elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n");
  const Result<HttpReply> reply = post(server.url());
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply.value().status, 307);
}

TEST_F(HttpPostTest, DoesNotAskTheProxyOfTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  CannedServer server(an_answer("200 OK", "direct"));
  const Result<HttpReply> reply = post(server.url());
  ::unsetenv("http_proxy");
  ASSERT_TRUE(reply) << reply.error().what;
  EXPECT_EQ(reply.value().body, "direct");
}

TEST_F(HttpPostTest, TakesNoAnswerThatIsTooLarge) {
  CannedServer just(an_answer("200 OK", std::string(100, 'x')));
  CannedServer over(an_answer("200 OK", std::string(101, 'x')));
  EXPECT_TRUE(post(just.url(), {.max_reply_bytes = 100}));
  expect_no_answer(post(over.url(), {.max_reply_bytes = 100}),
                   "the answer has more than 100 bytes");
}

TEST_F(HttpPostTest, TakesNoHalfAnswer) {
  CannedServer half(an_answer("200 OK", "whole").substr(0, 70));
  CannedServer none("");
  CannedServer noise("SSH-2.0-OpenSSH_9.2\r\n");
  EXPECT_FALSE(post(half.url()));
  expect_no_answer(post(none.url()), "Empty reply");
  EXPECT_FALSE(post(noise.url()));
}

TEST_F(HttpPostTest, DoesNotWaitForEver) {
  CannedServer silent("", Then::kHang);
  CannedServer slow(an_answer("200 OK", "whole").substr(0, 70), Then::kHang);
  const HttpLimits limits{.timeout = std::chrono::milliseconds(200)};
  expect_no_answer(post(silent.url(), limits), "timed out");
  expect_no_answer(post(slow.url(), limits), "timed out");
}

TEST_F(HttpPostTest, EndsSoonWhenItIsStopped) {
  CannedServer silent("", Then::kHang);
  std::jthread stopper([&] {
    (void)silent.url();
    stop = true;
  });
  const auto began = std::chrono::steady_clock::now();
  const Result<HttpReply> reply = post(silent.url());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::kCancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

TEST_F(HttpPostTest, SaysWhyNobodyAnswers) {
  expect_no_answer(post("http://127.0.0.1:1/x"), "http://127.0.0.1:1/x: ");
  expect_no_answer(post("http://127.0.0.1:1/x"), "connect");
  expect_no_answer(post("file:///etc/passwd"), "rotocol");
  expect_no_answer(post("gopher://127.0.0.1:1/"), "rotocol");
  expect_no_answer(post(""), "");
}

}  // namespace
}  // namespace muniment
