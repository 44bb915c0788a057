#include "agent/job_recorder.h"

#include <gtest/gtest.h>

#include "temp_state.h"

namespace muniment {
namespace {

using Types = std::vector<std::string>;

// One scan's worth of recording.
class Job {
 public:
  explicit Job(const TempState& state)
      : recorder_(state.recorder()),
        reader_(state.reader()),
        job_("bwv", recorder_, reader_,
             {state.directory().catalogue(), state.directory().path()}) {}

  void remove(std::string path, std::uint64_t size = 10) {
    EXPECT_EQ(reason(job_.record_removal(candidate(std::move(path), size), Time{30})),
              "");
  }
  void record(std::vector<EventBody> events) {
    EXPECT_EQ(reason(job_.record(std::move(events))), "");
    EXPECT_EQ(reason(job_.settle()), "");
  }
  void flush() { EXPECT_EQ(reason(job_.settle()), ""); }
  const ScanCounts& counts() const { return job_.counts(); }

 private:
  Recorder recorder_;
  Reader reader_;
  JobRecorder job_;
};

class JobRecorderTest : public testing::Test {
 protected:
  JobRecorderTest() {
    state.record({added("a"), added("b"), added("c"), added("d/e")});
  }

  // Types of what was recorded since the last call.
  Types new_types() {
    const Types all = state.event_types();
    Types recent(all.begin() + static_cast<std::ptrdiff_t>(seen_), all.end());
    seen_ = all.size();
    return recent;
  }
  std::vector<IncidentRow> incidents() const {
    Reader reader = state.reader();
    return value_of(reader.open_incidents(value_of(reader.store("bwv"))->id));
  }
  AuthorityAdded authority(std::string reference) const {
    AuthorityAdded terms;
    terms.store = "bwv";
    terms.reference = std::move(reference);
    terms.approved_by = "A. Lee";
    return terms;
  }
  std::string explanations() const {
    std::string all;
    for (const Event& event : state.events()) {
      if (const auto* removed = std::get_if<ItemRemoved>(&event.body)) {
        all += removed->path + "=" +
               (removed->reference.empty() ? std::string(name_of(removed->explanation))
                                           : removed->reference) +
               " ";
      }
    }
    return all;
  }

  TempState state;

 private:
  std::size_t seen_ = 5;
};

TEST_F(JobRecorderTest, OpensAnIncidentInTheSameBatchAsTheLoss) {
  Job job(state);
  job.remove("a", 7);
  job.remove("b", 5);
  EXPECT_EQ(new_types(), Types{}) << "held back, to be one batch";
  job.flush();
  EXPECT_EQ(new_types(), (Types{"removed", "removed", "incident"}));
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_EQ(incidents()[0].recorded,
            (IncidentRecorded{"INC-1", "bwv", 1, 2, 12, Time{20}, Time{30}, 0}));
  const auto events = state.events();
  EXPECT_EQ(events[5].time, events[7].time);
}

TEST_F(JobRecorderTest, GrowsTheIncidentThatIsOpen) {
  Job first(state);
  first.remove("a");
  first.flush();
  Job second(state);
  second.remove("b");
  second.remove("c");
  second.flush();
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_EQ(incidents()[0].recorded.version, 2);
  EXPECT_EQ(incidents()[0].recorded.items, 3U);
}

TEST_F(JobRecorderTest, OpensAnIncidentForDamageAndNoneForNewTimes) {
  Job job(state);
  ItemAltered change{
      "bwv",    "a", ChangeKind::kMetadata, added("a").facts, 10, std::nullopt,
      Time{20}, ""};
  job.record({change});
  EXPECT_EQ(new_types(), Types{"altered"});
  change.kind = ChangeKind::kCorrupted;
  job.record({change, added("new")});
  EXPECT_EQ(new_types(), (Types{"altered", "added", "incident"}));
  EXPECT_EQ(incidents().at(0).recorded.bytes, 10U);
}

TEST_F(JobRecorderTest, RecordsWhatWentBeforeWhatTookItsName) {
  Job job(state);
  job.remove("a");
  job.record({added("a", 99)});
  EXPECT_EQ(new_types(), (Types{"removed", "incident", "added"}));
  Reader reader = state.reader();
  const auto item = value_of(reader.item(value_of(reader.store("bwv"))->id, "a"));
  ASSERT_TRUE(item);
  EXPECT_EQ(item->facts.size, 99U);
}

TEST_F(JobRecorderTest, CountsWhatIsExplainedAndWhatIsNot) {
  AuthorityAdded terms = authority("DA-1");
  terms.scope.prefixes = {"d"};
  state.record({terms});
  Job job(state);
  job.remove("a", 7);
  job.remove("d/e", 5);
  job.flush();
  EXPECT_EQ(job.counts().removed, 2U);
  EXPECT_EQ(job.counts().explained, 1U);
  EXPECT_EQ(job.counts().unexplained, 1U);
  EXPECT_EQ(job.counts().unexplained_bytes, 7U);
  EXPECT_EQ(explanations(), "a=unexplained d/e=DA-1 ");
}

TEST_F(JobRecorderTest, OpensNoIncidentForWhatIsExplained) {
  AuthorityAdded terms = authority("DA-1");
  terms.scope.prefixes = {""};
  state.record({terms});
  new_types();
  Job job(state);
  job.remove("a");
  job.flush();
  EXPECT_EQ(new_types(), Types{"removed"});
  EXPECT_TRUE(incidents().empty());
}

TEST_F(JobRecorderTest, UsesAnAuthorityUpOverManyScans) {
  AuthorityAdded terms = authority("DA-1");
  terms.scope.prefixes = {""};
  terms.max_items = 2;
  state.record({terms});
  Job first(state);
  first.remove("a");
  first.flush();
  Job second(state);
  second.remove("b");
  second.remove("c");
  second.flush();
  EXPECT_EQ(explanations(), "a=DA-1 b=DA-1 c=unexplained ");
}

TEST_F(JobRecorderTest, UsesAnAuthorityUpOverManyBatchesOfOneScan) {
  AuthorityAdded terms = authority("DA-1");
  terms.scope.prefixes = {""};
  terms.max_bytes = 25;
  state.record({terms});
  Job job(state);
  job.remove("a", 10);
  job.record({added("x")});
  job.remove("b", 10);
  job.record({added("y")});
  job.remove("c", 10);
  job.flush();
  EXPECT_EQ(explanations(), "a=DA-1 b=DA-1 c=unexplained ");
}

TEST_F(JobRecorderTest, ExplainsByTheListOfAnAuthority) {
  AuthorityAdded terms = authority("DA-1");
  terms.scope.listed_paths = 2;
  state.record({AuthorityPaths{"bwv", "DA-1", {"a", "\xff"}}, terms});
  Job job(state);
  job.remove("a");
  job.remove("b");
  job.remove("\xff");
  job.flush();
  EXPECT_EQ(explanations(), "a=DA-1 b=unexplained \xff=DA-1 ");
}

TEST_F(JobRecorderTest, DoesNotExplainByAnAuthorityOfAnotherStore) {
  AuthorityAdded terms = authority("DA-1");
  terms.store = "nas";
  terms.scope.prefixes = {""};
  state.record({terms});
  Job job(state);
  job.remove("a");
  job.flush();
  EXPECT_EQ(explanations(), "a=unexplained ");
}

TEST_F(JobRecorderTest, FlushesNothingWhenNothingIsHeld) {
  Job job(state);
  job.flush();
  EXPECT_EQ(new_types(), Types{});
}

}  // namespace
}  // namespace muniment
