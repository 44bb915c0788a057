#include "intake/source_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "digest/digester.h"
#include "intake/complaint.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

// read(2), again when a signal interrupts it. -1 leaves errno.
ssize_t read_some(int fd, char* buffer, std::size_t count) {
  ssize_t got = 0;
  do {
    got = ::read(fd, buffer, count);
  } while (got < 0 && errno == EINTR);
  return got;
}

}  // namespace

struct SourceFile::State {
  State(std::string file, int descriptor)
      : name(std::move(file)), fd(descriptor), buffer(kChunkBytes) {
    digester.start();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { ::close(fd); }  // opened for reading: there is nothing that could be lost

  std::string name;
  int fd;
  std::vector<char> buffer;
  Digester digester;
  std::uint64_t bytes = 0;
  bool at_end = false;
};

SourceFile::SourceFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SourceFile::SourceFile(SourceFile&&) noexcept = default;
SourceFile& SourceFile::operator=(SourceFile&&) noexcept = default;
SourceFile::~SourceFile() = default;

Result<SourceFile> SourceFile::open(const std::string& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) {
    return error_from_errno(errno, "open", file);
  }
  SourceFile source(std::make_unique<State>(file, fd));
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) {
    return error_from_errno(errno, "stat", file);
  }
  if (S_ISDIR(facts.st_mode)) {
    return refusal(printable(file) + ": is a directory, not a file");
  }
  return source;
}

Result<std::string_view> SourceFile::next() {
  State& state = *state_;
  std::size_t filled = 0;
  while (!state.at_end && filled < state.buffer.size()) {
    const ssize_t got =
        read_some(state.fd, state.buffer.data() + filled, state.buffer.size() - filled);
    if (got < 0) {
      return error_from_errno(errno, "read", state.name);
    }
    state.at_end = got == 0;
    filled += static_cast<std::size_t>(got);
  }
  state.digester.add(state.buffer.data(), filled);
  state.bytes += filled;
  return std::string_view(state.buffer.data(), filled);
}

const std::string& SourceFile::name() const {
  return state_->name;
}

std::uint64_t SourceFile::bytes() const {
  return state_->bytes;
}

SourceFacts SourceFile::facts(std::uint64_t rows) {
  return {state_->bytes, to_hex(state_->digester.finish().sha256), rows};
}

std::string_view without_byte_order_mark(std::string_view beginning) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (beginning.starts_with(kMark)) {
    beginning.remove_prefix(kMark.size());
  }
  return beginning;
}

}  // namespace muniment
