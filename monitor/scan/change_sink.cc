#include "scan/change_sink.h"

#include <iterator>
#include <utility>

namespace muniment {
namespace {

// Events of one batch: large enough that syncing is cheap, small enough for memory.
constexpr std::size_t kBatchEvents = 8'192;

}  // namespace

ChangeSink::ChangeSink(ChangeRecorder& recorder, std::atomic<bool>& stop)
    : recorder_(recorder),
      stop_walk_(stop),
      thread_([this](const std::stop_token& token) { run(token); }) {}

ChangeSink::~ChangeSink() = default;

void ChangeSink::add(std::vector<EventBody> events) {
  if (events.empty()) {
    return;
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return filling_.size() < kBatchEvents || error_; });
  if (error_) {
    return;
  }
  filling_.insert(filling_.end(), std::make_move_iterator(events.begin()),
                  std::make_move_iterator(events.end()));
  if (filling_.size() >= kBatchEvents) {
    changed_.notify_all();
  }
}

Status ChangeSink::drain() {
  std::unique_lock lock(mutex_);
  is_draining_ = true;
  changed_.notify_all();
  changed_.wait(lock,
                [this] { return error_ || (filling_.empty() && !is_recording_); });
  is_draining_ = false;
  if (error_) {
    return *error_;
  }
  return recorder_.settle();  // the recording thread is idle
}

void ChangeSink::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  for (;;) {
    const bool wanted = changed_.wait(lock, stop, [this] {
      return filling_.size() >= kBatchEvents || (is_draining_ && !filling_.empty());
    });
    if (!wanted) {
      return;
    }
    std::vector<EventBody> batch = std::exchange(filling_, {});
    is_recording_ = true;
    changed_.notify_all();
    lock.unlock();
    auto recorded = recorder_.record(std::move(batch));
    lock.lock();
    is_recording_ = false;
    if (!recorded && !error_) {
      error_ = recorded.error();
      stop_walk_ = true;
      filling_.clear();
    }
    changed_.notify_all();
  }
}

}  // namespace muniment
