#include "tcp_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace muniment {

TcpClient::TcpClient(std::uint16_t port, int receive_bytes)
    : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_bytes > 0) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(
      0, ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  const timeval patience{10, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

TcpClient::TcpClient(TcpClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

TcpClient::~TcpClient() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

bool TcpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string TcpClient::read_all() {
  std::string all;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = ::recv(fd_, buffer.data(), buffer.size(), 0);
    EXPECT_FALSE(count < 0 && errno == EAGAIN)
        << "the server neither answers nor closes";
    if (count <= 0) {
      return all;
    }
    all.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

bool TcpClient::is_closed_by_server() {
  return read_all().empty();
}

std::string ask(std::uint16_t port, std::string_view request) {
  TcpClient client(port);
  client.send(request);
  return client.read_all();
}

std::string http_get(std::uint16_t port, std::string_view path) {
  return ask(port, "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n\r\n");
}

}  // namespace muniment
