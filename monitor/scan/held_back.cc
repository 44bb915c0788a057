#include "scan/held_back.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace muniment {
namespace {

constexpr std::size_t kRecordEvery = 16'384;  // events

void count_place(const Place& place, const std::vector<KnownDirectory>& directories,
                 ScanResult& result) {
  if (place.kind == PlaceKind::kInFlight) {
    result.counts.in_flight += 1;
    return;
  }
  std::uint64_t known = 0;
  if (place.kind == PlaceKind::kDirectory) {
    for (const KnownDirectory& directory : directories) {
      known += is_under(directory.path, place.path) ? directory.entries : 0;
    }
  }
  // A place of which nothing is known yet still counts as one that was not observed.
  result.counts.not_observed += std::max<std::uint64_t>(1, known);
  result.outcome = ScanOutcome::kIncomplete;
  if (result.reason.empty()) {
    result.reason = place.reason;
  }
}

}  // namespace

Status HeldBack::record_changes(ScanCounts& counts) {
  const Time first_missed = wall_clock_now();
  MUNIMENT_TRY(scratch_.each_gone([&](const Candidate& candidate) {
    return recorder_.record_removal(candidate, first_missed);
  }));
  MUNIMENT_TRY(scratch_.each_move([&](const Move& move) {
    counts.moved += 1;
    return hold(ItemMoved{store_, move.to.path, move.from.path, move.to.facts});
  }));
  MUNIMENT_TRY(scratch_.each_arrival([&](const Arrival& arrival) {
    counts.added += 1;
    return hold(ItemAdded{store_, arrival.path, arrival.facts});
  }));
  return record_held();
}

Status HeldBack::record_places(const Before& before, ScanResult& result) {
  std::unordered_map<StorePath, const UnobservedPlace*> not_seen_again;
  for (const UnobservedPlace& place : before.places) {
    not_seen_again.emplace(place.path, &place);
  }
  MUNIMENT_TRY(scratch_.each_place([&](const Place& place) -> Status {
    count_place(place, before.directories, result);
    const auto found = not_seen_again.find(place.path);
    if (found == not_seen_again.end()) {
      return hold(PlaceUnobserved{store_, place.path, place.kind, place.reason,
                                  before.last_observed});
    }
    const UnobservedPlace& known = *found->second;
    not_seen_again.erase(found);
    if (known.place == place.kind && known.reason == place.reason) {
      return ok();
    }
    return hold(PlaceUnobserved{store_, place.path, place.kind, place.reason,
                                known.last_observed});
  }));
  for (const UnobservedPlace& place : before.places) {
    if (not_seen_again.contains(place.path)) {
      MUNIMENT_TRY(hold(PlaceObserved{store_, place.path}));
    }
  }
  return record_held();
}

Status HeldBack::hold(EventBody event) {
  held_.push_back(std::move(event));
  return held_.size() < kRecordEvery ? ok() : record_held();
}

Status HeldBack::record_held() {
  return held_.empty() ? ok() : recorder_.record(std::exchange(held_, {}));
}

}  // namespace muniment
