#include "canned_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace muniment {
namespace {

// The end of a request with a Content-Length that is right.
bool is_complete(const std::string& request) {
  const std::size_t head = request.find("\r\n\r\n");
  const std::size_t length = request.find("Content-Length: ");
  return head != std::string::npos && length != std::string::npos &&
         request.size() >= head + 4 + std::stoul(request.substr(length + 16));
}

}  // namespace

CannedServer::CannedServer(std::string answer, Then then)
    : answer_(std::move(answer)), then_(then) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(::bind(listener_, generic, size), 0);
  EXPECT_EQ(::listen(listener_, 1), 0);
  EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
  EXPECT_EQ(::pipe(hang_until_), 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] { serve(); });
}

CannedServer::~CannedServer() {
  ::close(hang_until_[1]);
  ::shutdown(listener_, SHUT_RDWR);
  if (thread_.joinable()) {
    thread_.join();
  }
  ::close(listener_);
  ::close(hang_until_[0]);
}

void CannedServer::serve() {
  const int client = ::accept(listener_, nullptr, nullptr);
  if (client < 0) {
    return;  // nobody came
  }
  std::array<char, 4096> buffer{};
  while (!is_complete(request_)) {
    const ssize_t count = ::recv(client, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      break;
    }
    request_.append(buffer.data(), static_cast<std::size_t>(count));
  }
  (void)::send(client, answer_.data(), answer_.size(), MSG_NOSIGNAL);
  if (then_ == Then::kHang) {
    pollfd end{hang_until_[0], POLLIN, 0};
    (void)::poll(&end, 1, -1);
  }
  ::close(client);
}

std::string CannedServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

const std::string& CannedServer::request() {
  if (thread_.joinable()) {
    thread_.join();
  }
  return request_;
}

}  // namespace muniment
