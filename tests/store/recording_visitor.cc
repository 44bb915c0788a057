#include "recording_visitor.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace muniment {

void RecordingVisitor::visit(unsigned worker, Directory& directory) {
  const std::lock_guard lock(mutex_);
  highest_worker = std::max(highest_worker, worker);
  visited.push_back(directory.path());
  for (const Entry& entry : directory.listing().entries) {
    const auto facts = directory.look(entry);
    EXPECT_EQ(reason(facts), "");
    if (facts && !entries.emplace(directory.path_of(entry), facts.value()).second) {
      twice.push_back(directory.path_of(entry));
    }
  }
}

void RecordingVisitor::unobserved(const StorePath& directory, const Error& error) {
  const std::lock_guard lock(mutex_);
  not_observed.emplace(directory, error);
}

void walk_tree(const std::string& path, unsigned threads, RecordingVisitor& visitor) {
  const std::atomic<bool> stop{false};
  walk(open_directory(path), threads, visitor, stop);
}

Descriptor open_directory(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_TRUE(fd.is_open()) << path;
  return fd;
}

}  // namespace muniment
