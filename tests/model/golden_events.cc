#include "golden_events.h"

#include <fstream>
#include <utility>

namespace muniment {
namespace {

Time at(std::int64_t seconds, std::int64_t ns = 0) {
  return golden_time(seconds, ns);
}

Digests digests(std::uint8_t first) {
  Digests digests;
  for (std::size_t i = 0; i < digests.sha256.size(); ++i) {
    digests.sha256[i] = static_cast<std::uint8_t>(first + i);
  }
  for (std::size_t i = 0; i < digests.xxh3_128.size(); ++i) {
    digests.xxh3_128[i] = static_cast<std::uint8_t>(first + 0x80 + i);
  }
  return digests;
}

ItemFacts video() {
  return {ItemType::kFile, 1'234'567, at(-86'400), at(-86'399, 250'000'000), 4711,
          digests(0),      ""};
}

ItemFacts untouched_video() {
  return {ItemType::kFile, 3, at(-7), at(-7), 4712, digests(1), ""};
}

ItemFacts link() {
  return {ItemType::kSymlink, 0, at(-60), at(-60), 12, std::nullopt, "../\xff/a"};
}

Scope places(std::vector<StorePath> prefixes, std::uint64_t listed_paths) {
  Scope scope;
  scope.prefixes = std::move(prefixes);
  scope.listed_paths = listed_paths;
  return scope;
}

// What the first version of the format had.
std::vector<Event> first_events() {
  return {
      {at(0), LedgerStarted{1, "example.org/muniment"}},
      {at(1), StoreEnrolled{"bwv",
                            {"ext4", "a1b2c3d4e5f60718", 2, at(-1'000'000, 5),
                             "1:0200000000000000", "/dev/sdb1"},
                            "",
                            ""}},
      {at(2),
       StoreEnrolled{"nas", {"6969", "0", 64, std::nullopt, "", "nas:/\xe9"}, "", ""}},
      {at(2), StoreEnrolled{"bwv",
                            {"xfs", "ff", 128, std::nullopt, "", "/dev/sdc1"},
                            "B. Moe",
                            "restored to new disks"}},
      {at(3), ItemAdded{"bwv", "2023/07/a.mp4", video()}},
      {at(3),
       ItemAdded{"bwv", "2023/07/caf\u00e9 \U0001F4F7\n.mp4", untouched_video()}},
      {at(3), ItemAdded{"bwv", "2023/\xff\xfe", link()}},
      {at(4, 1'000'000),
       ItemAltered{"bwv", "2023/07/a.mp4", ChangeKind::kCorrupted, video(), 1'234'567,
                   digests(32), at(3), "content differs"}},
      {at(5, 1'000), ItemMoved{"bwv", "2023/08/a.mp4", "2023/07/a.mp4", video()}},
      {at(6, 1), ItemRemoved{"bwv", "2023/08/a.mp4", video(), at(3), at(5), at(6),
                             Explanation::kAuthority, "DA-2023-1", "approved by A. Lee",
                             "", std::nullopt}},
      {at(6), ItemRemoved{"bwv", "2023/\xff\xfe", link(), at(3), at(5), at(6),
                          Explanation::kUnexplained, "", "", "", std::nullopt}},
      {at(7), ItemsVerified{"bwv", "2023/07", {"b.mp4", "c.mp4", "\xc3"}}},
      {at(8), PlaceUnobserved{"bwv", "2023/09", PlaceKind::kDirectory,
                              "open directory 2023/09: Permission denied", at(7)}},
      {at(8), PlaceUnobserved{"bwv", "2023/10/x", PlaceKind::kInFlight, "too young",
                              std::nullopt}},
      {at(9), PlaceObserved{"bwv", "2023/09"}},
      {at(10), ScanFinished{"bwv",
                            ScanOutcome::kIncomplete,
                            at(9),
                            {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
                            "open directory 2023/09: Permission denied"}},
      {at(11), CheckFinished{"bwv", at(10), 1, 2, 3, 4, 5, 6, 7}},
      {at(12), GapRecorded{"bwv", at(10), at(12), "a scan was stopped"}},
      {at(12), GapRecorded{"", at(11), at(12), "the agent was not running"}},
      {at(13), AuthorityPaths{"bwv", "DA-2023-1", {"2023/08/a.mp4", "\xff"}}},
      {at(13), AuthorityAdded{"bwv",
                              "DA-2023-1",
                              "A. Lee",
                              "B. Moe",
                              at(0),
                              at(100),
                              10'000,
                              20'000'000'000,
                              places({"2022", "2023/01"}, 2),
                              {},
                              ""}},
      {at(13), AuthorityAdded{"bwv",
                              "DA-2023-2",
                              "A. Lee",
                              "",
                              at(0),
                              std::nullopt,
                              std::nullopt,
                              std::nullopt,
                              places({""}, 0),
                              {},
                              ""}},
      {at(14), IncidentRecorded{"INC-1", "bwv", 2, 96'174, 123'456'789, at(3), at(6)}},
      {at(15), AgentStarted{"0.1.0"}},
      {at(16), AgentStopped{"SIGTERM"}},
      {at(19),
       KeyRotated{
           "example.org/muniment+e82ea30a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
           "B. Moe", "the machine was replaced"}},
      {at(20), WitnessConflict{"w1", WitnessOutcome::kRollback, 1'234, 1'240,
                               "it has cosigned more"}},
      {at(20),
       WitnessConflict{"w2", WitnessOutcome::kRefused, 1'234, std::nullopt, ""}},
  };
}

}  // namespace

Time golden_time(std::int64_t seconds, std::int64_t ns) {
  // 2023-07-26T02:00:00Z, the night of the transfer.
  constexpr std::int64_t kNight = 1'690'336'800;
  return Time{(kNight + seconds) * kNsPerSecond + ns};
}

std::vector<Event> golden_events() {
  std::vector<Event> events = first_events();
  for (Event& event : golden_evidence_events()) {
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<std::string> golden_lines() {
  std::ifstream file(MUNIMENT_MODEL_GOLDEN "/events.jsonl", std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace muniment
