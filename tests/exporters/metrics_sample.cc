#include <cstdio>

#include "exporters/metrics/metrics.h"
#include "sample_summary.h"

int main() {
  const std::string page = muniment::render_metrics(
      muniment::sample_summary(), muniment::sample_health(), {"0.1.0", "abc123", 200});
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
