// Walks a tree and remembers what it was shown.
//
// Owner:   one test. Threads: visit() from any. Failure: none.

#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "store/walk.h"
#include "tests/support/temp_tree.h"

namespace muniment {

class RecordingVisitor : public WalkVisitor {
 public:
  void visit(unsigned worker, Directory& directory) override;
  void unobserved(const StorePath& directory, const Error& error) override;

  std::vector<StorePath> visited;           // in any order, as often as it was
  std::map<StorePath, ItemFacts> entries;   // that are not directories
  std::map<StorePath, Error> not_observed;  // directories
  std::vector<StorePath> twice;             // entries that were shown more than once
  unsigned highest_worker = 0;

 private:
  std::mutex mutex_;  // guards all of it
};

// Everything that a walk of `path` is shown.
void walk_tree(const std::string& path, unsigned threads, RecordingVisitor& visitor);

Descriptor open_directory(const std::string& path);

}  // namespace muniment
