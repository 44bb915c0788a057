// What a scan should find, by looking at everything: every path with its content, before
// and after.
//
// Owner: plain values; look_at() reads the tree. Threads: one. Failure: fails the case.

#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"
#include "tests/support/temp_tree.h"

namespace muniment {

struct SeenItem {
  ItemFacts facts;      // without digests
  std::string content;  // of a file; of a symlink its target
  bool is_corrupted = false;

  // Times, size and inode: what changes without a change of content.
  bool same_metadata(const SeenItem& other) const {
    return facts.same_metadata(other.facts);
  }
};

using Snapshot = std::map<StorePath, SeenItem>;

// All that is in the store "store" of `tree`.
Snapshot look_at(const TempTree& tree);

// What follows from two snapshots.
struct ExpectedChanges {
  std::map<StorePath, SeenItem> gone;  // under this path nothing of this type is now
  std::map<StorePath, SeenItem> come;
  std::map<StorePath, ChangeKind> altered;
};
// `known` is what was recorded: the content of a corrupted item is what it should be.
ExpectedChanges compare(const Snapshot& known, const Snapshot& now);

// What was recorded.
struct RecordedChanges {
  std::set<StorePath> added;
  std::set<StorePath> removed;
  std::map<StorePath, StorePath> moved;  // to, from
  std::map<StorePath, ChangeKind> altered;
  bool is_clean = true;  // nothing twice, nothing else
};
RecordedChanges sort_out(const std::vector<EventBody>& events);

// What is known after those changes.
Snapshot apply(const Snapshot& known, const Snapshot& now,
               const ExpectedChanges& changes);

}  // namespace muniment
