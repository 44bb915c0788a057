// The sentences of a verdict's detail, which stay short whatever people call their things:
// each of a million removals is recorded with its own.
//
// Owner:   pure functions. Threads: any. Failure: none.

#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace muniment {

// A name or reference in a sentence, cut in the middle when it is long.
std::string shown(std::string_view name);

// `first`; `second`, either of which may be "".
std::string joined(std::string first, std::string_view second);

// The sentences of the last of `count`, and how many more of these "older ones" there
// are: over the years a store gathers hundreds of authorities that are over.
std::string newest_sentences(std::size_t count,
                             const std::function<std::string(std::size_t)>& sentence,
                             std::string_view older_ones);

}  // namespace muniment
