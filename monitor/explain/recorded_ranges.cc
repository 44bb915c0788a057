#include "explain/recorded_ranges.h"

#include <algorithm>
#include <limits>

namespace muniment {
namespace {

constexpr Time kFirst{std::numeric_limits<std::int64_t>::min()};
constexpr Time kLast{std::numeric_limits<std::int64_t>::max()};

std::size_t middle_of(std::size_t begin, std::size_t end) {
  return begin + (end - begin) / 2;
}

}  // namespace

void RecordedRanges::add(std::optional<Time> from, std::optional<Time> to,
                         std::size_t number) {
  if (!from && !to) {
    undated_.push_back(number);
  } else {
    ranges_.push_back({from.value_or(kFirst), to.value_or(kLast), number, kFirst});
  }
}

void RecordedRanges::sort() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.from < b.from; });
  note_latest(0, ranges_.size());
}

Time RecordedRanges::note_latest(std::size_t begin, std::size_t end) {
  if (begin == end) {
    return kFirst;
  }
  const std::size_t middle = middle_of(begin, end);
  ranges_[middle].latest = std::max(
      {ranges_[middle].to, note_latest(begin, middle), note_latest(middle + 1, end)});
  return ranges_[middle].latest;
}

void RecordedRanges::find(std::optional<Time> recorded,
                          std::vector<std::size_t>& numbers) const {
  numbers.insert(numbers.end(), undated_.begin(), undated_.end());
  if (recorded) {
    find_in(0, ranges_.size(), *recorded, numbers);
  }
}

void RecordedRanges::find_in(std::size_t begin, std::size_t end, Time recorded,
                             std::vector<std::size_t>& numbers) const {
  while (begin != end) {
    const std::size_t middle = middle_of(begin, end);
    const Range& range = ranges_[middle];
    if (range.latest < recorded) {
      return;
    }
    find_in(begin, middle, recorded, numbers);
    if (recorded < range.from) {
      return;  // and so do all that come later
    }
    if (recorded <= range.to) {
      numbers.push_back(range.number);
    }
    begin = middle + 1;
  }
}

}  // namespace muniment
