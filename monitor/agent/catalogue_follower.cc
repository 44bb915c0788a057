#include "agent/catalogue_follower.h"

#include <system_error>
#include <utility>

namespace muniment {

void CatalogueFollower::follow(FileLock lock, std::vector<Event> events,
                               std::string root) {
  MUNIMENT_CHECK(!applying_.valid());
  lock_.emplace(std::move(lock));
  events_ = std::move(events);
  root_ = std::move(root);
  try {
    applying_ = std::async(std::launch::async, [this] { return apply(); });
  } catch (const std::system_error&) {
    // No thread to be had: wait() does it, and no overlap is won.
    applying_ = std::async(std::launch::deferred, [this] { return apply(); });
  }
}

Status CatalogueFollower::apply() {
  Status applied = catalogue_.apply(events_, root_);
  events_ = {};  // a batch is large: its memory is for the next
  const std::lock_guard guard(mutex_);
  lock_.reset();
  return applied;
}

std::optional<FileLock> CatalogueFollower::take_lock_back() {
  const std::lock_guard guard(mutex_);
  return std::exchange(lock_, std::nullopt);
}

Status CatalogueFollower::wait() {
  return applying_.valid() ? applying_.get() : ok();
}

}  // namespace muniment
