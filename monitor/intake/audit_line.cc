#include "intake/audit_line.h"

#include <algorithm>

#include "intake/complaint.h"

namespace muniment {
namespace {

constexpr std::string_view kBegin = "[AUDT:";
constexpr std::string_view kOfInterest[] = {"ATIM", "ATYP", "CSIZ", "PATH", "RSLT",
                                            "RULE", "S3AI", "S3BK", "S3KY", "S3SR",
                                            "SACC", "SAIP", "SUSR"};
static_assert(std::is_sorted(std::begin(kOfInterest), std::end(kOfInterest)));

bool is_of_interest(std::string_view name) {
  return std::binary_search(std::begin(kOfInterest), std::end(kOfInterest), name);
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// Reads attributes from the front of a text.
class AttributeReader {
 public:
  AttributeReader(std::string_view line, std::size_t begin)
      : line_(line), rest_(line.substr(begin)) {}

  bool at_attribute() const { return rest_.starts_with('['); }
  std::string_view rest() const { return rest_; }

  // Name and value of the next. REQUIRES: at_attribute().
  Result<std::pair<std::string_view, std::string>> next() {
    rest_.remove_prefix(1);
    MUNIMENT_ASSIGN(const std::string_view name, take_name('('));
    MUNIMENT_TRY(take_name(')'));
    if (!take(":")) {
      return malformed("an attribute is not [NAME(TYPE):value]");
    }
    MUNIMENT_ASSIGN(std::string value, take("\"") ? take_quoted() : take_plain());
    if (!take("]")) {
      return malformed("no ] behind the value of " + std::string(name));
    }
    return std::pair(name, std::move(value));
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) {
      return false;
    }
    rest_.remove_prefix(text.size());
    return true;
  }

  Result<std::string_view> take_name(char end) {
    const std::string_view name = rest_.substr(0, rest_.find(end));
    if (!is_name(name) || name.size() == rest_.size()) {
      return malformed("an attribute is not [NAME(TYPE):value]");
    }
    rest_.remove_prefix(name.size() + 1);
    return name;
  }

  Result<std::string> take_plain() {
    const std::string_view value = rest_.substr(0, rest_.find_first_of("[]\""));
    rest_.remove_prefix(value.size());
    return std::string(value);
  }

  Result<std::string> take_quoted() {
    std::string value;
    for (;;) {
      const std::size_t run = rest_.find_first_of("\\\"");
      if (run == std::string_view::npos) {
        return malformed("a quoted value is not closed");
      }
      value += rest_.substr(0, run);
      const bool at_end = rest_[run] == '"';
      rest_.remove_prefix(run + 1);
      if (at_end) {
        return value;
      }
      MUNIMENT_ASSIGN(const char escaped, take_escaped());
      value += escaped;
    }
  }

  // Behind a backslash.
  Result<char> take_escaped() {
    for (const auto& [code, meaning] : {std::pair('\\', '\\'), std::pair('"', '"'),
                                        std::pair('n', '\n'), std::pair('r', '\r')}) {
      if (rest_.starts_with(code)) {
        rest_.remove_prefix(1);
        return meaning;
      }
    }
    if (rest_.size() < 3 || rest_[0] != 'x' || hex_digit(rest_[1]) < 0 ||
        hex_digit(rest_[2]) < 0) {
      return malformed("an escape that is none");
    }
    const auto byte = static_cast<char>(hex_digit(rest_[1]) << 4 | hex_digit(rest_[2]));
    rest_.remove_prefix(3);
    return byte;
  }

  Error malformed(const std::string& what) const {
    return refusal(what + " at byte " +
                   std::to_string(line_.size() - rest_.size() + 1));
  }

  std::string_view line_;
  std::string_view rest_;
};

Status check_end(std::string_view rest) {
  if (!rest.starts_with(']')) {
    return refusal("the message is not closed with ]");
  }
  if (rest.find_first_not_of(" \t\r", 1) != std::string_view::npos) {
    return refusal("text behind the message");
  }
  return ok();
}

}  // namespace

const std::string* AuditLine::find(std::string_view name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == attributes.end() ? nullptr : &found->second;
}

std::string_view AuditLine::value(std::string_view name) const {
  const std::string* const found = find(name);
  return found == nullptr ? std::string_view() : *found;
}

Result<AuditLine> parse_audit_line(std::string_view line) {
  const std::size_t begin = line.find(kBegin);
  if (begin == std::string_view::npos) {
    return refusal("there is no [AUDT: in it");
  }
  AuditLine parsed;
  parsed.time = line.substr(0, begin);
  parsed.time = parsed.time.substr(0, parsed.time.find_last_not_of(' ') + 1);
  // Positions in errors are those in the line.
  AttributeReader reader(line, begin + kBegin.size());
  while (reader.at_attribute()) {
    MUNIMENT_ASSIGN(auto attribute, reader.next());
    if (!is_of_interest(attribute.first)) {
      continue;
    }
    if (parsed.find(attribute.first) != nullptr) {
      return refusal(std::string(attribute.first) + " is there twice");
    }
    parsed.attributes.push_back(std::move(attribute));
  }
  MUNIMENT_TRY(check_end(reader.rest()));
  return parsed;
}

}  // namespace muniment
