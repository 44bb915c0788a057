// JSON for standard output: one object a line, ASCII only, in the order in which the
// fields were put.
//
// Owner:   pure functions. Threads: any.
// Failure: none. Text that is not UTF-8 gets U+FFFD in the bad places; paths, which are
//          bytes, are put by put_path() and lose nothing.

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "model/time.h"

namespace muniment {

using Json = nlohmann::ordered_json;

// `bytes` under `key` when they are UTF-8, else in base64 under `key`_b64.
void put_path(Json& object, std::string_view key, std::string_view bytes);

// RFC 3339, or null when there is none.
Json json_time(std::optional<Time> time);

// `value` without line ends and without raw control, bidirectional or other non-ASCII
// characters; no line end after it.
std::string json_line(const Json& value);

}  // namespace muniment
