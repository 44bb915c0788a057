#include "exporters/report/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "exporters/report/human.h"
#include "exporters/report/table.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::chrono::milliseconds kBetweenLines{100};
constexpr std::size_t kUsualWidth = 80;

std::size_t width_of(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return kUsualWidth;
}

// The first `count` characters of `text`, which is UTF-8.
std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && count > 0) {
    end += decode_char(text.substr(end)).length;
    --count;
  }
  return text.substr(0, end);
}

}  // namespace

std::string progress_text(std::string_view label, const ProgressCounts& counts,
                          double seconds, std::size_t width) {
  std::string text = printable(label) + ": " + human_count(counts.items, "item") +
                     ", " + human_bytes(counts.bytes);
  if (seconds > 0) {
    text += ", " + human_rate(counts.items, seconds) + ", " +
            human_byte_rate(counts.bytes, seconds);
  }
  if (counts.errors > 0) {
    text += ", " + human_count(counts.errors, "error");
  }
  return std::string(first_characters(text, width));
}

bool shows_progress(int fd, bool quiet) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in the program sets the environment
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return !quiet && !is_dumb && ::isatty(fd) == 1;
}

Progress::Progress(std::string_view label, bool quiet, int fd)
    : label_(label),
      fd_(fd),
      is_shown_(shows_progress(fd, quiet)),
      started_(Clock::now()),
      next_(started_.time_since_epoch().count()) {}

void Progress::update(const ProgressCounts& counts) {
  if (!is_shown_) {
    return;
  }
  const Clock::time_point now = Clock::now();
  Clock::rep due = next_.load(std::memory_order_relaxed);
  if (now.time_since_epoch().count() < due) {
    return;
  }
  const Clock::rep next = (now + kBetweenLines).time_since_epoch().count();
  if (!next_.compare_exchange_strong(due, next)) {
    return;  // another thread writes this one
  }
  const double seconds = std::chrono::duration<double>(now - started_).count();
  // The last column stays free: a terminal would wrap, and \r returns to the wrong
  // line.
  show(progress_text(label_, counts, seconds, width_of(fd_) - 1));
}

void Progress::finish() {
  show("");
}

void Progress::show(std::string_view line) {
  const std::lock_guard lock(writing_);
  const std::size_t length = character_count(line);
  if (length == 0 && last_length_ == 0) {
    return;
  }
  std::string out = "\r" + std::string(line);
  if (length < last_length_) {
    out.append(last_length_ - length, ' ');
  }
  if (length == 0) {
    out += '\r';
  }
  last_length_ = length;
  // Not shown is not worth an error: the work goes on.
  [[maybe_unused]] const auto written = ::write(fd_, out.data(), out.size());
}

}  // namespace muniment
