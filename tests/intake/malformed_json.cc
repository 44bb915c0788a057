// JSON lines of a register.

#include "malformed.h"

namespace muniment {
namespace {

using namespace std::string_literals;

struct BadLine {
  std::string text;
  std::string says;
};

MalformedTable not_json() {
  const std::vector<BadLine> lines = {
      {"{", "not JSON at byte"},
      {"}", "not JSON at byte 1"},
      {"{}{}", "not JSON at byte 3"},
      {R"({"path":"a"} x)", "not JSON at byte 14"},
      {R"({"path":"a",})", "not JSON at byte 13"},
      {R"({"path" "a"})", "not JSON at byte"},
      {R"({path:"a"})", "not JSON at byte 2"},
      {R"({'path':'a'})", "not JSON at byte 2"},
      {R"({"path":a})", "not JSON at byte 9"},
      {R"({"path":"a)", "not JSON at byte"},
      {R"({"path":"a"}])", "not JSON at byte"},
      {R"({"path":"\q"})", "not JSON at byte"},
      {R"({"path":"\u12"})", "not JSON at byte"},
      {R"({"path":"\ud800"})", "not JSON at byte"},
      {R"({"path":"\udc00\ud800"})", "not JSON at byte"},
      {"{\"path\":\"a\tb\"}", "not JSON at byte"},
      {"{\"path\":\"a\0b\"}"s, "a NUL byte"},
      {"{\"path\":\"a\"}\0"s, "a NUL byte"},
      {"{\"path\":\"a\"}\0{"s, "a NUL byte"},
      {R"({"id":01})", "not JSON at byte"},
      {R"({"id":+1})", "not JSON at byte"},
      {R"({"id":.5})", "not JSON at byte"},
      {R"({"id":1.})", "not JSON at byte"},
      {R"({"id":0x10})", "not JSON at byte"},
      {R"({"id":NaN})", "not JSON at byte"},
      {R"({"size":1e999,"id":"1"})", "not JSON at byte"},
      {R"({"id":True})", "not JSON at byte"},
      {R"({"id":"1"} // note)", "not JSON at byte"},
      {R"({"id":"1" /* note */})", "not JSON at byte"},
      {R"({"id":"1";"path":"a"})", "not JSON at byte"},
      {"path,id", "not JSON at byte 1"},
      {"a b", "not JSON at byte"},
      {"\0"s, "a NUL byte"},
      {"{\"path\":\"\xFF\"}", "not UTF-8"},
      {"{\"path\":\"\xC0\x80\"}", "not UTF-8"},
      {"{\"path\":\"\xED\xA0\x80\"}", "not UTF-8"},
      {"{\"p\xE9th\":\"a\"}", "not UTF-8"},
      {"\xFF\xFE{\"path\":\"a\"}", "not UTF-8"},
      {"\xEF\xBB\xBF\xEF\xBB\xBF{\"path\":\"a\"}", "a byte order mark"},
      {"{\"path\":\"" + std::string(1 << 20, 'a') + "\"}",
       "the line has more than 1048576 bytes"},
  };
  MalformedTable table;
  for (const BadLine& line : lines) {
    table.push_back({"not JSON: " + line.text.substr(0, 60), Intake::kRegisterJson,
                     line.text + "\n", 1, line.says});
  }
  return table;
}

MalformedTable not_flat() {
  std::string many = R"({"id":"1")";
  for (int i = 0; i < 256; ++i) {
    many += ",\"k" + std::to_string(i) + "\":1";
  }
  const std::vector<BadLine> lines = {
      {"[]", "it is a list, not an object"},
      {R"([{"path":"a"}])", "it is a list, not an object"},
      {R"("path")", "it is a value, not an object"},
      {"17", "it is a value, not an object"},
      {"-17", "it is a value, not an object"},
      {"1.5", "it is a value, not an object"},
      {"null", "it is a value, not an object"},
      {"true", "it is a value, not an object"},
      {R"({"path":{"name":"a"}})", R"("path" is an object within the object)"},
      {R"({"id":"1","officer":{}})", R"("officer" is an object within the object)"},
      {R"({"case":[["C1"]]})", R"("case" is a list of lists)"},
      {R"({"case":[{"id":"C1"}]})", R"("case" is an object within the object)"},
      {R"({"case":["C1",2]})", R"("case" is a list of something else than texts)"},
      {R"({"case":[null]})", R"("case" is a list of something else than texts)"},
      {R"({"case":[true]})", R"("case" is a list of something else than texts)"},
      {std::string(100'000, '['), "it is a list, not an object"},
      {"{\"a\":" + std::string(100'000, '['), R"("a" is a list of lists)"},
      {R"({"path":"a","path":"b"})", R"(the key "path" is there twice)"},
      {R"({"path":"a","path":"a"})", R"(the key "path" is there twice)"},
      {R"({"id":"1","note":1,"note":2})", R"(the key "note" is there twice)"},
      {R"({"id":"1","\u0069d":"2"})", R"(the key "id" is there twice)"},
      {many + "}", "more than 256 keys"},
  };
  MalformedTable table;
  for (const BadLine& line : lines) {
    table.push_back({"not flat: " + line.text.substr(0, 60), Intake::kRegisterJson,
                     line.text + "\n", 1, line.says});
  }
  return table;
}

MalformedTable wrong_values() {
  const std::vector<BadLine> lines = {
      {"{}", "neither path nor id is given"},
      {R"({"path":"","id":""})", "neither path nor id is given"},
      {R"({"path":null,"id":null})", "neither path nor id is given"},
      {R"({"class":"c"})", "neither path nor id is given"},
      {R"({"Path":"a"})", "neither path nor id is given"},
      {R"({"path":17})", R"(column "path": a number, not a path)"},
      {R"({"path":["a"]})", R"(column "path": a list, not a text)"},
      {R"({"path":true})", R"(column "path": it is true or false, not a text)"},
      {R"({"path":"/a"})", "is absolute"},
      {R"({"path":"a/../b"})", "leads out of the store"},
      {R"({"path":"a\u0000b"})", "has a NUL byte"},
      {R"({"path":"./"})", "the path names the whole store"},
      {R"({"path_b64":"!!!!"})", R"(column "path_b64": it is not base64)"},
      {R"({"path_b64":"YQ"})", "it is not base64"},
      {R"({"path_b64":"YR=="})", "it is not base64"},
      {R"({"path_b64":17})", "it is not base64"},
      {R"({"path_b64":["/w=="]})", "it is not base64"},
      {R"({"path_b64":"L3g="})", R"(column "path_b64": path "/x" is absolute)"},
      {R"({"path_b64":"Lg=="})", "the path names the whole store"},
      {R"({"path":"a","path_b64":"/w=="})", "the path is there twice, also in base64"},
      {R"({"id":-1})", R"(column "id": it is a negative number, not a text)"},
      {R"({"id":1.5})", "it is a fraction or too large a number, not a text"},
      {R"({"id":18446744073709551616})", "it is a fraction or too large a number"},
      {R"({"id":["1"]})", "a list, not a text"},
      {R"({"id":"1","class":["c"]})", R"(column "class": a list, not a text)"},
      {R"({"id":"1","class":"\u202e"})", "has a character that is not shown"},
      {R"({"id":"1","exhibit":"=1"})", "begins with '='"},
      {R"({"id":"1","exhibit":false})", "it is true or false, not a text"},
      {R"({"id":"1","size":-5})", R"(column "size": it is a negative number)"},
      {R"({"id":"1","size":-0})", R"(column "size": it is a negative number)"},
      {R"({"id":"1","size":1.0})", R"(column "size": it is a fraction)"},
      {R"({"id":"1","size":1e3})", R"(column "size": it is a fraction)"},
      {R"({"id":"1","size":"-5"})", R"("-5" is a negative count)"},
      {R"({"id":"1","size":18446744073709551616})", "too large a number"},
      {R"({"id":"1","subjects":1000001})", R"("1000001" is more than 1000000)"},
      {R"({"id":"1","subjects":-1})", R"(column "subjects": it is a negative number)"},
      {R"({"id":"1","subjects":["1"]})", R"(column "subjects": a list, not a text)"},
      {R"({"id":"1","recorded_at":1690336800})", "the date is not YYYY-MM-DD"},
      {R"({"id":"1","recorded_at":"2023-02-29"})", "there is no such day"},
      {R"({"id":"1","recorded_at":["2023-02-28"]})", "a list, not a text"},
      {R"({"id":"1","recorded_at":"1969-12-31"})", "is not between 1970 and 2200"},
      {R"({"id":"1","sha256":0})", "is not 64 hexadecimal digits"},
      {R"({"id":"1","sha256":"00"})", "is not 64 hexadecimal digits"},
      {R"({"id":"1","case":["C1",""]})", "an empty case among 2"},
      {R"({"id":"1","case":[""]})", "an empty case among 1"},
      {R"({"id":"1","case":["=1"]})", "begins with '='"},
      {R"({"id":"1","case":["a\nb"]})", "has a character that is not shown"},
      {R"({"id":"1","case":"C1;"})", "an empty case among 2"},
      {R"({"id":"1","case":false})", "it is true or false, not a text"},
  };
  MalformedTable table;
  for (const BadLine& line : lines) {
    table.push_back({"wrong value: " + line.text, Intake::kRegisterJson,
                     "\n" + line.text + "\n", 2, line.says});
  }
  return table;
}

}  // namespace

MalformedTable malformed_json() {
  MalformedTable all = {
      {"no line", Intake::kRegisterJson, "", 0, "F: has no rows"},
      {"white space only", Intake::kRegisterJson, "\n  \r\n\t\n", 0, "F: has no rows"},
      {"a mark only", Intake::kRegisterJson, "\xEF\xBB\xBF\n", 0, "F: has no rows"},
      {"an object over two lines", Intake::kRegisterJson, "{\"path\":\n\"a\"}\n", 1,
       "not JSON"},
      {"a mark in the second line", Intake::kRegisterJson,
       "\n\xEF\xBB\xBF{\"path\":\"a\"}\n", 2, "a byte order mark"},
  };
  for (const MalformedTable& table : {not_json(), not_flat(), wrong_values()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  return all;
}

}  // namespace muniment
