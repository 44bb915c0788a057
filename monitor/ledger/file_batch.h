// The new files of one append: written, started towards the device together, then
// synced.
//
// Owner:   one per append; `synced` outlives it. Threads: one at a time.
// Durability: when sync() succeeds, every file and every directory on the way to it is.
// Failure: after any failure discard() takes the files away again. If
//          is_directory_suspect(), what the directories hold on the device is unknown.

#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/durable_file.h"
#include "model/result.h"

namespace muniment {

class FileBatch {
 public:
  // `synced` are directories below `root` whose own names are known to be durable. They
  // need no second look, which spares an append of one entry most of its syncs.
  FileBatch(std::string root, std::set<std::string>& synced)
      : root_(std::move(root)), synced_(synced) {}

  // `path` is below the root, with slashes, for example "tile/0/000".
  Status write(const std::string& path, std::string_view bytes);
  Status sync();
  void discard();

  bool is_directory_suspect() const { return is_directory_suspect_; }

 private:
  Status prepare_directory(const std::string& directory);
  Status sync_files();

  std::string root_;
  std::set<std::string>& synced_;
  std::vector<DurableFile> open_files_;
  std::vector<std::string> written_;
  std::set<std::string> prepared_;  // will be in `synced_` when all is
  std::set<std::string> dirty_;     // directories to sync; "" is the root
  bool is_directory_suspect_ = false;
};

}  // namespace muniment
