#include "exporters/http/http_post.h"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "model/printable.h"

namespace muniment {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using Headers = std::unique_ptr<curl_slist, FreeList>;

struct Received {
  std::string body;
  std::size_t most;
  bool is_too_large = false;
};

extern "C" std::size_t receive(char* data, std::size_t size, std::size_t count,
                               void* target) noexcept {
  auto& received = *static_cast<Received*>(target);
  const std::size_t bytes = size * count;
  if (bytes > received.most - received.body.size()) {
    received.is_too_large = true;
    return 0;  // ends the transfer
  }
  received.body.append(data, bytes);
  return bytes;
}

extern "C" int look_at_stop(void* stop, curl_off_t, curl_off_t, curl_off_t,
                            curl_off_t) noexcept {
  return *static_cast<const std::atomic<bool>*>(stop) ? 1 : 0;
}

// Once for the process; never undone, for other threads may be using it.
bool is_library_ready() {
  static const bool kIsReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return kIsReady;
}

Error no_answer(const HttpRequest& request, std::string_view why) {
  return Error{ErrorCode::kUnavailable, 0,
               "POST " + printable(request.url) + ": " + printable(why)};
}

Headers headers_of(const HttpRequest& request) {
  Headers headers(
      curl_slist_append(nullptr, ("Content-Type: " + request.content_type).c_str()));
  // No "Expect: 100-continue": it only adds a round trip.
  if (headers && curl_slist_append(headers.get(), "Expect:") == nullptr) {
    headers.reset();
  }
  return headers;
}

// True when every option was taken.
template <typename... Pairs>
bool set_all(CURL* handle, Pairs... pairs) {
  return ((curl_easy_setopt(handle, pairs.first, pairs.second) == CURLE_OK) && ...);
}

bool set_address(CURL* handle, const HttpRequest& request) {
  return set_all(handle, std::pair(CURLOPT_URL, request.url.c_str()),
                 std::pair(CURLOPT_PROTOCOLS_STR, "http,https"),
                 std::pair(CURLOPT_FOLLOWLOCATION, 0L), std::pair(CURLOPT_PROXY, ""),
                 std::pair(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED)),
                 std::pair(CURLOPT_USERAGENT, "muniment"),
                 std::pair(CURLOPT_SSL_VERIFYPEER, 1L),
                 std::pair(CURLOPT_SSL_VERIFYHOST, 2L));
}

bool set_body(CURL* handle, const HttpRequest& request, const curl_slist* headers) {
  return set_all(handle, std::pair(CURLOPT_POST, 1L),
                 std::pair(CURLOPT_POSTFIELDS, request.body.data()),
                 std::pair(CURLOPT_POSTFIELDSIZE_LARGE,
                           static_cast<curl_off_t>(request.body.size())),
                 std::pair(CURLOPT_HTTPHEADER, headers));
}

bool set_limits(CURL* handle, const HttpLimits& limits, Received& received,
                const std::atomic<bool>& stop) {
  return set_all(
      handle, std::pair(CURLOPT_NOSIGNAL, 1L),
      std::pair(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.timeout.count())),
      std::pair(CURLOPT_WRITEFUNCTION, &receive),
      std::pair(CURLOPT_WRITEDATA, &received), std::pair(CURLOPT_NOPROGRESS, 0L),
      std::pair(CURLOPT_XFERINFOFUNCTION, &look_at_stop),
      std::pair(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&stop)));
}

HttpReply reply_of(CURL* handle, std::string body) {
  long status = 0;
  const char* type = nullptr;
  (void)curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  (void)curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &type);
  return {static_cast<int>(status), type == nullptr ? "" : type, std::move(body)};
}

}  // namespace

Result<HttpReply> http_post(const HttpRequest& request, const std::atomic<bool>& stop,
                            const HttpLimits& limits) {
  const Handle handle(is_library_ready() ? curl_easy_init() : nullptr);
  const Headers headers = headers_of(request);
  Received received{"", limits.max_reply_bytes};
  std::array<char, CURL_ERROR_SIZE> reason{};
  if (!handle || !headers || !set_address(handle.get(), request) ||
      !set_body(handle.get(), request, headers.get()) ||
      !set_limits(handle.get(), limits, received, stop) ||
      curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason.data()) != CURLE_OK) {
    return no_answer(request, "the HTTP library refuses the request");
  }
  const CURLcode code = curl_easy_perform(handle.get());
  if (stop) {
    return Error{ErrorCode::kCancelled, 0,
                 "POST " + printable(request.url) + ": stopped"};
  }
  if (received.is_too_large) {
    return no_answer(request, "the answer has more than " +
                                  std::to_string(limits.max_reply_bytes) + " bytes");
  }
  if (code != CURLE_OK) {
    return no_answer(request,
                     reason[0] == '\0' ? curl_easy_strerror(code) : reason.data());
  }
  return reply_of(handle.get(), std::move(received.body));
}

}  // namespace muniment
