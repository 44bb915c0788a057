#include "exporters/report/json_line.h"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(JsonLine, LetsNoRawControlOrBidirectionalCharacterOut) {
  Json json;
  put_path(json, "path", "a\n\x1b[31m\x7f\u202e\u00e4");
  EXPECT_EQ(R"({"path":"a\n\u001b[31m\u007f\u202e\u00e4"})", json_line(json));
}

TEST(JsonLine, PutsAPathThatIsNotUtf8InBase64) {
  Json json;
  put_path(json, "path", "\xff\xfe/x");
  EXPECT_EQ(R"({"path_b64":"//4veA=="})", json_line(json));
}

TEST(JsonLine, KeepsTheOrderOfTheFields) {
  Json json;
  json["store"] = "bwv";
  json["items"] = 96174;
  json["outcome"] = "complete";
  EXPECT_EQ(R"({"store":"bwv","items":96174,"outcome":"complete"})", json_line(json));
}

TEST(JsonLine, SurvivesTextThatIsNotUtf8) {
  Json json;
  json["detail"] = "a\xff";
  EXPECT_EQ(R"({"detail":"a\ufffd"})", json_line(json));
}

TEST(JsonLine, WritesATimeOrNull) {
  EXPECT_EQ("null", json_line(json_time(std::nullopt)));
  EXPECT_EQ("\"1970-01-01T00:00:00Z\"", json_line(json_time(Time{0})));
}

}  // namespace
}  // namespace muniment
