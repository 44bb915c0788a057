// A server on loopback that takes one connection, reads one HTTP request, and answers
// with the bytes that it was given, whatever they are.
//
// Owner:   owns its port and its thread; ends with the object. Threads: for the test's
//          thread. Failure: a test expectation.

#pragma once

#include <cstdint>
#include <string>
#include <thread>

namespace muniment {

class CannedServer {
 public:
  // What to do after `answer` was sent: end the connection, or leave the client waiting.
  enum class Then { kClose, kHang };

  explicit CannedServer(std::string answer, Then then = Then::kClose);
  CannedServer(const CannedServer&) = delete;
  CannedServer& operator=(const CannedServer&) = delete;
  ~CannedServer();

  std::string url(const std::string& path = "/") const;
  // All that the client sent. Waits until the request is complete.
  const std::string& request();

 private:
  void serve();

  std::string answer_;
  Then then_;
  int listener_ = -1;
  int hang_until_[2] = {-1, -1};  // a pipe: closed when the test ends
  std::uint16_t port_ = 0;
  std::string request_;
  std::jthread thread_;
};

}  // namespace muniment
