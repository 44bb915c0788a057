#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "exporters/metrics/family.h"
#include "model/printable.h"

namespace muniment {
namespace {

struct Shown {
  std::vector<CollectionSummary> collections;  // by name
  bool truncated = false;
};

// The last `max` by name as they are, the rest as one sum. A collection that is itself
// called like the sum joins it: the same series twice would make the whole page
// invalid.
Shown cap(std::vector<CollectionSummary> all, std::size_t max) {
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  const std::size_t hidden = all.size() > max ? all.size() - max : 0;
  Shown shown{{}, hidden > 0};
  CollectionSummary other{kOtherCollections, 0, 0};
  bool has_other = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i >= hidden && all[i].name != kOtherCollections) {
      shown.collections.push_back(std::move(all[i]));
      continue;
    }
    other.items += all[i].items;
    other.bytes += all[i].bytes;
    has_other = true;
  }
  if (has_other) {
    shown.collections.push_back(std::move(other));
  }
  return shown;
}

}  // namespace

void add_collection_families(Families& out, const Summary& summary,
                             std::size_t max_collections) {
  auto items = gauge("muniment_collection_items", "Items held in a collection.");
  auto bytes =
      gauge("muniment_collection_bytes", "Bytes of the items held in a collection.");
  auto truncated =
      gauge("muniment_collections_truncated",
            "1 when a store has more collections than are shown one by one.");
  for (const StoreSummary& store : summary.stores) {
    const std::string name = printable(store.name);
    const Shown shown = cap(store.collections, max_collections);
    for (const CollectionSummary& collection : shown.collections) {
      const Labels labels{{"store", name}, {"collection", printable(collection.name)}};
      add_sample(items, labels, number(collection.items));
      add_sample(bytes, labels, number(collection.bytes));
    }
    add_sample(truncated, {{"store", name}}, shown.truncated ? 1 : 0);
  }
  out.push_back(std::move(items));
  out.push_back(std::move(bytes));
  out.push_back(std::move(truncated));
}

}  // namespace muniment
