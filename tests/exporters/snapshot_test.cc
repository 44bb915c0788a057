#include "exporters/web/snapshot.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace muniment {
namespace {

TEST(Snapshot, KeepsAValueForWhoeverStillReadsIt) {
  Snapshot<std::string> snapshot("first");
  const auto held = snapshot.get();
  snapshot.publish("second");
  EXPECT_EQ("first", *held);
  EXPECT_EQ("second", *snapshot.get());
}

TEST(Snapshot, IsReadWholeWhileItIsPublished) {
  Snapshot<std::string> snapshot(std::string(100, 'a'));
  std::jthread writer([&](const std::stop_token& stop) {
    for (char c = 'a'; !stop.stop_requested();
         c = c == 'z' ? 'a' : static_cast<char>(c + 1)) {
      snapshot.publish(std::string(100, c));
    }
  });
  for (int i = 0; i < 10'000; ++i) {
    const auto value = snapshot.get();
    ASSERT_EQ(std::string(100, value->front()), *value);
  }
}

}  // namespace
}  // namespace muniment
