// The progress line of a long command: one line on a terminal, rewritten in place.
//
// It is shown only on a terminal, never in colour, and is gone when the work is over:
// the result is what stays. Standard output is never touched.
//
// Owner:   whoever runs the work; the descriptor must outlive it.
// Threads: update() from any thread: it is an atomic load but for ten times a second.
//          finish() after the last update().
// Failure: none that matters: a line that cannot be written is not shown.

#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace muniment {

struct ProgressCounts {
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;  // read so far
  std::uint64_t errors = 0;
};

// "bwv-primary: 96,174 items, 1.2 GB, 12,345/s, 210.0 MB/s, 3 errors", cut to `width`.
std::string progress_text(std::string_view label, const ProgressCounts& counts,
                          double seconds, std::size_t width);

// Is it right to show progress on `fd`? A terminal that is not "dumb", and not quiet.
bool shows_progress(int fd, bool quiet);

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  // Writes to `fd` (2 is standard error) when shows_progress(fd, quiet). `label` may be
  // any bytes.
  Progress(std::string_view label, bool quiet, int fd = 2);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { finish(); }

  void update(const ProgressCounts& counts);
  // Clears the line. May be called again.
  void finish();

 private:
  void show(std::string_view line);

  // Constant after construction
  const std::string label_;
  const int fd_;
  const bool is_shown_;
  const Clock::time_point started_;

  std::atomic<Clock::rep> next_;  // when the line may be written again
  std::mutex writing_;
  std::size_t last_length_ = 0;  // characters on the line now; guarded by writing_
};

}  // namespace muniment
