// The one listening server of the program: HTTP/1.1 for a table of small pages.
//
// It is built to answer a scrape whatever other clients do: one request a connection, a
// deadline for all of it, a limit on connections. When the limit is reached, the client
// that has been waited for the longest is dropped for the new one.
//
// Owner:   one WebServer owns its port and its thread. What the handlers use must
//          outlive it.
// Threads: handlers run on the server's own thread; the rest is for the owner's thread.
// Failure: start() says kInvalid for an address that makes no sense, kConflict when the
//          address is in use. After that only clients notice errors.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "exporters/web/routes.h"
#include "model/result.h"

namespace muniment {

struct WebOptions {
  std::size_t max_header_bytes = 16'384;
  std::size_t max_connections = 64;
  std::chrono::milliseconds deadline{10'000};  // from accepted to answered
};

class WebServer {
 public:
  // Listens on `listen` ("host:port"; port 0 lets the system choose) and answers.
  static Result<WebServer> start(std::string_view listen, Routes routes,
                                 WebOptions options = {});

  WebServer(WebServer&&) noexcept;
  WebServer& operator=(WebServer&&) noexcept;
  ~WebServer();  // stops

  std::uint16_t port() const;
  // "127.0.0.1:9847": where it listens in fact.
  std::string address() const;
  // Ends all connections and the thread; no client can delay it. May be called again.
  void stop();

 private:
  class Impl;
  explicit WebServer(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace muniment
