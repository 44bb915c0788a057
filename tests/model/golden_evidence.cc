#include "golden_events.h"

namespace muniment {
namespace {

constexpr std::int64_t kDay = 86'400;

Time at(std::int64_t seconds) {
  return golden_time(seconds);
}

// With every condition that there is.
Scope narrow_scope() {
  return {{"2022", "2023/\xff"},
          {"2023/06", "\xfe"},
          {"non-evidential"},
          {"RST/1234/23"},
          at(-60 * kDay),
          at(-31 * kDay),
          3};
}

Scope of_case(const std::string& name) {
  Scope scope;
  scope.cases = {name};
  return scope;
}

std::array<std::uint8_t, 32> sha256() {
  std::array<std::uint8_t, 32> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(0xff - i);
  }
  return digest;
}

std::string file_digest() {
  return std::string(64, 'c');
}

std::vector<Event> authority_events() {
  return {
      {at(21), AuthorityAdded{"bwv",
                              "DA-2023-3",
                              "A. Lee",
                              "B. Moe",
                              at(0),
                              at(100),
                              10'000,
                              20'000'000'000,
                              narrow_scope(),
                              {"lee+e82ea30a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B"
                               "1Ea"},
                              std::string(64, 'd')}},
      {at(22), AuthorityRevoked{"bwv", "DA-2023-3", "B. Moe", "a wrong class"}},
  };
}

std::vector<Event> hold_events() {
  return {
      {at(23), HoldPaths{"bwv", "H-1", {"2023/07/a.mp4", "\xff"}}},
      {at(23), HoldPlaced{"bwv", "H-1", "trial in October", "C. Poe", "D. Ray",
                          at(90 * kDay), narrow_scope()}},
      {at(23), HoldPlaced{"bwv", "H-2", "complaint", "C. Poe", "", std::nullopt,
                          of_case("RST/1234/23")}},
      {at(24), HoldChecked{"bwv", "H-1", 1, 2, 3, 4}},
      {at(25), HoldReleased{"bwv", "H-1", "C. Poe", "the trial is over"}},
  };
}

std::vector<Event> transfer_events() {
  return {
      {at(26), TransferPaths{"bwv", "T-1", {"2023/07/a.mp4", "\xff"}}},
      {at(26), TransferOpened{"bwv", "bwv-new", "T-1", "E. Sun", narrow_scope()}},
      {at(26), TransferOpened{"bwv", "bwv-new", "T-2", "E. Sun", Scope{}}},
      {at(27), TransferClosed{"bwv", "T-2", "E. Sun", 95'033, 2, 3, 4, 1'141}},
  };
}

std::vector<Event> register_events() {
  return {
      {at(28), ItemRegistered{"bwv",
                              "2023/07/caf\xe9.mp4",
                              "BWV-000123",
                              at(-3 * kDay),
                              "evidential",
                              {"RST/1234/23", "RST/77/23"},
                              "JD/1",
                              1'234'567,
                              sha256(),
                              2}},
      {at(28),
       ItemRegistered{
           "bwv", "", "BWV-000124", std::nullopt, "", {}, "", std::nullopt, {}, {}}},
      {at(29),
       RegisterImported{"bwv", "export \xff.csv", file_digest(), 1'000, 1, 2, 996, 1}},
      {at(30), DeletionLogged{"bwv", "2023/07/a.mp4", at(-5), "root@10.1.2.3", "SDEL"}},
      {at(30), DeletionLogged{"bwv", "\xff", at(-4), "", "delete"}},
      {at(31), LogImported{"bwv", "audit.log", file_digest(), 2, 1, 997, 3}},
  };
}

std::vector<Event> retention_events() {
  return {
      {at(32), PolicyDeclared{"bwv",
                              "{1}/{2}",
                              "{1}-{2}-{3}",
                              "non-evidential",
                              "bwv",
                              {{"evidential", {RetentionPeriod::Unit::kForever, 0}},
                               {"non-evidential", {RetentionPeriod::Unit::kDays, 31}},
                               {"traffic = road", {RetentionPeriod::Unit::kMonths, 6}},
                               {"traffic", {RetentionPeriod::Unit::kYears, 7}}}}},
      {at(32), PolicyDeclared{"nas", "", "", "", "", {}}},
      {at(33), RetentionReviewed{"bwv", 1, 2, 3, 4, 5, 6, 7}},
  };
}

std::vector<Event> verdict_events() {
  const ItemFacts gone{ItemType::kFifo, 0, at(-7), at(-7), 9, std::nullopt, ""};
  return {
      {at(34),
       ItemRemoved{"bwv", "2023/07/a.mp4", gone, at(3), at(5), at(6),
                   Explanation::kUnexplained, "", "held", "H-2", at(31 * kDay)}},
      {at(35), RemovalReconsidered{"bwv", "2023/07/a.mp4", 47, 1'234'567,
                                   Explanation::kUnexplained, Explanation::kAuthority,
                                   "DA-2023-3", "approved by A. Lee", "", at(kDay)}},
      {at(35),
       RemovalReconsidered{"bwv", "\xff", 48, 0, Explanation::kLogged,
                           Explanation::kUnexplained, "", "held", "H-2", std::nullopt}},
      {at(36), EvidenceReconsidered{"bwv", 49, 2}},
      {at(37), ScanFinished{"bwv",
                            ScanOutcome::kComplete,
                            at(33),
                            {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
                            ""}},
      {at(38), IncidentRecorded{"INC-2", "bwv", 1, 96, 123'456'789, at(3), at(6), 17}},
  };
}

}  // namespace

std::vector<Event> golden_evidence_events() {
  std::vector<Event> all;
  for (const auto& part : {authority_events(), hold_events(), transfer_events(),
                           register_events(), retention_events(), verdict_events()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace muniment
