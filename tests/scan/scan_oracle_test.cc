// Random changes to a small tree between scans: what is recorded is what happened, and
// what the catalogue holds afterwards is what is there.

#include "scan_oracle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <algorithm>

#include "digest/digester.h"
#include "watched_store.h"

namespace muniment {
namespace {

using rc::gen::element;
using rc::gen::inRange;

std::string any_path() {
  std::string path = "store";
  const int depth = *inRange(1, 4);
  for (int i = 0; i < depth; ++i) {
    path += "/" + *element<std::string>("a", "b", "\xff");
  }
  return path;
}

// Random steps on a real tree; those that cannot be are passed over.
class Mutator {
 public:
  explicit Mutator(const TempTree& tree) : tree_(tree) {}

  void step() {
    directories_ = tree_.directories();
    entries_ = tree_.entries();
    const std::string path = any_path();
    switch (*inRange(0, 9)) {
      case 0:
      case 1:
      case 2:
        return write(path);
      case 3:
        return remove(path);
      case 4:
      case 5:
        return rename(path, any_path());
      case 6:
        return link(path);
      case 7:
        return is_file(path) ? tree_.set_mtime(path, *inRange(1, 4)) : void();
      default:
        return damage(path);
    }
  }

 private:
  bool is_entry(const std::string& path) const {
    return std::count(entries_.begin(), entries_.end(), path) > 0;
  }
  bool is_directory(const std::string& path) const {
    return std::count(directories_.begin(), directories_.end(), path) > 0;
  }
  bool is_file(const std::string& path) const {
    struct stat status {};
    return is_entry(path) && ::lstat(tree_.absolute(path).c_str(), &status) == 0 &&
           S_ISREG(status.st_mode);
  }
  // Nothing on the way to it is in the way.
  bool can_be(const std::string& path) const {
    for (std::size_t slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      if (is_entry(path.substr(0, slash))) {
        return false;
      }
    }
    return !is_directory(path);
  }

  void write(const std::string& path) {
    if (can_be(path) && (!is_entry(path) || is_file(path))) {
      tree_.write(path, *element<std::string>("", "x", "yy", "zz", "long content"));
    }
  }
  void remove(const std::string& path) {
    if (is_entry(path) || is_directory(path)) {
      tree_.remove(path);
    }
  }
  void link(const std::string& path) {
    if (can_be(path) && !is_entry(path)) {
      tree_.make_symlink(*element<std::string>("t", "u"), path);
    }
  }
  void rename(const std::string& from, const std::string& to) {
    const bool is_there = is_entry(from) || is_directory(from);
    const bool fits = !is_directory(from) || !is_entry(to);
    if (is_there && fits && can_be(to) && !is_under(to, from)) {
      tree_.rename(from, to);
    }
  }
  void damage(const std::string& path) {
    if (is_file(path) && !tree_.read(path).empty()) {
      tree_.damage(path);
    }
  }

  const TempTree& tree_;
  std::vector<std::string> directories_;
  std::vector<std::string> entries_;
};

using MoveKey = std::tuple<ItemType, std::string, std::uint64_t>;

// Items are the same when their content is; empty files and links only with their inode.
MoveKey key_of(const SeenItem& item) {
  const bool by_inode = item.facts.type != ItemType::kFile || item.content.empty();
  return {item.facts.type, item.content, by_inode ? item.facts.inode : 0};
}

void check_moves(const ExpectedChanges& expected, const RecordedChanges& recorded) {
  std::map<MoveKey, std::size_t> gone;
  std::map<MoveKey, std::size_t> come;
  std::map<MoveKey, std::size_t> moved;
  for (const auto& [path, item] : expected.gone) {
    gone[key_of(item)] += 1;
  }
  for (const auto& [path, item] : expected.come) {
    come[key_of(item)] += 1;
  }
  for (const auto& [to, from] : recorded.moved) {
    RC_ASSERT(expected.gone.contains(from));
    RC_ASSERT(expected.come.contains(to));
    RC_ASSERT(key_of(expected.gone.at(from)) == key_of(expected.come.at(to)));
    moved[key_of(expected.come.at(to))] += 1;
  }
  for (const auto& [key, count] : gone) {
    RC_ASSERT(moved[key] == std::min(count, come[key]));
  }
}

void check_events(const ExpectedChanges& expected, const RecordedChanges& recorded) {
  RC_ASSERT(recorded.is_clean);
  RC_ASSERT(recorded.altered == expected.altered);
  check_moves(expected, recorded);
  std::set<StorePath> gone = recorded.removed;
  std::set<StorePath> come = recorded.added;
  for (const auto& [to, from] : recorded.moved) {
    RC_ASSERT(gone.insert(from).second);
    RC_ASSERT(come.insert(to).second);
  }
  RC_ASSERT(gone.size() == expected.gone.size());
  RC_ASSERT(come.size() == expected.come.size());
  for (const auto& [path, item] : expected.gone) {
    RC_ASSERT(gone.contains(path));
  }
  for (const auto& [path, item] : expected.come) {
    RC_ASSERT(come.contains(path));
  }
}

void check_inventory(const WatchedStore& store, const Snapshot& known) {
  Reader reader = store.reader();
  Digester digester;
  std::size_t items = 0;
  const auto record = value_of(reader.store("bwv"));
  RC_ASSERT(record.has_value());
  const Status read = reader.each_item(
      record->id, "", [&](const StorePath& path, const KnownItem& item) -> Status {
        ++items;
        RC_ASSERT(known.contains(path));
        const SeenItem& seen = known.at(path);
        RC_ASSERT(item.facts.same_metadata(seen.facts));
        RC_ASSERT(item.is_corrupted == seen.is_corrupted);
        if (seen.facts.type == ItemType::kFile) {
          RC_ASSERT(item.facts.digests == digester.digest(seen.content));
        } else {
          RC_ASSERT(item.facts.link_target == seen.content);
        }
        return ok();
      });
  RC_ASSERT(reason(read) == "");
  RC_ASSERT(items == known.size());
}

TEST(ScanOracle, FindsWhatComparingEverythingFinds) {
  int rounds = 0;
  EXPECT_TRUE(rc::check("scans and snapshots agree", [&] {
    WatchedStore store;
    Snapshot known;
    for (int round = 0; round < 4; ++round, ++rounds) {
      const int steps = *inRange(0, 8);
      Mutator mutator(store.tree());
      for (int i = 0; i < steps; ++i) {
        mutator.step();
      }
      const Snapshot now = look_at(store.tree());
      const ScanResult result = store.scan();
      RC_ASSERT(result.outcome == ScanOutcome::kComplete);
      const ExpectedChanges expected = compare(known, now);
      const RecordedChanges recorded = sort_out(store.take_events());
      check_events(expected, recorded);
      RC_ASSERT(result.counts.added == recorded.added.size());
      RC_ASSERT(result.counts.moved == recorded.moved.size());
      known = apply(known, now, expected);
      check_inventory(store, known);
    }
  }));
  EXPECT_GE(rounds, 200);
}

}  // namespace
}  // namespace muniment
