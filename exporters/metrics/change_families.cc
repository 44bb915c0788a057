#include <array>
#include <string>
#include <utility>

#include "exporters/metrics/family.h"
#include "model/printable.h"

namespace muniment {
namespace {

using prometheus::MetricFamily;

struct Total {
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
};

// An alteration that names no explanation has none.
Explanation stated(Explanation explanation) {
  return explanation == Explanation::kNone ? Explanation::kUnexplained : explanation;
}

Total total_of(const StoreSummary& store, ChangeKind kind) {
  Total total;
  for (const ChangeCount& change : store.changes) {
    if (change.kind == kind) {
      total.items += change.items;
      total.bytes += change.bytes;
    }
  }
  return total;
}

Total total_of(const StoreSummary& store, ChangeKind kind, Explanation explanation) {
  Total total;
  for (const ChangeCount& change : store.changes) {
    if (change.kind == kind && stated(change.explanation) == explanation) {
      total.items += change.items;
      total.bytes += change.bytes;
    }
  }
  return total;
}

Labels labels_of(const StoreSummary& store, Explanation explanation) {
  return {{"store", printable(store.name)},
          {"explanation", std::string(name_of(explanation))}};
}

// In the order in which they are shown. A moved item is not a removed one.
constexpr std::array kRemovalExplanations = {
    Explanation::kUnexplained, Explanation::kAuthority, Explanation::kRetention,
    Explanation::kTransfer, Explanation::kLogged};

void add_removals(Families& out, const Summary& summary) {
  auto items = counter("muniment_items_removed_total",
                       "Items that went since the store was enrolled, by explanation.");
  auto bytes =
      counter("muniment_bytes_removed_total",
              "Bytes of items that went since the store was enrolled, by explanation.");
  for (const StoreSummary& store : summary.stores) {
    for (const Explanation explanation : kRemovalExplanations) {
      const Total total = total_of(store, ChangeKind::kRemoved, explanation);
      add_sample(items, labels_of(store, explanation), number(total.items));
      add_sample(bytes, labels_of(store, explanation), number(total.bytes));
    }
  }
  out.push_back(std::move(items));
  out.push_back(std::move(bytes));
}

// The series without an explanation is always there; others once they have a count.
MetricFamily alterations(MetricFamily family, const Summary& summary, ChangeKind kind) {
  for (const StoreSummary& store : summary.stores) {
    for (const Explanation explanation : kRemovalExplanations) {
      const Total total = total_of(store, kind, explanation);
      if (total.items > 0 || explanation == Explanation::kUnexplained) {
        add_sample(family, labels_of(store, explanation), number(total.items));
      }
    }
  }
  return family;
}

}  // namespace

void add_change_families(Families& out, const Summary& summary) {
  auto added = counter("muniment_items_added_total",
                       "Items that came, the first scan included.");
  auto moved = counter("muniment_items_moved_total",
                       "Items that are now in another place of the same store.");
  for (const StoreSummary& store : summary.stores) {
    add_sample(added, {{"store", printable(store.name)}},
               number(total_of(store, ChangeKind::kAdded).items));
    add_sample(moved, labels_of(store, Explanation::kMoved),
               number(total_of(store, ChangeKind::kMoved).items));
  }
  out.push_back(std::move(added));
  add_removals(out, summary);
  out.push_back(alterations(
      counter("muniment_items_modified_total",
              "Items whose content and metadata changed since they were recorded."),
      summary, ChangeKind::kModified));
  out.push_back(alterations(
      counter("muniment_items_emptied_total",
              "Items that had content when they were recorded and then had none."),
      summary, ChangeKind::kEmptied));
  out.push_back(
      alterations(counter("muniment_items_corrupted_total",
                          "Items whose content changed though their metadata did not."),
                  summary, ChangeKind::kCorrupted));
  out.push_back(std::move(moved));
}

}  // namespace muniment
