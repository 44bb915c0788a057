#include "exporters/web/web_server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include "exporters/web/connection.h"
#include "exporters/web/listen_address.h"
#include "model/printable.h"

namespace muniment {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long to leave the listener alone when the system cannot accept (no descriptors).
constexpr std::chrono::milliseconds kAcceptPause{100};

Error listen_error(const ListenAddress& address, error_code problem) {
  const bool in_use = problem == asio::error::address_in_use;
  return Error{
      in_use ? ErrorCode::kConflict : ErrorCode::kInvalid, problem.value(),
      "listen on " + printable(address.text()) + ": " +
          (in_use ? "the address is in use by another program" : problem.message())};
}

// Every address there is is one IPv6 socket that takes IPv4 too, where there is IPv6.
// For a name, IPv4 comes first: that is where people look for "localhost".
std::vector<tcp::endpoint> endpoints_of(asio::io_context& io,
                                        const ListenAddress& address,
                                        error_code& problem) {
  if (address.host.empty()) {
    return {{tcp::v6(), address.port}, {tcp::v4(), address.port}};
  }
  std::vector<tcp::endpoint> found;
  for (const auto& entry : tcp::resolver(io).resolve(
           address.host, std::to_string(address.port),
           tcp::resolver::passive | tcp::resolver::numeric_service, problem)) {
    found.push_back(entry.endpoint());
  }
  std::stable_partition(found.begin(), found.end(), [](const tcp::endpoint& endpoint) {
    return endpoint.protocol() == tcp::v4();
  });
  return found;
}

error_code listen_on(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code problem;
  error_code ignored;
  acceptor.close(ignored);
  if (acceptor.open(endpoint.protocol(), problem)) {
    return problem;
  }
  acceptor.set_option(tcp::acceptor::reuse_address(true), ignored);
  if (endpoint.protocol() == tcp::v6()) {
    acceptor.set_option(asio::ip::v6_only(!endpoint.address().is_unspecified()),
                        ignored);
  }
  if (!acceptor.bind(endpoint, problem)) {
    acceptor.listen(asio::socket_base::max_listen_connections, problem);
  }
  return problem;
}

}  // namespace

class WebServer::Impl {
 public:
  Impl(Routes routes, WebOptions options)
      : routes_(std::move(routes)), options_(options) {}
  ~Impl() { stop(); }

  Status listen(const ListenAddress& address);
  void run();
  void stop();
  tcp::endpoint endpoint() const { return endpoint_; }

 private:
  void accept();
  void on_accept(error_code problem, tcp::socket socket);
  void make_room();

  // Constant after listen()
  const Routes routes_;
  const WebOptions options_;
  tcp::endpoint endpoint_;

  // Owned by the server's thread while it runs
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::deque<std::weak_ptr<Connection>> connections_;  // oldest first

  std::jthread thread_;
};

Status WebServer::Impl::listen(const ListenAddress& address) {
  error_code problem = asio::error::host_not_found;
  error_code lookup;
  for (const tcp::endpoint& endpoint : endpoints_of(io_, address, lookup)) {
    problem = listen_on(acceptor_, endpoint);
    if (!problem || problem == asio::error::address_in_use) {
      break;
    }
  }
  if (lookup || problem) {
    return listen_error(address, lookup ? lookup : problem);
  }
  endpoint_ = acceptor_.local_endpoint(problem);
  return ok();
}

void WebServer::Impl::run() {
  accept();
  thread_ = std::jthread([this] { io_.run(); });
}

void WebServer::Impl::stop() {
  io_.stop();
  if (thread_.joinable()) {
    thread_.join();
  }
  error_code ignored;
  acceptor_.close(ignored);
  for (const auto& weak : connections_) {
    if (const auto connection = weak.lock()) {
      connection->close();
    }
  }
  connections_.clear();
}

void WebServer::Impl::accept() {
  acceptor_.async_accept([this](error_code problem, tcp::socket socket) {
    on_accept(problem, std::move(socket));
  });
}

void WebServer::Impl::on_accept(error_code problem, tcp::socket socket) {
  if (problem) {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](error_code) { accept(); });
    return;
  }
  make_room();
  const auto connection =
      std::make_shared<Connection>(std::move(socket), routes_, options_);
  connections_.push_back(connection);
  connection->start();
  accept();
}

void WebServer::Impl::make_room() {
  std::erase_if(connections_, [](const auto& weak) { return weak.expired(); });
  if (connections_.size() < options_.max_connections) {
    return;
  }
  auto victim =
      std::find_if(connections_.begin(), connections_.end(),
                   [](const auto& weak) { return !weak.lock()->is_answering(); });
  if (victim == connections_.end()) {
    victim = connections_.begin();
  }
  victim->lock()->close();
  connections_.erase(victim);
}

WebServer::WebServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebServer::WebServer(WebServer&&) noexcept = default;
WebServer& WebServer::operator=(WebServer&&) noexcept = default;
WebServer::~WebServer() = default;

Result<WebServer> WebServer::start(std::string_view listen, Routes routes,
                                   WebOptions options) {
  MUNIMENT_ASSIGN(const ListenAddress address, ListenAddress::parse(listen));
  auto impl = std::make_unique<Impl>(std::move(routes), options);
  MUNIMENT_TRY(impl->listen(address));
  impl->run();
  return WebServer(std::move(impl));
}

std::uint16_t WebServer::port() const {
  return impl_->endpoint().port();
}

std::string WebServer::address() const {
  return ListenAddress{impl_->endpoint().address().to_string(), port()}.text();
}

void WebServer::stop() {
  impl_->stop();
}

}  // namespace muniment
