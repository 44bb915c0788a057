#include "ledger/file_batch.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <optional>
#include <system_error>
#include <thread>

#include "model/item.h"

namespace muniment {
namespace {

// Files kept open until they are synced: enough to keep the device busy, far below the
// usual limit of 1,024 descriptors.
constexpr std::size_t kMaxOpenFiles = 256;

constexpr std::size_t kMaxWaiters = 8;

// Calls `sync_one(i)` for every i below `count`, a few at a time, and waits for all.
// Returns one of the errors when there are any.
template <typename SyncOne>
Status wait_together(std::size_t count, const SyncOne& sync_one) {
  std::atomic<std::size_t> next = 0;
  std::array<std::optional<Error>, kMaxWaiters> errors;
  const auto work = [&](std::optional<Error>& error) {
    for (std::size_t i = next++; i < count; i = next++) {
      if (Status synced = sync_one(i); !synced) {
        error = std::move(synced).error();
      }
    }
  };
  {
    std::vector<std::jthread> waiters;
    try {
      for (std::size_t k = 1; k < std::min(count, kMaxWaiters); ++k) {
        waiters.emplace_back([&work, &error = errors[k]] { work(error); });
      }
    } catch (const std::system_error&) {
      // No more threads to be had: fewer wait, and it takes longer.
    }
    work(errors[0]);
  }
  for (std::optional<Error>& error : errors) {
    if (error) {
      return *std::move(error);
    }
  }
  return ok();
}

}  // namespace

Status FileBatch::prepare_directory(const std::string& directory) {
  if (directory.empty() || synced_.contains(directory) ||
      prepared_.contains(directory)) {
    return ok();
  }
  const std::string parent(parent_of(directory));
  MUNIMENT_TRY(prepare_directory(parent));
  const std::string path = root_ + '/' + directory;
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    return error_from_errno(errno, "create directory", path);
  }
  // Also when it is there: whoever made it may have been killed before the sync.
  dirty_.insert(parent);
  prepared_.insert(directory);
  return ok();
}

Status FileBatch::write(const std::string& path, std::string_view bytes) {
  const std::string directory(parent_of(path));
  MUNIMENT_TRY(prepare_directory(directory));
  dirty_.insert(directory);
  if (open_files_.size() == kMaxOpenFiles) {
    MUNIMENT_TRY(sync_files());
  }
  MUNIMENT_ASSIGN(DurableFile file, DurableFile::create(root_ + '/' + path, 0644));
  written_.push_back(file.path());
  MUNIMENT_TRY(file.write(bytes));
  MUNIMENT_TRY(file.start_write_back());
  open_files_.push_back(std::move(file));
  return ok();
}

Status FileBatch::sync_files() {
  Status synced = wait_together(
      open_files_.size(), [this](std::size_t i) { return open_files_[i].sync(); });
  open_files_.clear();
  return synced;
}

Status FileBatch::sync() {
  MUNIMENT_TRY(sync_files());
  const std::vector<std::string> directories(dirty_.begin(), dirty_.end());
  Status synced = wait_together(directories.size(), [&](std::size_t i) {
    return sync_directory(directories[i].empty() ? root_
                                                 : root_ + '/' + directories[i]);
  });
  is_directory_suspect_ = !synced;
  if (synced) {
    synced_.merge(prepared_);
  }
  return synced;
}

void FileBatch::discard() {
  open_files_.clear();
  for (const std::string& path : written_) {
    // What stays is beyond the checkpoint: it never happened, and is written over.
    (void)::unlink(path.c_str());
  }
  written_.clear();
}

}  // namespace muniment
