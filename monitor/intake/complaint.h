// How what people hand in is refused: with the thing, short and safe to print.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.h"

namespace muniment {

// In quotes, printable and not long.
std::string cite(std::string_view bytes);

// kInvalid: what was handed in is wrong.
Error refusal(std::string what);
// "FILE:LINE: reason"
Error refusal_at(std::string_view file, std::uint64_t line, std::string_view reason);

}  // namespace muniment
