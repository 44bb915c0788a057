// What must hold between settings: unique names, stores apart from each other and from
// the state directory, retention rules that exist.
//
// Owner:   plain values. Threads: any. Failure: problems are added to `problems`.

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/config.h"
#include "app/config_document.h"

namespace muniment {

// Where each setting stands, by its whole key: "stores[0].scan.every".
using Places = std::map<std::string, Position, std::less<>>;

// Keeps the problem that comes first in the file.
class FirstProblem {
 public:
  void add(Position at, std::string_view key, std::string_view what) {
    if (!problem_ || at < problem_->at) {
      problem_ = Problem{at, std::string(key) + ": " + std::string(what)};
    }
  }
  const std::optional<Problem>& problem() const { return problem_; }

 private:
  std::optional<Problem> problem_;
};

// REQUIRES: `config` has every required setting, and `places` has a place for each of
// them.
void check_config(const Config& config, const Places& places, FirstProblem& problems);

}  // namespace muniment
