// Which of many ranges of recorded dates hold a date? A tree, because a store has a
// disposal authority for each class and month, over many years.
//
// Owner:   a ScopeIndex. Threads: any, once it is sorted. Failure: none.

#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/time.h"

namespace muniment {

class RecordedRanges {
 public:
  // Both ends belong to the range. Without any, what has no date is in it, too.
  void add(std::optional<Time> from, std::optional<Time> to, std::size_t number);

  // After the last add() and before the first find().
  void sort();

  // Appends the numbers of all that hold `recorded`, in no order.
  void find(std::optional<Time> recorded, std::vector<std::size_t>& numbers) const;

 private:
  struct Range {
    Time from;
    Time to;
    std::size_t number = 0;
    Time
        latest;  // the latest `to` of the part of ranges_ that this one is the middle of
  };

  Time note_latest(std::size_t begin, std::size_t end);
  void find_in(std::size_t begin, std::size_t end, Time recorded,
               std::vector<std::size_t>& numbers) const;

  std::vector<std::size_t> undated_;
  std::vector<Range> ranges_;  // by `from`; the middle of any part is the root of it
};

}  // namespace muniment
