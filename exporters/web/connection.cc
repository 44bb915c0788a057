#include "exporters/web/connection.h"

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <limits>
#include <utility>

namespace muniment {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

// A client that goes on sending after its answer is listened to for so much: closing at
// once would reset the connection, and the client could lose the answer.
constexpr std::size_t kMaxDrainedBytes = 262'144;
constexpr std::size_t kDrainBytes = 4096;

std::string_view view_of(beast::string_view text) {
  return {text.data(), text.size()};
}

// Nothing was asked yet or nobody listens any more: there is nobody to answer.
bool is_gone(beast::error_code problem) {
  return problem == http::error::end_of_stream || problem == beast::error::timeout ||
         problem.category() == asio::error::get_system_category() ||
         problem.category() == asio::error::get_misc_category();
}

bool is_too_long(beast::error_code problem) {
  return problem == http::error::header_limit ||
         problem == http::error::buffer_overflow;
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, const Routes& routes,
                       const WebOptions& options)
    : routes_(routes),
      stream_(std::move(socket)),
      buffer_(options.max_header_bytes + kDrainBytes),
      deadline_(options.deadline) {
  parser_.header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
  // A body is refused by answer(), with a status. (Beast 1.74 takes "none" for zero.)
  parser_.body_limit(std::numeric_limits<std::uint64_t>::max());
}

void Connection::start() {
  stream_.expires_after(deadline_);  // set once: it covers request and answer together
  http::async_read_header(
      stream_, buffer_, parser_,
      [self = shared_from_this()](beast::error_code problem, std::size_t) {
        self->on_header(problem);
      });
}

void Connection::close() {
  stream_.close();
}

void Connection::on_header(beast::error_code problem) {
  if (!problem) {
    send(response_to_request(), parser_.get().method() == http::verb::head);
  } else if (is_too_long(problem)) {
    send(plain_answer(431, "the header of the request is too long"), false);
  } else if (!is_gone(problem)) {
    send(plain_answer(400, "this is not an HTTP request"), false);
  }
}

WebResponse Connection::response_to_request() const {
  const auto& request = parser_.get();
  const auto length = parser_.content_length();
  return answer(routes_, {view_of(request.method_string()), view_of(request.target()),
                          parser_.chunked() || (length && *length > 0)});
}

void Connection::send(WebResponse answer, bool is_head) {
  is_answering_ = true;
  response_.result(answer.status);
  response_.set(http::field::server, "Muniment");
  response_.set(http::field::content_type, answer.content_type);
  response_.set(http::field::cache_control, "no-store");
  response_.set("X-Content-Type-Options", "nosniff");
  response_.set("Content-Security-Policy", "default-src 'none'");
  if (answer.status == 405) {
    response_.set(http::field::allow, "GET, HEAD");
  }
  response_.keep_alive(false);
  response_.body() = std::move(answer.body);
  response_.prepare_payload();
  serializer_.emplace(response_);
  const auto sent = [self = shared_from_this()](beast::error_code problem,
                                                std::size_t) {
    self->on_sent(problem);
  };
  if (is_head) {
    serializer_->split(true);
    http::async_write_header(stream_, *serializer_, sent);
  } else {
    http::async_write(stream_, *serializer_, sent);
  }
}

void Connection::on_sent(beast::error_code problem) {
  is_answering_ = false;
  if (problem) {
    return;
  }
  beast::error_code ignored;  // the client may have closed first
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  buffer_.clear();
  drain();
}

void Connection::drain() {
  stream_.async_read_some(
      buffer_.prepare(kDrainBytes),
      [self = shared_from_this()](beast::error_code problem, std::size_t count) {
        self->drained_bytes_ += count;
        if (!problem && self->drained_bytes_ < kMaxDrainedBytes) {
          self->drain();
        }
      });
}

}  // namespace muniment
