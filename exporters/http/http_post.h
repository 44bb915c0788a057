// Sends one POST over HTTP or HTTPS and waits for the answer, which is bounded in size
// and in time.
//
// Redirects are not followed and proxies of the environment are not used: what is sent
// goes to the address that the configuration names, and nowhere else. HTTPS needs a
// certificate that the system's authorities vouch for.
//
// Owner:   keeps nothing. Threads: any, several at once.
// Failure: kUnavailable when there is no whole answer in time, with one line that names
//          the address and the reason; kCancelled within a second after `stop` is set.

#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>

#include "model/http_message.h"
#include "model/result.h"

namespace muniment {

struct HttpLimits {
  std::chrono::milliseconds timeout{10'000};  // from the look-up of the name to the end
  std::size_t max_reply_bytes = 65'536;       // of the body
};

Result<HttpReply> http_post(const HttpRequest& request, const std::atomic<bool>& stop,
                            const HttpLimits& limits = {});

}  // namespace muniment
