#include "tests/support/process.h"

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "model/result.h"

namespace muniment {
namespace {

constexpr int kSkipped = 77;
constexpr unsigned kNobody = 65534;

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    MUNIMENT_CHECK(errno == EINTR);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::optional<std::string> output_of(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& part : command) {
    arguments.push_back(const_cast<char*>(part.c_str()));
  }
  arguments.push_back(nullptr);
  int ends[2] = {-1, -1};
  MUNIMENT_CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, arguments[0], &actions, nullptr,
                                    arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string output;
  char buffer[4096];
  for (ssize_t got = failed != 0 ? 0 : 1; got > 0;) {
    got = ::read(ends[0], buffer, sizeof buffer);
    MUNIMENT_CHECK(got >= 0);
    output.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  if (failed != 0 || wait_for(child) != 0) {
    return std::nullopt;
  }
  return output;
}

ChildResult in_child(const std::function<bool()>& body) {
  (void)std::fflush(nullptr);  // or the child writes it once more
  const pid_t child = ::fork();
  MUNIMENT_CHECK(child >= 0);
  if (child == 0) {
    const bool ran = body();
    (void)std::fflush(nullptr);
    ::_exit(testing::Test::HasFailure() ? 1 : ran ? 0 : kSkipped);
  }
  const int status = wait_for(child);
  return status == 0          ? ChildResult::kPassed
         : status == kSkipped ? ChildResult::kSkipped
                              : ChildResult::kFailed;
}

ChildResult in_unprivileged_child(const std::function<void()>& body) {
  return in_child([&] {
    if (::geteuid() == 0) {
      MUNIMENT_CHECK(::setgroups(0, nullptr) == 0 && ::setgid(kNobody) == 0 &&
                     ::setuid(kNobody) == 0);
    }
    body();
    return true;
  });
}

ChildResult in_child_with_own_mounts(const std::function<void()>& body) {
  return in_child([&] {
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
      return false;
    }
    body();
    return true;
  });
}

}  // namespace muniment
