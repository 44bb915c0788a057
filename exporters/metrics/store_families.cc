#include <string>
#include <utility>

#include "exporters/metrics/family.h"
#include "model/printable.h"

namespace muniment {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr StoreFamily kStoreFamilies[] = {
    {"muniment_store_items", MetricType::Gauge,
     "Items held, by the last look at the store.",
     [](const StoreSummary& s) { return number(s.items); }},
    {"muniment_store_bytes", MetricType::Gauge, "Bytes of the items held.",
     [](const StoreSummary& s) { return number(s.bytes); }},
    {"muniment_store_unexplained_items", MetricType::Gauge,
     "Items that are gone and that no authority, transfer, move or retention rule "
     "explains.",
     [](const StoreSummary& s) { return number(s.unexplained_items); }},
    {"muniment_store_unexplained_bytes", MetricType::Gauge,
     "Bytes of the items that are gone without an explanation.",
     [](const StoreSummary& s) { return number(s.unexplained_bytes); }},
    {"muniment_store_logged_items", MetricType::Gauge,
     "Items that are gone and that a storage log shows, though nobody authorised it.",
     [](const StoreSummary& s) { return number(s.logged_items); }},
    {"muniment_store_logged_bytes", MetricType::Gauge,
     "Bytes of the items that are gone by a storage log alone.",
     [](const StoreSummary& s) { return number(s.logged_bytes); }},
    {"muniment_store_corrupted_items", MetricType::Gauge,
     "Items whose content differs from the record though their metadata does not.",
     [](const StoreSummary& s) { return number(s.corrupted_items); }},
    {"muniment_store_not_observed_items", MetricType::Gauge,
     "Items of which nothing is known now, because they could not be looked at.",
     [](const StoreSummary& s) { return number(s.not_observed_items); }},
    {"muniment_store_in_flight_items", MetricType::Gauge,
     "Items that were being written when they were looked at.",
     [](const StoreSummary& s) { return number(s.in_flight_items); }},
    {"muniment_store_overdue_fixity_items", MetricType::Gauge,
     "Items whose content was not checked within the configured period.",
     [](const StoreSummary& s) { return number(s.overdue_fixity_items); }},
    {"muniment_store_last_complete_scan_timestamp_seconds", MetricType::Gauge,
     "When the last scan that saw everything ended, as Unix time; 0 when there was "
     "none.",
     [](const StoreSummary& s) { return timestamp(s.last_complete_scan); }},
    {"muniment_store_last_scan_timestamp_seconds", MetricType::Gauge,
     "When the last scan of any outcome ended, as Unix time; 0 when there was none.",
     [](const StoreSummary& s) { return timestamp(s.last_scan); }},
    {"muniment_store_last_scan_duration_seconds", MetricType::Gauge,
     "How long the last scan took.",
     [](const StoreSummary& s) { return s.last_scan_seconds; }},
    {"muniment_gaps_total", MetricType::Counter,
     "Times or places that were not observed, as recorded in the ledger.",
     [](const StoreSummary& s) { return number(s.gaps); }},
    {"muniment_items_verified_total", MetricType::Counter,
     "Items whose content was read again and found as recorded.",
     [](const StoreSummary& s) { return number(s.verified_items); }},
    {"muniment_verified_bytes_total", MetricType::Counter,
     "Bytes that were read again and found as recorded.",
     [](const StoreSummary& s) { return number(s.verified_bytes); }},
};

// A store that no scan has looked at yet is neither: it has no sample here, and
// muniment_store_last_complete_scan_timestamp_seconds says 0.
MetricFamily availability(const Summary& summary) {
  auto family =
      gauge("muniment_store_available",
            "1 when the enrolled store was there at the last look, 0 when it was not. "
            "No sample before the first look.");
  for (const StoreSummary& store : summary.stores) {
    if (store.state != StoreState::kNeverScanned) {
      add_sample(family, {{"store", printable(store.name)}},
                 store.state == StoreState::kAvailable ? 1 : 0);
    }
  }
  return family;
}

MetricFamily scans(const Summary& summary) {
  auto family = counter("muniment_scans_total", "Scans that ended, by outcome.");
  for (const StoreSummary& store : summary.stores) {
    const auto add = [&](ScanOutcome outcome, std::uint64_t count) {
      add_sample(family,
                 {{"store", printable(store.name)},
                  {"outcome", std::string(name_of(outcome))}},
                 number(count));
    };
    add(ScanOutcome::kComplete, store.scans_complete);
    add(ScanOutcome::kIncomplete, store.scans_incomplete);
    add(ScanOutcome::kUnavailable, store.scans_unavailable);
  }
  return family;
}

}  // namespace

void add_store_families(Families& out, const Summary& summary) {
  out.push_back(availability(summary));
  for (const StoreFamily& row : kStoreFamilies) {
    add_store_family(out, summary, row);
  }
  out.push_back(scans(summary));
}

}  // namespace muniment
