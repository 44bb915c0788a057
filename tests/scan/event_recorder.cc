#include "event_recorder.h"

#include <gtest/gtest.h>

#include "model/event_json.h"

namespace muniment {
namespace {

// Of one entry of the ledger.
constexpr std::size_t kMaxEventBytes = 65'535;

// An event that the ledger cannot take, or would not give back, is no record.
void expect_recordable(const Event& event) {
  const std::string text = encode_event(event);
  EXPECT_LE(text.size(), kMaxEventBytes) << text.substr(0, 500);
  const auto again = parse_event(text);
  EXPECT_TRUE(again && again.value() == event) << text.substr(0, 500);
}

// Says that two calls never overlap.
class OneAtATime {
 public:
  explicit OneAtATime(std::atomic<bool>& flag) : flag_(flag) {
    EXPECT_FALSE(flag_.exchange(true)) << "two calls at once";
  }
  OneAtATime(const OneAtATime&) = delete;
  OneAtATime& operator=(const OneAtATime&) = delete;
  ~OneAtATime() { flag_ = false; }

 private:
  std::atomic<bool>& flag_;
};

}  // namespace

Status EventRecorder::record(std::vector<EventBody> events) {
  const OneAtATime call(is_in_call_);
  EXPECT_FALSE(events.empty());
  if (const auto hook = std::exchange(hook_, {})) {
    hook();
  }
  return apply(std::move(events));
}

Status EventRecorder::record_removal(const Candidate& item, Time first_missed) {
  const OneAtATime call(is_in_call_);
  return apply(
      {ItemRemoved{store_, item.path, item.facts, item.first_seen, item.last_seen,
                   first_missed, Explanation::kUnexplained, "", "", "", std::nullopt}});
}

Status EventRecorder::save_fingerprints(
    const std::vector<Catalogue::FingerprintUpdate>& updates) {
  const OneAtATime call(is_in_call_);
  fingerprints_saved += updates.size();
  return catalogue_.save_fingerprints(store_, updates);
}

Status EventRecorder::apply(std::vector<EventBody> bodies) {
  if (calls_left_ && (*calls_left_)-- <= 0) {
    return Error{ErrorCode::kNoSpace, 0, "no room for events"};
  }
  std::vector<Event> events;
  for (EventBody& body : bodies) {
    events.push_back({wall_clock_now(), body});
    expect_recordable(events.back());
    events_.push_back(std::move(body));
  }
  return catalogue_.apply(events, "");
}

}  // namespace muniment
