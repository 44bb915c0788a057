#include "explain/sentences.h"

#include <algorithm>
#include <utility>

#include "model/printable.h"

namespace muniment {

std::string shown(std::string_view name) {
  constexpr std::size_t kMostBytes = 80;
  return shortened(name, kMostBytes);
}

std::string joined(std::string first, std::string_view second) {
  if (!first.empty() && !second.empty()) {
    first += "; ";
  }
  return std::move(first.append(second));
}

std::string newest_sentences(std::size_t count,
                             const std::function<std::string(std::size_t)>& sentence,
                             std::string_view older_ones) {
  constexpr std::size_t kMostNamed = 3;
  const std::size_t unnamed = count - std::min(count, kMostNamed);
  std::string sentences;
  for (std::size_t i = unnamed; i < count; ++i) {
    sentences = joined(std::move(sentences), sentence(i));
  }
  if (unnamed > 0) {
    sentences += "; and " + std::to_string(unnamed) + ' ' + std::string(older_ones);
  }
  return sentences;
}

}  // namespace muniment
