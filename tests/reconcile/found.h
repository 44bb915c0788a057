// What a comparison lists, as lines "kind path" in order.
//
// Owner: a test. Threads: one. Failure: none.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/item.h"
#include "model/result.h"

namespace muniment {

class Found {
 public:
  Status add(std::string_view kind, const StorePath& path) {
    lines_.push_back(std::string(kind) + " " + path);
    return ok();
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> sorted = lines_;
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

 private:
  std::vector<std::string> lines_;
};

using Lines = std::vector<std::string>;

}  // namespace muniment
