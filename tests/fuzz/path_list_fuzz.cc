// A list of paths is taken as a whole, sorted and each once, and reads back as it was; or
// it is refused in one line that is safe to print. The first byte chooses lines or NULs.

#include <algorithm>

#include "fuzz_target.h"
#include "handed_in.h"
#include "intake/path_list.h"
#include "model/printable.h"

namespace muniment {
namespace {

void check_list(const std::vector<StorePath>& paths, bool null_separated) {
  MUNIMENT_CHECK(!paths.empty() && !paths.front().empty());
  MUNIMENT_CHECK(std::adjacent_find(paths.begin(), paths.end(),
                                    std::greater_equal<>()) == paths.end());
  std::string text;
  for (const StorePath& path : paths) {
    text += path + (null_separated ? '\0' : '\n');
  }
  const HandedIn again(text);
  const auto same = read_path_list(again.name(), null_separated);
  MUNIMENT_CHECK(same && same.value() == paths);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const HandedIn file(as_text(data + 1, size - 1));
  const bool null_separated = data[0] % 2 != 0;
  const auto paths = read_path_list(file.name(), null_separated);
  if (paths) {
    check_list(paths.value(), null_separated);
  } else {
    const std::string& what = paths.error().what;
    MUNIMENT_CHECK(is_utf8(what) && what.find('\n') == std::string::npos);
  }
  return 0;
}

}  // namespace muniment
