#include "exporters/metrics/metrics.h"

#include <prometheus/text_serializer.h>

#include <utility>

#include "exporters/metrics/family.h"

namespace muniment {
namespace {

void add_build_info(Families& out, const MetricsOptions& options) {
  auto info = gauge("muniment_build_info",
                    "Always 1; the labels say which version of Muniment this is.");
  add_sample(info, {{"version", options.version}, {"revision", options.revision}}, 1);
  out.push_back(std::move(info));
}

void add_single(Families& out, const char* name, const char* help, double value) {
  auto family = gauge(name, help);
  add_sample(family, {}, value);
  out.push_back(std::move(family));
}

void add_ledger_families(Families& out, const Summary& summary) {
  add_single(out, "muniment_incidents_open", "Incidents that nobody has closed yet.",
             number(summary.incidents_open));
  add_single(
      out, "muniment_ledger_entries",
      "Events in the ledger. It never falls; a fall means that an older copy was "
      "restored.",
      number(summary.ledger_size));
  add_single(out, "muniment_ledger_head_timestamp_seconds",
             "When the newest event of the ledger was recorded, as Unix time.",
             timestamp(summary.last_event));
}

}  // namespace

std::string render_metrics(const Summary& summary, const AgentHealth& health,
                           const MetricsOptions& options) {
  Families families;
  add_build_info(families, options);
  add_store_families(families, summary);
  add_disposal_families(families, summary);
  add_collection_families(families, summary, options.max_collections);
  add_change_families(families, summary);
  add_ledger_families(families, summary);
  add_vouching_families(families, health);
  add_agent_families(families, health);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace muniment
