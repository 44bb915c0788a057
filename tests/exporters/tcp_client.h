// A client that can also misbehave, for the tests of the web server.
//
// Owner:   each client owns its socket. Threads: not thread-safe.
// Failure: a test expectation; reads give up after ten seconds.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muniment {

class TcpClient {
 public:
  // Connects to 127.0.0.1. A client that reads nothing takes `receive_bytes`, 0 for as
  // much as the system likes, before the server has to wait for it.
  explicit TcpClient(std::uint16_t port, int receive_bytes = 0);
  TcpClient(TcpClient&& other) noexcept;
  TcpClient& operator=(TcpClient&&) = delete;
  ~TcpClient();

  // False when the other side has closed.
  bool send(std::string_view bytes);
  // Everything until the other side closes.
  std::string read_all();
  bool is_closed_by_server();  // waits for it

 private:
  int fd_ = -1;
};

// Sends `request` and returns everything that comes back.
std::string ask(std::uint16_t port, std::string_view request);
// GET `path` over HTTP/1.1.
std::string http_get(std::uint16_t port, std::string_view path);

}  // namespace muniment
