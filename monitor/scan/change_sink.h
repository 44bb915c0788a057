// Carries events from the threads that look to the one thread that records, in bounded
// batches, so that recording goes on while looking does and memory stays bounded.
//
// Owner:   one scan; the recorder must outlive it.
// Threads: add() from any thread; it waits while one batch is full and another
//          is being recorded.
// Failure: the recorder's first error ends recording; add() then drops, and
//          drain() returns the error.

#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "scan/scan.h"

namespace muniment {

class ChangeSink {
 public:
  // `stop` is set when recording fails, to end the walk.
  ChangeSink(ChangeRecorder& recorder, std::atomic<bool>& stop);
  ~ChangeSink();
  ChangeSink(const ChangeSink&) = delete;
  ChangeSink& operator=(const ChangeSink&) = delete;

  void add(std::vector<EventBody> events);
  // Waits until all that was added is recorded; more may be added afterwards.
  Status drain();

 private:
  void run(const std::stop_token& stop);

  ChangeRecorder& recorder_;
  std::atomic<bool>& stop_walk_;
  std::mutex mutex_;  // guards everything below
  std::condition_variable_any changed_;
  std::vector<EventBody> filling_;
  bool is_recording_ = false;
  bool is_draining_ = false;
  std::optional<Error> error_;
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace muniment
