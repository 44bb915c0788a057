// Every field of every kind of event: what happens when it is missing or wrong.

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "golden_events.h"
#include "model/event_json.h"

namespace muniment {
namespace {

using Json = nlohmann::json;

// What may be left out, in one kind of event or in all of them.
bool may_be_missing(const std::string& type, const std::string& key) {
  static const std::set<std::string> kAlways = {
      "by",           "ctime",         "detail",        "entry",           "hold",
      "prefixes",     "prefixes_b64",  "names",         "names_b64",       "paths",
      "paths_b64",    "cases",         "classes",       "collections",     "max_items",
      "max_bytes",    "recorded_from", "recorded_to",   "collections_b64", "document",
      "until",        "root_birth",    "root_handle",   "second_approver", "signed_by",
      "requester",    "review",        "last_observed", "reference_b64",   "exhibit",
      "identifier",   "recorded",      "subjects",      "class",           "actor",
      "kept_until",   "collection",    "recorded_at",   "default_class",   "rule",
      "hold_breaches"};
  static const std::set<std::pair<std::string, std::string>> kSometimes = {
      {"gap", "store"},
      {"scan_finished", "reason"},
      {"scan_finished", "logged"},
      {"removed", "reference"},
      {"reconsidered", "reference"},
      {"registered", "path_b64"},
      {"registered", "sha256"},
      {"registered", "size"},
      {"store_enrolled", "reason"},
      {"witness_conflict", "their_size"}};
  static const std::set<std::string> kNeedBy = {"key_rotated",     "authority_revoked",
                                                "hold_placed",     "hold_released",
                                                "transfer_opened", "transfer_closed"};
  const bool needed =
      (type == "gap" && key == "until") || (key == "by" && kNeedBy.contains(type));
  return !needed && (kAlways.contains(key) || kSometimes.contains({type, key}));
}

// Calls back with each golden event as an object, and each of its keys.
void each_field(const std::function<void(Json, const std::string&)>& visitor) {
  for (const std::string& line : golden_lines()) {
    const Json event = Json::parse(line);
    for (const auto& [key, value] : event.items()) {
      visitor(event, key);
    }
  }
}

void expect_corrupt(const Json& event, const std::string& key) {
  const auto parsed = parse_event(event.dump());
  ASSERT_FALSE(parsed) << key << " in " << event.dump();
  EXPECT_EQ(parsed.error().code, ErrorCode::kCorrupt);
  const std::string bare = key.substr(0, key.find("_b64"));
  // Of two digests that go together, either may be named.
  if (!key.starts_with("sha256") && !key.starts_with("xxh3_128")) {
    EXPECT_NE(parsed.error().what.find('"' + bare), std::string::npos)
        << parsed.error().what << " for " << event.dump();
  }
}

TEST(EventFields, ThatAreMissingMakeAnEventCorrupt) {
  each_field([](Json event, const std::string& key) {
    const std::string type = event["type"];
    event.erase(key);
    if (may_be_missing(type, key)) {
      EXPECT_TRUE(parse_event(event.dump())) << key << " in " << event.dump();
    } else {
      expect_corrupt(event, key);
    }
  });
}

TEST(EventFields, OfAnotherTypeMakeAnEventCorrupt) {
  each_field([](const Json& event, const std::string& key) {
    const Json& right = event[key];
    for (const Json& wrong :
         {Json(nullptr), Json(true), Json(-1), Json(1.5), Json(7), Json("7"),
          Json::array(), Json::array({1}), Json::object(), Json{{"a", "b"}}}) {
      const bool fits = (right.is_number() && wrong == Json(7)) ||
                        (right.is_string() && wrong.is_string()) ||
                        (right.is_array() && wrong == Json::array());
      if (!fits) {
        Json changed = event;
        changed[key] = wrong;
        expect_corrupt(changed, key);
      }
    }
  });
}

TEST(EventFields, WithAValueThatHasNoMeaningMakeAnEventCorrupt) {
  const std::set<std::string> values = {
      "ctime",         "mtime",        "time",       "started",       "from",
      "until",         "kind",         "last_seen",  "entry",         "explanation",
      "place",         "outcome",      "type",       "sha256",        "at",
      "sha256_before", "first_seen",   "root_birth", "xxh3_128",      "first_missed",
      "before",        "recorded",     "review",     "recorded_from", "recorded_to",
      "kept_until",    "last_observed"};
  // The digest of a file is a text: nothing is compared with it.
  const std::set<std::string> of_files = {"register_imported", "log_imported"};
  each_field([&](const Json& event, const std::string& key) {
    const bool is_text = (event["type"] == "moved" && key == "from") ||
                         (of_files.contains(event["type"]) && key == "sha256");
    if (values.contains(key) && !is_text) {
      for (const char* const wrong : {"", "yesterday", "REMOVED", "0"}) {
        Json changed = event;
        changed[key] = wrong;
        expect_corrupt(changed, key);
      }
    }
  });
}

TEST(EventFields, WithAPeriodThatIsNoneMakeAPolicyCorrupt) {
  for (const char* const wrong : {"", "=", "evidential", "evidential=", "evidential=31",
                                  "31d", "a=0d", "a=forever ", "a=31d=", "a=36501d"}) {
    const Json event = {{"type", "policy"},
                        {"time", "2023-07-26T02:00:00Z"},
                        {"store", "bwv"},
                        {"rule", "bwv"},
                        {"classes", {"a=31d", wrong}}};
    expect_corrupt(event, "classes");
  }
}

TEST(EventFields, InBase64AreRefusedWhenTheyAreNoneOrNeedNotBe) {
  each_field([](const Json& event, const std::string& key) {
    if (key.ends_with("_b64")) {
      for (const char* const wrong :
           {"Y", "Y2F", "Y2Fm6Q=", "Y2Fm6R==", "Y2Fm\n6Q=", "YQ=="}) {
        Json changed = event;
        changed[key] = event[key].is_array() ? Json::array({wrong}) : Json(wrong);
        expect_corrupt(changed, key);
      }
    }
  });
}

TEST(EventFields, ThatThisVersionDoesNotKnowAreLeftAlone) {
  for (const std::string& line : golden_lines()) {
    Json event = Json::parse(line);
    event["zz_new"] = {{"a", 1}};
    const auto parsed = parse_event(event.dump());
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed.value(), parse_event(line).value());
  }
}

TEST(EventFields, OfAKindThatThisVersionDoesNotKnowMakeAnEventCorrupt) {
  const auto parsed =
      parse_event(R"({"time":"2023-07-26T02:00:00Z","type":"teleported"})");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, ErrorCode::kCorrupt);
}

TEST(EventFields, ThatAreNotInAnObjectAreNoEvent) {
  for (const char* const text : {"", "{", "[]", "null", "7", "\"a\"", "{}x", "\xff"}) {
    const auto parsed = parse_event(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace muniment
