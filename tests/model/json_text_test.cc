#include "model/json_text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "random_event.h"

namespace muniment {
namespace {

// RFC 4648, section 10.
const std::pair<const char*, const char*> kVectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, HasTheVectorsOfTheStandard) {
  for (const auto& [bytes, text] : kVectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
  EXPECT_EQ(to_base64("\xfb\xff\xfe"), "+//+");
}

TEST(Base64, ReadsBackWhatItWrote) {
  EXPECT_TRUE(rc::check("from_base64(to_base64(b)) == b", [](const std::string& bytes) {
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
  }));
}

TEST(Base64, RefusesWhatIsNotTheOneEncodingOfSomething) {
  for (const std::string_view text :
       {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "=", "Z===", "Zg==\n",
        "Zm 9v", "Zm-_", "Zg=a", "=g==", "Zm9v=", "Zm9v===="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

TEST(Base64, HasNoSecondTextForTheSameBytes) {
  const std::string digits = "AQgwZ+/9=_-\n";
  std::size_t accepted = 0;
  for (const char a : digits) {
    for (const char b : digits) {
      for (const char c : digits) {
        for (const char d : digits) {
          const std::string text = {a, b, c, d};
          if (const auto bytes = from_base64(text)) {
            EXPECT_EQ(to_base64(*bytes), text);
            ++accepted;
          }
        }
      }
    }
  }
  EXPECT_GT(accepted, std::size_t{8 * 8 * 8 * 8});
}

TEST(JsonString, IsWhatAnotherWriterMakes) {
  EXPECT_TRUE(rc::check("append_json_string", [] {
    const std::string text = *any_text();
    std::string out;
    append_json_string(out, text);
    RC_ASSERT(out == nlohmann::json(text).dump(-1, ' ', true));
  }));
}

TEST(JsonString, EscapesEveryCharacterThatIsNotPlainAscii) {
  for (unsigned c = 0; c < 0x80; ++c) {
    const std::string text(1, static_cast<char>(c));
    std::string out;
    append_json_string(out, text);
    EXPECT_EQ(out, nlohmann::json(text).dump(-1, ' ', true)) << c;
  }
}

TEST(JsonObject, LeavesEmptyListsOut) {
  std::string out;
  JsonObject object(out);
  object.byte_list("none", {});
  object.byte_list("clear", {"a", ""});
  object.byte_list("mixed", {"\xff", "b"});
  object.close();
  EXPECT_EQ(out, R"({"clear":["a",""],"mixed":["b"],"mixed_b64":["/w=="]})");
}

}  // namespace
}  // namespace muniment
