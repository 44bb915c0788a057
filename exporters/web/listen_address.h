// Parses the address that a server listens on, as it stands in the configuration.
//
// Owner:   plain values. Threads: any.
// Failure: kInvalid quotes the text and says what is expected.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

struct ListenAddress {
  std::string host;        // name or number without brackets; "" is every address
  std::uint16_t port = 0;  // 0: the system chooses

  // "127.0.0.1:9847", "[::1]:9847", "localhost:9847" or ":9847".
  static Result<ListenAddress> parse(std::string_view text);

  std::string text() const;  // as parse() takes it
};

}  // namespace muniment
