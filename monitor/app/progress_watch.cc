#include "app/progress_watch.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace muniment {
namespace {

constexpr auto kEvery = std::chrono::milliseconds(100);

}  // namespace

ProgressWatch::ProgressWatch(std::string store, bool quiet)
    : store_(std::move(store)), quiet_(quiet), line_(store_, quiet) {
  if (!shows_progress(2, quiet)) {
    return;
  }
  thread_ = std::jthread([this](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    while (!stopped.wait_for(lock, stop, kEvery, [] { return false; }) &&
           !stop.stop_requested()) {
      line_.update({counts_.items, counts_.bytes_read, counts_.problems});
    }
  });
}

void ProgressWatch::say_waiting() const {
  if (!quiet_) {
    (void)std::fprintf(stderr, "muniment: waiting for the scan of %s that is running\n",
                       store_.c_str());
  }
}

void ProgressWatch::finish() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  line_.finish();
}

}  // namespace muniment
