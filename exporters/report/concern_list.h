// A long list of items with what is the matter with each: whole as JSON, one a line; as
// text the first few of each kind, unless all are asked for.
//
// Owner:   one command. Threads: one at a time.
// Failure: of the function that writes.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "exporters/report/json_line.h"
#include "model/item.h"
#include "model/result.h"

namespace muniment {

class ConcernList {
 public:
  using Write = std::function<Status(const std::string& text)>;
  static constexpr std::uint64_t kShown = 20;  // of each kind, as text

  ConcernList(Write write, bool json, bool all)
      : write_(std::move(write)), json_(json), all_(all) {}

  // `kind` is for scripts, `detail` for people and may be "". `more` goes into the JSON.
  Status add(std::string_view kind, const StorePath& path, const std::string& detail,
             const Json& more = Json::object());

  // How many lines were left out of the text.
  Status finish();

 private:
  Write write_;
  bool json_;
  bool all_;
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace muniment
