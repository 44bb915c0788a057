#include "exporters/metrics/family.h"

#include <utility>

#include "model/printable.h"

namespace muniment {
namespace {

prometheus::MetricFamily family_of(prometheus::MetricType type, std::string name,
                                   std::string help) {
  prometheus::MetricFamily family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.type = type;
  return family;
}

}  // namespace

prometheus::MetricFamily gauge(std::string name, std::string help) {
  return family_of(prometheus::MetricType::Gauge, std::move(name), std::move(help));
}

prometheus::MetricFamily counter(std::string name, std::string help) {
  return family_of(prometheus::MetricType::Counter, std::move(name), std::move(help));
}

void add_sample(prometheus::MetricFamily& family, Labels labels, double value) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  if (family.type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  family.metric.push_back(std::move(metric));
}

void add_store_family(Families& out, const Summary& summary, const StoreFamily& row) {
  auto family = family_of(row.type, row.name, row.help);
  for (const StoreSummary& store : summary.stores) {
    add_sample(family, {{"store", printable(store.name)}}, row.value(store));
  }
  out.push_back(std::move(family));
}

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

double timestamp(std::optional<Time> moment) {
  return moment ? moment->seconds() : 0;
}

}  // namespace muniment
