// What may go and what must not: holds, retention, authorities, transfers, the register.

#include <cstddef>
#include <cstdint>
#include <utility>

#include "exporters/metrics/family.h"
#include "model/printable.h"

namespace muniment {
namespace {

using prometheus::MetricType;

constexpr StoreFamily kHoldFamilies[] = {
    {"muniment_hold_breaches", MetricType::Gauge,
     "Items that are gone though a hold should have kept them.",
     [](const StoreSummary& s) { return number(s.hold_breaches); }},
    {"muniment_holds", MetricType::Gauge, "Holds in force.",
     [](const StoreSummary& s) { return number(s.holds); }},
    {"muniment_holds_unchecked", MetricType::Gauge,
     "Holds whose items have not been read again since the hold was placed.",
     [](const StoreSummary& s) { return number(s.holds_to_check); }},
};

// As of the last review, which follows a scan.
constexpr StoreFamily kRetentionFamilies[] = {
    {"muniment_retention_overdue_items", MetricType::Gauge,
     "Items held past the end of their retention period.",
     [](const StoreSummary& s) { return number(s.overdue_retention_items); }},
    {"muniment_retention_overdue_bytes", MetricType::Gauge,
     "Bytes of the items held past the end of their retention period.",
     [](const StoreSummary& s) { return number(s.overdue_retention_bytes); }},
    {"muniment_retention_undated_items", MetricType::Gauge,
     "Items whose class or recorded date is not known, so that retention never lets "
     "them go.",
     [](const StoreSummary& s) { return number(s.undated_items); }},
};

constexpr StoreFamily kOtherFamilies[] = {
    {"muniment_registered_items", MetricType::Gauge,
     "Items that the imported register has.",
     [](const StoreSummary& s) { return number(s.registered_items); }},
    {"muniment_transfers_open", MetricType::Gauge,
     "Transfers from the store that are not closed.",
     [](const StoreSummary& s) { return number(s.transfers_open); }},
};

template <std::size_t Count>
void add_all(Families& out, const Summary& summary, const StoreFamily (&rows)[Count]) {
  for (const StoreFamily& row : rows) {
    add_store_family(out, summary, row);
  }
}

void add_deletable(Families& out, const Summary& summary) {
  auto items = gauge("muniment_retention_deletable_items",
                     "Items whose retention period is over within so long, those of "
                     "which it is over already among them.");
  auto bytes =
      gauge("muniment_retention_deletable_bytes",
            "Bytes of the items whose retention period is over within so long.");
  for (const StoreSummary& store : summary.stores) {
    const auto add = [&](const char* within, std::uint64_t item_count,
                         std::uint64_t byte_count) {
      const Labels labels{{"store", printable(store.name)}, {"within", within}};
      add_sample(items, labels, number(item_count));
      add_sample(bytes, labels, number(byte_count));
    };
    add("7d", store.deletable_7d_items, store.deletable_7d_bytes);
    add("30d", store.deletable_30d_items, store.deletable_30d_bytes);
  }
  out.push_back(std::move(items));
  out.push_back(std::move(bytes));
}

void add_authorities(Families& out, const Summary& summary) {
  auto family = gauge("muniment_authorities", "Disposal authorities, by state.");
  for (const StoreSummary& store : summary.stores) {
    const auto add = [&](const char* state, std::uint64_t count) {
      add_sample(family, {{"store", printable(store.name)}, {"state", state}},
                 number(count));
    };
    add("open", store.authorities_open);
    add("used-up", store.authorities_used_up);
    add("expired", store.authorities_expired);
  }
  out.push_back(std::move(family));
}

}  // namespace

void add_disposal_families(Families& out, const Summary& summary) {
  add_all(out, summary, kHoldFamilies);
  add_all(out, summary, kRetentionFamilies);
  add_deletable(out, summary);
  add_authorities(out, summary);
  add_all(out, summary, kOtherFamilies);
}

}  // namespace muniment
