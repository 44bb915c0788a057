#include "app/config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxFileBytes = 1 << 20;

// Reads until the end, or until there is one byte too many. 0 or the errno.
int read_all(int fd, std::string& text) {
  char buffer[16 * 1024];
  while (text.size() <= kMaxFileBytes) {
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count == 0) {
      return 0;
    }
    if (count > 0) {
      text.append(buffer, static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

Result<std::string> read_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) {
    return error_from_errno(errno, "open configuration", path);
  }
  std::string text;
  const int failure = read_all(fd, text);
  ::close(fd);
  if (failure != 0) {
    return error_from_errno(failure, "read configuration", path);
  }
  if (text.size() > kMaxFileBytes) {
    return Error{ErrorCode::kInvalid, 0,
                 printable(path) + ": larger than 1 MiB: not a configuration"};
  }
  return text;
}

// Also true when it cannot be told: then loading says why.
bool may_exist(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  MUNIMENT_ASSIGN(const std::string text, read_file(path));
  return parse_config(text, path);
}

Result<ConfigFile> find_config(const ConfigSearch& search) {
  if (!search.option.empty()) {
    return ConfigFile{search.option, "given by --config"};
  }
  if (!search.environment.empty()) {
    return ConfigFile{search.environment, "given by $MUNIMENT_CONFIG"};
  }
  std::string looked;
  for (const std::string& path : search.usual) {
    if (may_exist(path)) {
      return ConfigFile{path, "found in one of the usual places"};
    }
    looked += (looked.empty() ? "" : " and ") + printable(path);
  }
  return Error{ErrorCode::kNotFound, 0,
               "no configuration: looked for " + looked +
                   "; `muniment init NAME=PATH` makes one, --config names another"};
}

}  // namespace muniment
