// Did you mean: the candidate that a mistyped word is nearest to.
//
// Owner:   pure function. Threads: any.
// Failure: "" when no candidate is near enough to be a helpful guess.

#pragma once

#include <string_view>
#include <vector>

namespace muniment {

// Counts inserted, lost, changed and swapped letters; capitals are no difference. The
// answer refers to the text of one of `candidates`.
std::string_view nearest(std::string_view word,
                         const std::vector<std::string_view>& candidates);

}  // namespace muniment
