#include "app/config_text.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstddef>
#include <cstdint>

#include "app/config_values.h"
#include "ledger/cosignature.h"
#include "ledger/verifier_key.h"
#include "model/collection.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::string_view kLowerAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kMaxName = 63;
constexpr std::size_t kMaxClassName = 200;

bool consists_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && stop == end;
}

bool is_ip(int family, std::string_view text) {
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(family, std::string(text).c_str(), address) == 1;
}

// A host name, an IPv4 address, or an IPv6 address between brackets.
bool is_host(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    return is_ip(AF_INET6, text.substr(1, text.size() - 2));
  }
  if (consists_of(text, "0123456789.")) {
    return is_ip(AF_INET, text);
  }
  std::string name(text);
  for (char& c : name) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name.size() <= 253 && name.front() != '-' && name.front() != '.' &&
         consists_of(name, "abcdefghijklmnopqrstuvwxyz0123456789.-");
}

// Calls `use` with each part between slashes.
template <typename Use>
void each_part(std::string_view path, Use use) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    use(path.substr(0, slash));
    path = slash == std::string_view::npos ? "" : path.substr(slash + 1);
  }
}

}  // namespace

std::string check_plain_text(std::string_view value) {
  while (!value.empty()) {
    const DecodedChar c = decode_char(value);
    if (c.code_point < 0x20 || (c.code_point >= 0x7F && c.code_point < 0xA0)) {
      return "contains a control character";
    }
    value.remove_prefix(c.length);
  }
  return "";
}

std::string check_name(std::string_view value) {
  const bool is_name = !value.empty() && value.size() <= kMaxName &&
                       consists_of(value.substr(0, 1), kLowerAndDigits) &&
                       consists_of(value, "abcdefghijklmnopqrstuvwxyz0123456789._-");
  return is_name
             ? ""
             : in_quotes(value) +
                   " is not a name: small letters, digits and . _ - only, a letter or "
                   "digit first, at most 63";
}

std::string check_optional_name(std::string_view value) {
  return value.empty() ? "" : check_name(value);
}

std::string check_template(std::string_view value) {
  const auto parsed = CollectionTemplate::parse(value);
  return parsed ? check_plain_text(value) : parsed.error().what;
}

std::string check_email(std::string_view value) {
  const std::size_t at = value.find('@');
  const bool is_email =
      at != std::string_view::npos && at > 0 && at + 1 < value.size() &&
      value.find('@', at + 1) == std::string_view::npos &&
      value.find(' ') == std::string_view::npos && check_plain_text(value).empty();
  return value.empty() || is_email ? ""
                                   : in_quotes(value) + " is not an e-mail address";
}

std::string check_address(std::string_view value) {
  const std::size_t colon = value.rfind(':');
  if (colon == 0) {
    return in_quotes(value) + " has no host; write 0.0.0.0" + printable(value) +
           " to listen on every address";
  }
  const bool is_address = colon != std::string_view::npos &&
                          is_host(value.substr(0, colon)) &&
                          is_port(value.substr(colon + 1));
  return is_address
             ? ""
             : in_quotes(value) +
                   " is not an address; write host:port, for example 127.0.0.1:9847 "
                   "or [::1]:9847";
}

std::string check_url(std::string_view value) {
  const auto complaint = [&](std::string_view why) {
    return in_quotes(value) + ' ' + std::string(why);
  };
  std::string_view rest = value;
  if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else {
    return complaint("is not a URL that begins with http:// or https://");
  }
  for (const char c : value) {
    if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>') {
      return complaint("has a character that a URL cannot have; write it as %XX");
    }
  }
  if (value.find_first_of("?#") != std::string_view::npos) {
    return complaint("must not have a query or a fragment");
  }
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (authority.find('@') != std::string_view::npos) {
    return "a URL must not hold a user or a password";
  }
  const std::size_t colon =
      authority.ends_with(']') ? authority.npos : authority.rfind(':');
  const bool is_authority =
      !authority.substr(0, colon).empty() && is_host(authority.substr(0, colon)) &&
      (colon == authority.npos || is_port(authority.substr(colon + 1)));
  return is_authority
             ? ""
             : complaint(
                   "has no proper host; write for example https://witness.example.org");
}

std::string check_optional_url(std::string_view value) {
  return value.empty() ? "" : check_url(value);
}

std::string check_optional_path(std::string_view value) {
  return value.empty() ? "" : check_absolute_path(value);
}

std::string check_witness_key(std::string_view value) {
  const auto key = WitnessKey::parse(value);
  return key ? "" : key.error().what;
}

std::string check_verifier_key(std::string_view value) {
  const auto key = VerifierKey::parse(value);
  return key ? "" : key.error().what;
}

std::string check_class_name(std::string_view value) {
  if (value.empty() || value.size() > kMaxClassName) {
    return "a class has a name of 1 to 200 bytes";
  }
  return check_plain_text(value);
}

std::string check_absolute_path(std::string_view value) {
  if (value.find('\0') != std::string_view::npos) {
    return "contains a NUL byte";
  }
  if (!value.starts_with('/')) {
    return in_quotes(value) + " is not an absolute path; it must start with /";
  }
  std::string complaint;
  each_part(value, [&](std::string_view part) {
    if (part == "..") {
      complaint = in_quotes(value) + " goes through ..; write the path without it";
    }
  });
  return complaint;
}

std::string tidy_path(std::string_view path) {
  std::string tidy;
  each_part(path, [&](std::string_view part) {
    if (!part.empty() && part != ".") {
      tidy += '/';
      tidy += part;
    }
  });
  return tidy.empty() ? "/" : tidy;
}

}  // namespace muniment
