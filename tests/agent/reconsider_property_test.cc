// Random histories: whatever goes, comes back and is explained late, no authority is used
// twice for one path, none beyond what it is for, and the counts are those of the rows.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "agent/job_recorder.h"
#include "agent/reconsider.h"
#include "temp_state.h"

namespace muniment {
namespace {

using rc::gen::element;
using rc::gen::inRange;

constexpr const char* kPaths[] = {"d/a", "d/b", "d/c", "e/a"};

class History {
 public:
  void add_authority() {
    AuthorityAdded terms;
    terms.store = "bwv";
    terms.reference = "DA-" + std::to_string(++authorities_);
    terms.approved_by = "A. Lee";
    terms.scope.prefixes = {*element<std::string>("d", "d/a", "")};
    if (*inRange(0, 2) == 0) {
      terms.max_items = *inRange<std::uint64_t>(0, 3);
    }
    limits[terms.reference] = terms.max_items;
    state.record({terms});
  }

  // A scan that misses some of what is there, all of which comes back.
  void scan() {
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    JobRecorder job("bwv", recorder, reader,
                    {state.directory().catalogue(), state.directory().path()});
    std::vector<EventBody> back;
    for (const char* const path : kPaths) {
      if (*inRange(0, 2) == 0) {
        Candidate item = candidate(path);
        item.first_seen = Time{*inRange(1, 50)};
        item.last_seen = Time{++clock_};
        RC_ASSERT(reason(job.record_removal(item, Time{++clock_})) == "");
        back.emplace_back(added(path));
      }
    }
    RC_ASSERT(reason(job.record(std::move(back))) == "");
    RC_ASSERT(reason(job.settle()) == "");
  }

  // Removals that nobody was there to explain when they were recorded.
  void lose() {
    std::vector<EventBody> lost;
    for (int i = *inRange(1, 6); i > 0; --i) {
      const Candidate item = candidate(kPaths[*inRange<std::size_t>(0, 4)]);
      lost.emplace_back(ItemRemoved{
          "bwv", item.path, item.facts, Time{1}, Time{++clock_}, Time{++clock_},
          Explanation::kUnexplained, "", "", "", std::nullopt});
    }
    state.record(std::move(lost));
  }

  void reconsider_now() {
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    (void)value_of(reconsider(state.directory(), recorder, reader, "bwv"));
  }

  TempState state;
  std::map<std::string, std::optional<std::uint64_t>> limits;

 private:
  int authorities_ = 0;
  std::int64_t clock_ = 1000;
};

void check(const History& history) {
  Reader reader = history.state.reader();
  const auto record = value_of(reader.store("bwv"));
  if (!record) {
    return;
  }
  std::set<std::pair<StorePath, std::string>> used;
  std::map<std::string, std::uint64_t> uses;
  for (const Tombstone& one :
       value_of(reader.removals(record->id, 0, 1000, {Explanation::kAuthority}))) {
    RC_ASSERT(used.emplace(one.removed.path, one.removed.reference).second);
    uses[one.removed.reference] += 1;
  }
  for (const AuthorityRecord& authority : value_of(reader.authorities(record->id))) {
    const std::string& reference = authority.terms.reference;
    RC_ASSERT(authority.used_items == uses[reference]);
    RC_ASSERT(authority.used_bytes == uses[reference] * 10);
    const auto& most = history.limits.at(reference);
    RC_ASSERT(uses[reference] <= most.value_or(uses[reference]));
  }
}

TEST(Reconsider, UsesNoAuthorityTwiceForOnePathWhateverHappens) {
  std::size_t explained = 0;
  EXPECT_TRUE(rc::check("one item uses one authority once", [&] {
    History history;
    for (int i = *inRange(2, 12); i > 0; --i) {
      switch (*inRange(0, 4)) {
        case 0:
          history.add_authority();
          break;
        case 1:
          history.scan();
          break;
        case 2:
          history.lose();
          break;
        default:
          history.reconsider_now();
          break;
      }
    }
    history.reconsider_now();
    check(history);
    const auto types = history.state.event_types();
    explained += static_cast<std::size_t>(
        std::count(types.begin(), types.end(), "reconsidered"));
  }));
  EXPECT_GT(explained, 20U);
}

}  // namespace
}  // namespace muniment
