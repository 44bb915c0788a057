// A template puts directories of the path, and nothing else, where its braces are.

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz_target.h"
#include "model/collection.h"

namespace muniment {
namespace {

// Every "{n}" of the template replaced by the n-th directory: slow, and plainly right.
// REQUIRES: a template that parses.
std::string expected(std::string text, std::string_view directory) {
  std::vector<std::string> parts(directory.empty() ? 0 : 1);
  for (const char c : directory) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  std::string out;
  while (!text.empty()) {
    const std::size_t brace = text.find('{');
    out += text.substr(0, brace);
    text.erase(0, brace);
    if (!text.empty()) {
      const std::size_t n = std::stoul(text.substr(1));
      if (n > parts.size()) {
        return "";
      }
      out += parts[n - 1];
      text.erase(0, text.find('}') + 1);
    }
  }
  return out;
}

}  // namespace

// The template, a line feed, the path.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = as_text(data, size);
  const std::string_view text = input.substr(0, input.find('\n'));
  const std::string_view path = input.substr(std::min(size, text.size() + 1));
  const Result<CollectionTemplate> parsed = CollectionTemplate::parse(text);
  if (!parsed) {
    return 0;
  }
  MUNIMENT_CHECK(parsed.value().text() == text);
  const std::string collection = parsed.value().apply(path);
  MUNIMENT_CHECK(collection == expected(std::string(text), parent_of(path)));
  MUNIMENT_CHECK(!shown_collection(collection).empty());
  return 0;
}

}  // namespace muniment
