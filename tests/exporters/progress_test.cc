#include "exporters/report/progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace muniment {
namespace {

// A terminal of which the test sees what is written to it.
class Terminal {
 public:
  explicit Terminal(unsigned short columns) {
    winsize size{};
    size.ws_col = columns;
    size.ws_row = 24;
    EXPECT_EQ(0, ::openpty(&screen_, &fd_, nullptr, nullptr, &size));
    EXPECT_EQ(0, ::fcntl(screen_, F_SETFL, O_NONBLOCK));
  }
  ~Terminal() {
    ::close(screen_);
    ::close(fd_);
  }

  int fd() const { return fd_; }
  std::string shown() const {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(screen_, buffer.data(), buffer.size());
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : "";
  }

 private:
  int screen_ = -1;
  int fd_ = -1;
};

class ProgressTest : public testing::Test {
 protected:
  void SetUp() override { ::setenv("TERM", "xterm", 1); }
};

TEST(ProgressText, SaysWhatIsDoneAndHowFast) {
  EXPECT_EQ("bwv: 96,174 items, 1.2 GB, 48,087/s, 600.0 MB/s, 3 errors",
            progress_text("bwv", {96174, 1'200'000'000, 3}, 2, 100));
  EXPECT_EQ("bwv: 1 item, 5 B", progress_text("bwv", {1, 5, 0}, 0, 100));
}

TEST(ProgressText, IsCutToTheTerminalWithoutBreakingACharacter) {
  EXPECT_EQ("b\u00e4", progress_text("b\u00e4r", {1, 5, 0}, 0, 2));
  EXPECT_EQ("", progress_text("bwv", {1, 5, 0}, 0, 0));
}

TEST_F(ProgressTest, IsRewrittenInPlaceAndGoneAtTheEnd) {
  const Terminal terminal(80);
  Progress progress("bwv", false, terminal.fd());
  progress.update({1, 5, 0});
  const std::string line = terminal.shown();
  EXPECT_EQ('\r', line[0]);
  EXPECT_NE(std::string::npos, line.find("bwv: 1 item, 5 B"));
  EXPECT_EQ(std::string::npos, line.find('\n'));
  EXPECT_EQ(std::string::npos, line.find('\x1b'));
  progress.finish();
  EXPECT_EQ("\r" + std::string(line.size() - 1, ' ') + "\r", terminal.shown());
  progress.finish();
  EXPECT_EQ("", terminal.shown());
}

TEST_F(ProgressTest, IsWrittenAtMostTenTimesASecond) {
  const Terminal terminal(80);
  Progress progress("bwv", false, terminal.fd());
  const auto started = Progress::Clock::now();
  for (int lines = 0; lines < 3;) {
    progress.update({1, 5, 0});
    lines += terminal.shown().empty() ? 0 : 1;
  }
  // The first line comes at once, each other one a tenth of a second after the last.
  EXPECT_GE(Progress::Clock::now() - started, std::chrono::milliseconds(200));
}

TEST_F(ProgressTest, FitsANarrowTerminal) {
  const Terminal terminal(12);
  Progress progress("bwv", false, terminal.fd());
  progress.update({96174, 1'200'000'000, 3});
  EXPECT_EQ("\rbwv: 96,174", terminal.shown());
}

TEST_F(ProgressTest, IsNotShownWhenNobodyWatches) {
  const Terminal terminal(80);
  EXPECT_FALSE(shows_progress(terminal.fd(), true));
  EXPECT_TRUE(shows_progress(terminal.fd(), false));
  ::setenv("TERM", "dumb", 1);
  EXPECT_FALSE(shows_progress(terminal.fd(), false));
  std::array<int, 2> pipe{};
  ASSERT_EQ(0, ::pipe(pipe.data()));
  {
    Progress progress("bwv", false, pipe[1]);
    progress.update({1, 5, 0});
  }
  ::close(pipe[1]);
  char byte = 0;
  EXPECT_EQ(0, ::read(pipe[0], &byte, 1));
  ::close(pipe[0]);
}

}  // namespace
}  // namespace muniment
