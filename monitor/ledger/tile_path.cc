#include "ledger/tile_path.h"

#include <array>
#include <cstdio>

namespace muniment {
namespace {

std::string three_digits(std::uint64_t below_1000) {
  std::array<char, 4> text{};
  (void)std::snprintf(text.data(), text.size(), "%03u",
                      static_cast<unsigned>(below_1000 % 1000));
  return text.data();
}

std::string path_in(std::string_view room, std::uint64_t index, unsigned width) {
  std::string number = three_digits(index);
  for (std::uint64_t rest = index / 1000; rest > 0; rest /= 1000) {
    number.insert(0, 'x' + three_digits(rest) + '/');
  }
  std::string path = "tile/" + std::string(room) + '/' + number;
  return width < kTileWidth ? path + ".p/" + std::to_string(width) : path;
}

}  // namespace

std::string tile_path(unsigned level, std::uint64_t index, unsigned width) {
  return path_in(std::to_string(level), index, width);
}

std::string bundle_path(std::uint64_t index, unsigned width) {
  return path_in("entries", index, width);
}

}  // namespace muniment
