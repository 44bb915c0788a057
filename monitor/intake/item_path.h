// The path of an item as people write it.
//
// Owner: pure function. Threads: any. Failure: kInvalid says what is wrong with it.

#pragma once

#include <string_view>

#include "model/item.h"
#include "model/result.h"

namespace muniment {

// Relative to the store, parts separated by '/'; "./" and a last '/' do not matter. ""
// is the store itself. kInvalid for absolute paths, ".." and NUL bytes.
Result<StorePath> parse_item_path(std::string_view text);

// The same for an item: kInvalid for the store itself, too.
Result<StorePath> parse_path_of_item(std::string_view text);

}  // namespace muniment
