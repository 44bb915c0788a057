// One HTTP exchange as values, so that who has something to send needs no network, and
// who has the network needs to know nothing of what is sent.
//
// Owner:   plain values. Threads: any; an HttpPost is for several threads at once.
// Failure: an HttpPost fails when there is no answer (kUnavailable, with the reason), and
//          with kCancelled when `stop` was set. An answer of any status is no failure.

#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "model/result.h"

namespace muniment {

struct HttpRequest {
  std::string url;
  std::string content_type;
  std::string body;
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string body;  // bounded by whoever received it
};

using HttpPost = std::function<Result<HttpReply>(const HttpRequest& request,
                                                 const std::atomic<bool>& stop)>;

}  // namespace muniment
