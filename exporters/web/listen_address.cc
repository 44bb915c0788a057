#include "exporters/web/listen_address.h"

#include <charconv>
#include <optional>

#include "model/printable.h"

namespace muniment {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, port);
  if (problem != std::errc() || stop != end || text.empty()) {
    return std::nullopt;
  }
  return port;
}

// "[::1]" is the host ::1; a bare host holds neither colon nor bracket.
std::optional<std::string> parse_host(std::string_view text) {
  const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
  if (bracketed) {
    text = text.substr(1, text.size() - 2);
  }
  if (text.find_first_of(bracketed ? "[]" : "[]:") != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(text);
}

}  // namespace

Result<ListenAddress> ListenAddress::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    const auto host = parse_host(text.substr(0, colon));
    const auto port = parse_port(text.substr(colon + 1));
    if (host && port) {
      return ListenAddress{*host, *port};
    }
  }
  return Error{ErrorCode::kInvalid, 0,
               "\"" + printable(text) +
                   "\" is not an address to listen on: expected host:port, for example "
                   "127.0.0.1:9847 or [::1]:9847"};
}

std::string ListenAddress::text() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace muniment
