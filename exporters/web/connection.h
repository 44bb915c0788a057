// One HTTP connection: reads one request, answers it, closes. There is no keep-alive,
// so that an idle client never holds a place for longer than one deadline.
//
// Owner:   itself, through the pending operation's handler; `routes` must outlive it.
// Threads: the server's thread only.
// Failure: a bad request gets its HTTP status; a broken or late connection is closed.

#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>

#include "exporters/web/routes.h"
#include "exporters/web/web_server.h"

namespace muniment {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, const Routes& routes,
             const WebOptions& options);

  void start();
  void close();
  // False while it waits for the client: such a connection may be given up for another.
  bool is_answering() const { return is_answering_; }

 private:
  using Response = boost::beast::http::response<boost::beast::http::string_body>;
  using Serializer =
      boost::beast::http::response_serializer<boost::beast::http::string_body>;

  void on_header(boost::beast::error_code problem);
  WebResponse response_to_request() const;
  void send(WebResponse answer, bool is_head);
  void on_sent(boost::beast::error_code problem);
  void drain();

  const Routes& routes_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  boost::beast::http::request_parser<boost::beast::http::empty_body> parser_;
  Response response_;
  std::optional<Serializer> serializer_;
  std::size_t drained_bytes_ = 0;
  bool is_answering_ = false;
  std::chrono::milliseconds deadline_;
};

}  // namespace muniment
