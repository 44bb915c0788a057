#include "app/import_problems.h"

#include <cstdio>

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {

void ImportProblems::add(std::uint64_t line, const std::string& reason) {
  count_ += 1;
  if (count_ > kTold) {
    return;
  }
  told_.push_back({line, reason});
  if (!options_.json) {
    (void)std::fprintf(stderr, "%s:%llu: %s\n", printable(file_).c_str(),
                       static_cast<unsigned long long>(line), reason.c_str());
  }
}

Status ImportProblems::verdict() const {
  if (count_ == 0 || skip_) {
    return ok();
  }
  const Problem& first = told_.front();
  return usage_error(printable(file_) + ":" + std::to_string(first.line) + ": " +
                     first.reason + "; " + human_count(count_, "wrong row") +
                     " in all, and nothing was imported (--skip-bad imports the rest)");
}

Json ImportProblems::json() const {
  Json array = Json::array();
  for (const Problem& problem : told_) {
    array.push_back({{"line", problem.line}, {"reason", problem.reason}});
  }
  return array;
}

}  // namespace muniment
