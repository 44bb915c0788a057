#include "scan_oracle.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment {
namespace {

SeenItem look_at_one(const TempTree& tree, const std::string& path) {
  struct stat status {};
  MUNIMENT_CHECK(::lstat(tree.absolute(path).c_str(), &status) == 0);
  SeenItem item;
  item.facts.mtime = time_from_parts(status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  item.facts.ctime = time_from_parts(status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
  item.facts.inode = status.st_ino;
  if (S_ISREG(status.st_mode)) {
    item.facts.size = static_cast<std::uint64_t>(status.st_size);
    item.content = tree.read(path);
  } else if (S_ISLNK(status.st_mode)) {
    item.facts.type = ItemType::kSymlink;
    item.content.resize(static_cast<std::size_t>(status.st_size));
    MUNIMENT_CHECK(::readlink(tree.absolute(path).c_str(), item.content.data(),
                              item.content.size()) == status.st_size);
  } else {
    item.facts.type = ItemType::kFifo;
  }
  return item;
}

// nullopt: nothing to record.
std::optional<ChangeKind> kind_of(const SeenItem& known, const SeenItem& now) {
  if (known.same_metadata(now) && known.content == now.content) {
    return std::nullopt;
  }
  if (known.content == now.content) {
    return ChangeKind::kMetadata;
  }
  if (known.facts.size > 0 && now.facts.size == 0) {
    return ChangeKind::kEmptied;
  }
  const bool same_claims =
      known.facts.size == now.facts.size && known.facts.mtime == now.facts.mtime;
  if (same_claims && known.is_corrupted) {
    return std::nullopt;  // known to be corrupted
  }
  return same_claims ? ChangeKind::kCorrupted : ChangeKind::kModified;
}

}  // namespace

Snapshot look_at(const TempTree& tree) {
  Snapshot snapshot;
  for (const std::string& path : tree.entries()) {
    if (path.starts_with("store/")) {
      snapshot.emplace(path.substr(6), look_at_one(tree, path));
    }
  }
  return snapshot;
}

ExpectedChanges compare(const Snapshot& known, const Snapshot& now) {
  ExpectedChanges changes;
  const auto is_in = [](const Snapshot& snapshot, const StorePath& path,
                        const SeenItem& item) {
    const auto found = snapshot.find(path);
    return found != snapshot.end() && found->second.facts.type == item.facts.type;
  };
  for (const auto& [path, item] : known) {
    if (!is_in(now, path, item)) {
      changes.gone.emplace(path, item);
    } else if (const auto kind = kind_of(item, now.at(path))) {
      changes.altered.emplace(path, *kind);
    }
  }
  for (const auto& [path, item] : now) {
    if (!is_in(known, path, item)) {
      changes.come.emplace(path, item);
    }
  }
  return changes;
}

RecordedChanges sort_out(const std::vector<EventBody>& events) {
  RecordedChanges changes;
  const auto once = [&](bool is_new) { changes.is_clean = changes.is_clean && is_new; };
  for (const EventBody& event : events) {
    if (const auto* added = std::get_if<ItemAdded>(&event)) {
      once(changes.added.insert(added->path).second);
    } else if (const auto* removed = std::get_if<ItemRemoved>(&event)) {
      once(changes.removed.insert(removed->path).second);
    } else if (const auto* moved = std::get_if<ItemMoved>(&event)) {
      once(changes.moved.emplace(moved->path, moved->from).second);
    } else if (const auto* altered = std::get_if<ItemAltered>(&event)) {
      once(changes.altered.emplace(altered->path, altered->kind).second);
    } else {
      once(std::holds_alternative<StoreEnrolled>(event) ||
           std::holds_alternative<ScanFinished>(event));
    }
  }
  return changes;
}

Snapshot apply(const Snapshot& known, const Snapshot& now,
               const ExpectedChanges& changes) {
  Snapshot result = now;
  for (auto& [path, item] : result) {
    const auto before = known.find(path);
    if (before == known.end() || changes.come.contains(path)) {
      continue;
    }
    const auto altered = changes.altered.find(path);
    if (altered == changes.altered.end()) {
      item = before->second;  // also of one that is still corrupted
    } else if (altered->second == ChangeKind::kCorrupted) {
      item.content = before->second.content;
      item.is_corrupted = true;
    }
  }
  return result;
}

}  // namespace muniment
