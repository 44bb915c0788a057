#include "app/import_problems.h"

#include <cstdio>

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {

void ImportProblems::add(std::uint64_t line, const std::string& reason) {
  count_ += 1;
  const Problem problem{line, reason};
  if (count_ <= kKept) {
    told_.push_back(problem);
  }
  if (options_.json || (count_ == 1 && !skip_)) {
    return;  // one alone is what verdict() says
  }
  if (count_ == 2 && !skip_) {
    say(told_.front());
  }
  say(problem);
}

void ImportProblems::say(const Problem& problem) const {
  (void)std::fprintf(stderr, "%s:%llu: %s\n", printable(file_).c_str(),
                     static_cast<unsigned long long>(problem.line),
                     problem.reason.c_str());
}

Status ImportProblems::verdict() const {
  if (count_ == 0 || skip_) {
    return ok();
  }
  const std::string file = printable(file_);
  const std::string end = "nothing was imported (--skip-bad imports the rest)";
  if (count_ > 1 && !options_.json) {
    return usage_error(file + ": " + human_count(count_, "wrong row") + ", and " + end);
  }
  const Problem& first = told_.front();
  return usage_error(
      file + ":" + std::to_string(first.line) + ": " + first.reason +
      (count_ == 1 ? "; " : "; " + human_count(count_, "wrong row") + " in all, and ") +
      end);
}

Json ImportProblems::json() const {
  Json array = Json::array();
  for (const Problem& problem : told_) {
    array.push_back({{"line", problem.line}, {"reason", problem.reason}});
  }
  return array;
}

}  // namespace muniment
