#include "exporters/report/concern_list.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {

Status ConcernList::add(std::string_view kind, const StorePath& path,
                        const std::string& detail, const Json& more) {
  std::uint64_t& count = counts_[std::string(kind)];
  count += 1;
  if (json_) {
    Json json;
    json["kind"] = std::string(kind);
    put_path(json, "path", path);
    json["detail"] = detail;
    json.update(more);
    return write_(json_line(json) + "\n");
  }
  if (!all_ && count > kShown) {
    return ok();
  }
  return write_(fmt::format("  {:<16}  {}{}{}\n", kind, printable(path),
                            detail.empty() ? "" : ": ", printable(detail)));
}

Status ConcernList::finish() {
  if (json_ || all_) {
    return ok();
  }
  for (const auto& [kind, count] : counts_) {
    if (count > kShown) {
      MUNIMENT_TRY(write_(fmt::format("  {:<16}  and {} more (--all lists them)\n",
                                      kind, human_count(count - kShown))));
    }
  }
  return ok();
}

}  // namespace muniment
