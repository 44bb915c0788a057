// Writes canonical JSON, the form in which events are hashed: one object, keys sorted,
// no white space, ASCII only (every other character, and DEL, as \u escapes in lower
// case).
//
// Canonical means: the same value has one encoding. It is what nlohmann::json's
// dump(-1, ' ', true) yields, written without building a tree first, because a first
// inventory encodes millions of events.
//
// Owner:   JsonObject appends to a string that outlives it. Threads: not thread-safe.
// Failure: none; the caller writes keys in ascending order (the tests compare with an
//          oracle).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/time.h"

namespace muniment {

// Appends `text` as a JSON string with quotes. REQUIRES: is_utf8(text).
void append_json_string(std::string& out, std::string_view text);

// Standard alphabet with padding (RFC 4648).
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }

  void text(std::string_view key, std::string_view utf8);
  void number(std::string_view key, std::uint64_t value);
  void time(std::string_view key, Time value);
  void hex(std::string_view key, const std::uint8_t* bytes, std::size_t count);
  // `key` when `bytes` are UTF-8, else `key`_b64 in base64.
  void bytes(std::string_view key, std::string_view bytes);
  // Those that are UTF-8 under `key`, the others under `key`_b64; both only if not
  // empty.
  void byte_list(std::string_view key, const std::vector<std::string>& list);
  void close() { out_ += '}'; }

 private:
  void start(std::string_view key);

  std::string& out_;
  bool first_ = true;
};

}  // namespace muniment
