// When somebody outside is asked again: when the ledger grew, when the last try came to
// nothing, and when the last word is old; but not more often than allowed. Pure.
//
// Owner:   whoever asks. Threads: one. Failure: none.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/schedule.h"

namespace muniment {

class AskingSchedule {
 public:
  // Forgets what was: the next question is due at once.
  void reset() { *this = AskingSchedule(); }

  // `root` is that of the ledger as it is now.
  bool is_due(std::string_view root, SteadyTime now) const {
    const bool is_news = root != answered_root_ || (stale_at_ && now >= *stale_at_);
    return now >= not_before_ && is_news;
  }

  // The question about `root` was answered: the answer is old at `stale_at`, if ever.
  void answered(std::string root, SteadyTime not_before,
                std::optional<SteadyTime> stale_at) {
    answered_root_ = std::move(root);
    not_before_ = not_before;
    stale_at_ = stale_at;
  }

  // It has no answer yet.
  void open(SteadyTime not_before) {
    answered_root_.clear();
    not_before_ = not_before;
  }

 private:
  std::string answered_root_;  // "" for none: no root is empty
  SteadyTime not_before_{};
  std::optional<SteadyTime> stale_at_;
};

}  // namespace muniment
