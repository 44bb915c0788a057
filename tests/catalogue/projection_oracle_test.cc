// Random histories of two stores: the catalogue against a map in memory.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "catalogue/catalogue_check.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

using rc::gen::element;
using rc::gen::inRange;

struct HeldItem {
  ItemFacts facts;
  Time first_seen;
  std::optional<Time> verified;
  bool is_corrupted = false;
  std::uint64_t seq = 0;
};

struct OracleStore {
  std::map<StorePath, HeldItem> items;
  std::vector<ItemRemoved> tombstones;
  std::vector<std::uint64_t> removals;          // numbers of the events that made them
  std::map<StorePath, std::string> registered;  // class, as the register has it
  std::map<StorePath, StorePath> followed;      // registered path of what moved there
  std::map<StorePath, std::set<std::string>> logged;  // actors
  std::map<std::pair<ChangeKind, Explanation>, std::pair<std::uint64_t, std::uint64_t>>
      changes;
  std::uint64_t verified = 0;

  void count(ChangeKind kind, Explanation explanation, std::uint64_t bytes) {
    auto& counted = changes[{kind, explanation}];
    counted.first += 1;
    counted.second += bytes;
  }
};

// Makes events that can happen, and remembers what follows from them.
class History {
 public:
  void add_event(std::int64_t second) {
    now_ = at(second);
    store_ = *element<std::string>("bwv", "nas");
    switch (*inRange(0, 10)) {
      case 0:
      case 1:
      case 2:
        return add();
      case 3:
        return remove();
      case 4:
        return move();
      case 5:
        return alter();
      case 6:
        return enter_in_register();
      case 7:
        return log();
      case 8:
        return reconsider();
      default:
        return verify();
    }
  }

  static std::vector<StorePath> all_paths() {
    return {"a", "b", "d/a", "d/b", "d/e/a", "d\xff/a", "x/y/z", "d/e/\xfe"};
  }

  std::vector<Event> events;
  std::map<std::string, OracleStore> stores;

 private:
  OracleStore& store() { return stores[store_]; }
  void emit(EventBody body) { events.push_back({now_, std::move(body)}); }
  std::uint64_t last_seq() const { return events.size() - 1; }

  static StorePath any_path() { return *rc::gen::elementOf(all_paths()); }
  ItemFacts any_facts() const {
    const auto content = *inRange<std::uint8_t>(0, 4);
    const auto inode = *inRange<std::uint64_t>(1, 5);
    return *inRange(0, 5) == 0
               ? a_link(std::string(1, static_cast<char>(content)), inode)
               : a_file(content * 10U, content, inode);
  }

  void add() {
    const StorePath path = any_path();
    if (!store().items.contains(path)) {
      const ItemFacts facts = any_facts();
      emit(ItemAdded{store_, path, facts});
      store().items[path] = {facts, now_, std::nullopt, false, last_seq()};
      store().count(ChangeKind::kAdded, Explanation::kNone, facts.size);
    }
  }

  void remove() {
    const auto found = store().items.find(any_path());
    if (found != store().items.end()) {
      const auto explanation = *element(Explanation::kUnexplained,
                                        Explanation::kAuthority, Explanation::kLogged);
      const ItemFacts& facts = found->second.facts;
      const ItemRemoved removed{
          store_, found->first, facts,       found->second.first_seen,
          now_,   now_,         explanation, "ref",
          "why",  "",           std::nullopt};
      store().count(ChangeKind::kRemoved, explanation, facts.size);
      store().tombstones.push_back(removed);
      store().items.erase(found);
      emit(removed);
      store().removals.push_back(last_seq());
    }
  }

  void reconsider() {
    if (store().tombstones.empty()) {
      return;
    }
    const auto i = *inRange<std::size_t>(0, store().tombstones.size());
    ItemRemoved& removed = store().tombstones[i];
    RemovalReconsidered e;
    e.store = store_;
    e.path = removed.path;
    e.removal = store().removals[i];
    e.size = removed.facts.size;
    e.before = removed.explanation;
    removed.explanation = e.explanation = *element(
        Explanation::kUnexplained, Explanation::kLogged, Explanation::kRetention);
    removed.reference = e.reference = "again";
    removed.detail = e.detail = "later";
    removed.hold = e.hold = *element<std::string>("", "H-1");
    removed.kept_until = e.kept_until = now_;
    emit(e);
  }

  void enter_in_register() {
    ItemRegistered row;
    row.store = store_;
    row.path = any_path();
    row.class_name = *element<std::string>("x", "y", "z");
    store().registered[row.path] = row.class_name;
    emit(row);
  }

  void log() {
    const DeletionLogged line{store_, any_path(), at(7),
                              *element<std::string>("", "j.doe"), "delete"};
    store().logged[line.path].insert(line.actor);
    emit(line);
  }

  // The register's word for an item goes where the item goes.
  void follow(const StorePath& from, const StorePath& to) {
    OracleStore& s = store();
    if (const auto own = s.registered.find(from); own != s.registered.end()) {
      s.followed[to] = from;
    } else if (const auto before = s.followed.find(from); before != s.followed.end()) {
      s.followed[to] = before->second;
    }
    s.followed.erase(from);
  }

  void move() {
    const auto found = store().items.find(any_path());
    const StorePath to = any_path();
    if (found != store().items.end() && !store().items.contains(to)) {
      HeldItem item = found->second;
      emit(ItemMoved{store_, to, found->first, item.facts});
      item.verified.reset();
      item.is_corrupted = false;
      item.seq = last_seq();
      follow(found->first, to);
      store().count(ChangeKind::kMoved, Explanation::kMoved, item.facts.size);
      store().items.erase(found);
      store().items[to] = item;
    }
  }

  void alter() {
    const auto found = store().items.find(any_path());
    if (found == store().items.end() || found->second.facts.type != ItemType::kFile) {
      return;
    }
    HeldItem& item = found->second;
    const auto kind =
        *element(ChangeKind::kModified, ChangeKind::kCorrupted, ChangeKind::kMetadata);
    ItemFacts now = item.facts;
    now.mtime = now_;
    if (kind == ChangeKind::kModified) {
      now = a_file(*inRange<std::uint64_t>(0, 99), 77);
    }
    emit(ItemAltered{store_, found->first, kind, now, item.facts.size,
                     item.facts.digests, now_, ""});
    item.facts = now;
    item.seq = last_seq();
    item.is_corrupted = kind == ChangeKind::kCorrupted;
    item.verified = item.is_corrupted ? item.verified : now_;
    const bool harmless = kind == ChangeKind::kMetadata;
    store().count(kind, harmless ? Explanation::kNone : Explanation::kUnexplained,
                  now.size);
  }

  void verify() {
    const StorePath path = any_path();
    emit(ItemsVerified{store_,
                       StorePath(parent_of(path)),
                       {"none", std::string(name_in_parent(path))}});
    const auto found = store().items.find(path);
    if (found != store().items.end()) {
      found->second.verified = now_;
      found->second.is_corrupted = false;
      store().verified += 1;
    }
  }

  Time now_;
  std::string store_;
};

void check_items(Reader& reader, const StoreRecord& record, const OracleStore& oracle) {
  auto next = std::vector<std::pair<StorePath, HeldItem>>(oracle.items.begin(),
                                                          oracle.items.end());
  // By directory and name, which is not the order of whole paths.
  std::sort(next.begin(), next.end(), [](const auto& a, const auto& b) {
    return std::pair(parent_of(a.first), name_in_parent(a.first)) <
           std::pair(parent_of(b.first), name_in_parent(b.first));
  });
  std::size_t i = 0;
  const Status done = reader.each_item(
      record.id, "", [&](const StorePath& path, const KnownItem& item) -> Status {
        RC_ASSERT(i < next.size());
        RC_ASSERT(path == next[i].first);
        const HeldItem& held = next[i].second;
        RC_ASSERT(to_text(item.facts) == to_text(held.facts));
        RC_ASSERT(item.first_seen == held.first_seen);
        RC_ASSERT(item.verified == held.verified);
        RC_ASSERT(item.is_corrupted == held.is_corrupted);
        RC_ASSERT(item.seq == held.seq);
        ++i;
        return ok();
      });
  RC_ASSERT(reason(done) == "");
  RC_ASSERT(i == next.size());
}

void check_tombstones(Reader& reader, const StoreRecord& record,
                      const OracleStore& oracle) {
  std::vector<ItemRemoved> tombstones;
  const Status done = reader.each_tombstone(record.id, "", [&](const Tombstone& t) {
    tombstones.push_back(t.removed);
    return Status(ok());
  });
  RC_ASSERT(reason(done) == "");
  RC_ASSERT(tombstones == oracle.tombstones);
}

void check_evidence(Reader& reader, const StoreRecord& record,
                    const StoreSummary& summary, const OracleStore& oracle) {
  for (const StorePath& path : History::all_paths()) {
    const auto own = oracle.registered.find(path);
    const auto followed = oracle.followed.find(path);
    const std::string expected = own != oracle.registered.end() ? own->second
                                 : followed != oracle.followed.end()
                                     ? oracle.registered.at(followed->second)
                                     : "";
    const auto row = value_of(reader.registered(record.id, path, {}));
    RC_ASSERT((row ? row->class_name : "") == expected);
    std::set<std::string> actors;
    for (const DeletionLogged& line :
         value_of(reader.logged_deletions(record.id, path))) {
      RC_ASSERT(actors.insert(line.actor).second);
    }
    const auto logged = oracle.logged.find(path);
    RC_ASSERT(actors == (logged == oracle.logged.end() ? std::set<std::string>()
                                                       : logged->second));
  }
  RC_ASSERT(summary.registered_items == oracle.registered.size());
  std::map<Explanation, std::pair<std::uint64_t, std::uint64_t>> now;
  std::uint64_t breaches = 0;
  for (const ItemRemoved& removed : oracle.tombstones) {
    now[removed.explanation].first += 1;
    now[removed.explanation].second += removed.facts.size;
    breaches += removed.hold.empty() ? 0U : 1U;
  }
  RC_ASSERT(std::pair(summary.unexplained_items, summary.unexplained_bytes) ==
            now[Explanation::kUnexplained]);
  RC_ASSERT(std::pair(summary.logged_items, summary.logged_bytes) ==
            now[Explanation::kLogged]);
  RC_ASSERT(summary.hold_breaches == breaches);
}

void check_sums(Reader& reader, const StoreRecord& record, const StoreSummary& summary,
                const OracleStore& oracle) {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t corrupted = 0;
  std::map<StorePath, std::uint64_t> entries;
  for (const auto& [path, item] : oracle.items) {
    files += item.facts.type == ItemType::kFile ? 1 : 0;
    bytes += item.facts.size;
    corrupted += item.is_corrupted ? 1 : 0;
    entries[StorePath(parent_of(path))] += 1;
  }
  RC_ASSERT(record.items == files);
  RC_ASSERT(record.bytes == bytes);
  RC_ASSERT(summary.items == files);
  RC_ASSERT(summary.bytes == bytes);
  RC_ASSERT(summary.corrupted_items == corrupted);
  RC_ASSERT(summary.verified_items == oracle.verified);
  for (const KnownDirectory& directory : value_of(reader.directories(record.id))) {
    RC_ASSERT(directory.entries == entries[directory.path]);
  }
  std::uint64_t counted = 0;
  for (const CollectionSummary& collection : summary.collections) {
    counted += collection.items;
  }
  RC_ASSERT(counted == files);
  RC_ASSERT(summary.changes.size() == oracle.changes.size());
  for (const ChangeCount& change : summary.changes) {
    RC_ASSERT(oracle.changes.at({change.kind, change.explanation}) ==
              std::pair(change.items, change.bytes));
  }
}

TEST(Catalogue, IsWhatFollowsFromTheEvents) {
  EXPECT_TRUE(rc::check("catalogue and map agree", [] {
    History history;
    const int length = *inRange(1, 80);
    for (int i = 0; i < length; ++i) {
      history.add_event(1000 + i);
    }
    TempCatalogue temp;
    TempCatalogue one_by_one;
    temp.apply(history.events);
    for (const Event& event : history.events) {
      one_by_one.apply(std::vector<Event>{event});
    }
    RC_ASSERT(one_by_one.everything() == temp.everything());
    RC_ASSERT(value_of(value_of(CatalogueCheck::begin(temp.path()))
                           .compare(one_by_one.catalogue()))
                  .empty());
    Reader reader = temp.reader();
    SummaryOptions options;
    options.collections["bwv"] = CollectionTemplate::parse("{1}").value();
    options.collections["nas"] = CollectionTemplate();
    const Summary summary = reader.summary(options).value();
    for (const StoreSummary& store : summary.stores) {
      const StoreRecord record = *reader.store(store.name).value();
      const OracleStore& oracle = history.stores[store.name];
      check_items(reader, record, oracle);
      check_tombstones(reader, record, oracle);
      check_evidence(reader, record, store, oracle);
      check_sums(reader, record, store, oracle);
    }
  }));
}

}  // namespace
}  // namespace muniment
