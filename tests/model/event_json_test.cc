#include "model/event_json.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "random_event.h"

namespace muniment {
namespace {

rc::Gen<std::vector<Event>> some_events() {
  return rc::gen::container<std::vector<Event>>(10, any_event());
}

TEST(EventJson, ReadsBackWhatItWrote) {
  EXPECT_TRUE(rc::check("parse_event(encode_event(e)) == e", [] {
    for (const Event& event : *some_events()) {
      const auto parsed = parse_event(encode_event(event));
      RC_ASSERT(parsed.has_value());
      RC_ASSERT(parsed.value() == event);
    }
  }));
}

TEST(EventJson, IsTheCanonicalFormThatAnotherWriterMakes) {
  EXPECT_TRUE(rc::check("sorted keys, no white space, lower-case escapes", [] {
    for (const Event& event : *some_events()) {
      const std::string text = encode_event(event);
      const auto json = nlohmann::json::parse(text, nullptr, false);
      RC_ASSERT(json.is_object());
      RC_ASSERT(text == json.dump(-1, ' ', true));
    }
  }));
}

TEST(EventJson, IsPrintableAscii) {
  EXPECT_TRUE(rc::check("no byte outside 0x20 to 0x7e", [] {
    const std::string text = encode_event(*any_event());
    RC_ASSERT(std::all_of(text.begin(), text.end(),
                          [](char c) { return c >= 0x20 && c <= 0x7e; }));
  }));
}

TEST(EventJson, TellsItsTypeWithoutBeingParsed) {
  EXPECT_TRUE(rc::check("peek_type", [] {
    const Event event = *any_event();
    const std::string_view type =
        std::visit([](const auto& body) { return body.kType; }, event.body);
    RC_ASSERT(peek_type(encode_event(event)) == type);
  }));
}

TEST(EventJson, IsNotFooledByATypeInAText) {
  const Event event{Time{}, AgentStopped{R"("type":"removed")"}};
  EXPECT_EQ(peek_type(encode_event(event)), "agent_stopped");
  EXPECT_EQ(peek_type("{}"), "");
  EXPECT_EQ(peek_type(""), "");
}

TEST(EventJson, AppendsToWhatIsThere) {
  std::string out = "x";
  const Event event{Time{}, AgentStarted{"1"}};
  append_event(out, event);
  EXPECT_EQ(out, "x" + encode_event(event));
}

TEST(EventJson, KeepsAPathThatIsTextReadableAndAnyOtherInBase64) {
  const auto of = [](std::string path) {
    return encode_event({Time{}, PlaceObserved{"s", std::move(path)}});
  };
  EXPECT_EQ(of("caf\u00e9"),
            "{\"path\":\"caf\\u00e9\",\"store\":\"s\","
            "\"time\":\"1970-01-01T00:00:00Z\",\"type\":\"observed\"}");
  EXPECT_EQ(of("caf\xe9"),
            "{\"path_b64\":\"Y2Fm6Q==\",\"store\":\"s\","
            "\"time\":\"1970-01-01T00:00:00Z\",\"type\":\"observed\"}");
}

TEST(EventJson, OfATimeThatNobodyCanReadIsStillOneLine) {
  const Event event{Time{}, ItemAdded{"s",
                                      "a",
                                      {ItemType::kFile, 0, Time{INT64_MAX},
                                       Time{INT64_MIN}, 1, std::nullopt, ""}}};
  const auto parsed = parse_event(encode_event(event));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed.value(), event);
}

}  // namespace
}  // namespace muniment
