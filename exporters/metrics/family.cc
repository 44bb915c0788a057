#include "exporters/metrics/family.h"

#include <utility>

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

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

double timestamp(std::optional<Time> moment) {
  return moment ? moment->seconds() : 0;
}

}  // namespace muniment
