// Documents of disposal authorities.

#include <map>

#include "malformed.h"

namespace muniment {
namespace {

using namespace std::string_literals;

// The members of a document that is right, as JSON texts.
std::map<std::string, std::string> right() {
  return {{"approved_by", R"("A. Clerk")"},
          {"document", R"("muniment-authority/v1")"},
          {"from", R"("2023-07-01T00:00:00Z")"},
          {"nonce", R"("00112233445566778899aabbccddeeff")"},
          {"prefixes", R"(["2023/01"])"},
          {"reference", R"("DA-1")"},
          {"store", R"("bwv")"}};
}

std::string text_of(const std::map<std::string, std::string>& members) {
  std::string text;
  for (const auto& [key, value] : members) {
    text.append(text.empty() ? "{\"" : ",\"").append(key).append("\":").append(value);
  }
  return text + "}\n";
}

struct Change {
  std::string key;
  std::string value;  // "" takes the member away
  std::string says;
};

MalformedTable changed(const std::vector<Change>& changes) {
  MalformedTable table;
  for (const Change& change : changes) {
    std::map<std::string, std::string> members = right();
    members[change.key] = change.value;
    if (change.value.empty()) {
      members.erase(change.key);
    }
    table.push_back({change.key + ": " + change.value.substr(0, 60),
                     Intake::kAuthorityDocument, text_of(members), 0, change.says});
  }
  return table;
}

MalformedTable wrong_members() {
  return changed({
      {"approved_by", "", R"("approved_by" is missing)"},
      {"document", "", R"("document" is missing)"},
      {"from", "", R"("from" is missing)"},
      {"nonce", "", R"("nonce" is missing)"},
      {"reference", "", R"("reference" is missing)"},
      {"store", "", R"("store" is missing)"},
      {"prefixes", "", "it has no scope"},
      {"prefixes", "[]", "it has no scope"},
      {"paths", "[]", "not in the canonical form"},
      {"document", R"("muniment-authority/v2")", R"(not "muniment-authority/v1")"},
      {"document", R"("Muniment-Authority/v1")", R"(not "muniment-authority/v1")"},
      {"document", "1", R"("document" is not a text)"},
      {"nonce", R"("")", R"("nonce" is not 32 hexadecimal digits)"},
      {"nonce", R"("00112233445566778899aabbccddeef")", "is not 32 hexadecimal digits"},
      {"nonce", R"("00112233445566778899AABBCCDDEEFF")",
       "is not 32 hexadecimal digits"},
      {"nonce", R"("00112233445566778899aabbccddeefff")",
       "is not 32 hexadecimal digits"},
      {"nonce", R"("00112233445566778899aabbccddeefg")",
       "is not 32 hexadecimal digits"},
      {"nonce", "12", R"("nonce" is not a text)"},
      {"approved_by", R"("")", "the approver must not be empty"},
      {"approved_by", R"("  ")", "the approver must not be empty"},
      {"approved_by", R"("a\nb")", "the approver"},
      {"approved_by", R"(["A. Clerk"])", R"("approved_by" is not a text)"},
      {"approved_by", "null", R"("approved_by" is not a text)"},
      {"approved_by", '"' + std::string(1001, 'a') + '"', "of at most 1000 bytes"},
      {"approved_by", R"("force\\clerk")", "without backslashes"},
      {"approved_by", R"("a\u202e")", "must be printable UTF-8"},
      {"approved_by", R"({"name":"A. Clerk"})", "is an object within the object"},
      {"second_approver", R"("A. Clerk")", "is the first one again"},
      {"second_approver", R"("a. clerk")", "is the first one again"},
      {"second_approver", R"(" A. Clerk ")", "is the first one again"},
      {"second_approver", R"("A.  CLERK")", "is the first one again"},
      {"second_approver", R"("")", "not in the canonical form"},
      {"second_approver", R"(" ")", "the second approver must not be empty"},
      {"second_approver", R"("B\tB")", "the second approver"},
      {"reference", R"("")", "the reference must not be empty"},
      {"reference", R"("DA\u0007")", "the reference"},
      {"reference", "17", R"("reference" is not a text)"},
      {"store", R"("")", "the store must not be empty"},
      {"store", R"("b\\w")", "the store"},
      {"store", "true", R"("store" is not a text)"},
      {"max_items", "0", "the limit of items must be above 0"},
      {"max_bytes", "0", "the limit of bytes must be above 0"},
      {"max_items", "-1", R"("max_items" is not a whole number)"},
      {"max_items", "1.5", R"("max_items" is not a whole number)"},
      {"max_items", R"("10")", R"("max_items" is not a whole number)"},
      {"max_items", "null", R"("max_items" is not a whole number)"},
      {"max_items", "1e4", R"("max_items" is not a whole number)"},
      {"max_bytes", "18446744073709551616", R"("max_bytes" is not a whole number)"},
      {"max_item", "5", R"(unknown key "max_item")"},
      {"signed_by", R"(["k"])", R"(unknown key "signed_by")"},
      {"listed_paths", "5", R"(unknown key "listed_paths")"},
      {"", R"("a")", R"(unknown key "")"},
      {"Store", R"("bwv")", R"(unknown key "Store")"},
      {"cases_b64", R"(["/w=="])", R"(unknown key "cases_b64")"},
  });
}

MalformedTable wrong_times() {
  return changed({
      {"from", R"("2023-02-29T00:00:00Z")",
       R"("from" is wrong: "2023-02-29T00:00:00Z")"},
      {"from", R"("now")", R"("from" is wrong)"},
      {"from", "1690336800", R"("from" is not a text)"},
      {"from", R"("2023-07-01")", "not in the canonical form"},
      {"from", R"("2023-07-01T00:00:00.000Z")", "not in the canonical form"},
      {"from", R"("2023-07-01T00:00:00+00:00")", "not in the canonical form"},
      {"from", R"("2023-07-01T01:00:00+01:00")", "not in the canonical form"},
      {"from", R"("2023-07-01t00:00:00z")", "not in the canonical form"},
      {"until", R"("2023-06-30T23:59:59Z")", "which is before it is valid from"},
      {"until", R"("1999-01-01T00:00:00Z")", "which is before it is valid from"},
      {"until", R"("2023-06-31T00:00:00Z")", R"("until" is wrong)"},
      {"until", R"("")", R"("until" is wrong)"},
      {"until", "null", R"("until" is not a text)"},
      {"recorded_from", R"("2023-13-01T00:00:00Z")", R"("recorded_from" is wrong)"},
      {"recorded_to", R"("2023-01-01")", "not in the canonical form"},
      {"recorded_to", "20230101", R"("recorded_to" is not a text)"},
  });
}

MalformedTable wrong_scopes() {
  return changed({
      {"prefixes", R"([""])", R"(the prefix "" is the whole store)"},
      {"prefixes", R"(["."])", "is the whole store"},
      {"prefixes", R"(["/"])", "is absolute"},
      {"prefixes", R"(["/2023"])", "is absolute"},
      {"prefixes", R"(["2023/../x"])", "leads out of the store"},
      {"prefixes", R"(["2023/"])", R"(the prefix "2023/" must be written "2023")"},
      {"prefixes", R"(["./2023"])", R"(must be written "2023")"},
      {"prefixes", R"(["2023//01"])", R"(must be written "2023/01")"},
      {"prefixes", R"(["a\u0000"])", "has a NUL byte"},
      {"prefixes", R"(["2023","2023"])", R"(the prefix "2023" is named twice)"},
      {"prefixes", R"(["2023","2023/01"])",
       R"(the prefix "2023/01" is within the prefix "2023")"},
      {"prefixes", R"(["2023","2023-x","2023/01/a"])",
       R"(the prefix "2023/01/a" is within the prefix "2023")"},
      {"prefixes", R"(["b","a"])", "not in the canonical form"},
      {"prefixes", R"("2023")", R"("prefixes" is not a list)"},
      {"prefixes", "[2023]", "is a list of something else than texts"},
      {"prefixes", R"([["2023"]])", "is a list of lists"},
      {"prefixes_b64", R"(["!"])", R"("prefixes_b64" is not base64)"},
      {"prefixes_b64", R"(["YQ=="])", R"("prefixes_b64" has UTF-8 in base64)"},
      {"prefixes_b64", R"("/w==")", R"("prefixes_b64" is not a list)"},
      {"paths", R"(["2023/01/a"])",
       R"(the listed path "2023/01/a" is within the prefix "2023/01")"},
      {"paths", R"(["2023/01"])", R"(the listed path "2023/01" is within the prefix)"},
      {"paths", R"(["a","2023/01/b"])", R"(the listed path "2023/01/b" is within)"},
      {"paths", R"(["a","a"])", R"(the path "a" is listed twice)"},
      {"paths", R"(["b","a"])", "not in the canonical form"},
      {"paths", R"(["/a"])", "is absolute"},
      {"paths", R"(["a/.."])", "leads out of the store"},
      {"paths", R"([""])", R"(the listed path "" is the whole store)"},
      {"paths", R"(["a/"])", R"(the listed path "a/" must be written "a")"},
      {"paths", R"({"a":1})", "is an object within the object"},
      {"paths", "5", R"("paths" is not a list)"},
      {"paths_b64", R"(["/w=","/w=="])", R"("paths_b64" is not base64)"},
      {"paths_b64", R"(["YQ=="])", R"("paths_b64" has UTF-8 in base64)"},
      {"paths_b64", R"(["MjAyMy8wMS//"])", "is within the prefix"},
      {"classes", R"(["c","c"])", R"(the class "c" is named twice)"},
      {"classes", R"([""])", R"(the class "" is empty)"},
      {"classes", R"(["c\n"])", R"(the class "c\x0a" is empty, too long)"},
      {"classes", R"(["d","c"])", "not in the canonical form"},
      {"classes", "[]", "not in the canonical form"},
      {"classes", R"("c")", R"("classes" is not a list)"},
      {"cases", R"(["1","1"])", R"(the case "1" is named twice)"},
      {"cases", R"([""])", R"(the case "" is empty)"},
      {"cases", "[\"" + std::string(1001, 'a') + "\"]", "is empty, too long"},
      {"cases", "[1]", "is a list of something else than texts"},
      {"collections", R"([""])", R"(the collection "" is empty)"},
      {"collections", R"(["x","x"])", R"(the collection "x" is named twice)"},
      {"collections", "{}", "is an object within the object"},
      {"collections_b64", R"(["/w"])", R"("collections_b64" is not base64)"},
  });
}

// The text itself.
MalformedTable wrong_texts() {
  const std::string text = text_of(right());
  const std::string line = text.substr(0, text.size() - 1);
  const std::string canonical = "not in the canonical form";
  MalformedTable table;
  const auto add = [&](std::string name, std::string input, std::string says) {
    table.push_back({std::move(name), Intake::kAuthorityDocument, std::move(input), 0,
                     std::move(says)});
  };
  std::string escaped = text;
  escaped.replace(escaped.find("bwv"), 3, "\\u0062wv");
  std::string raw = text;
  raw.replace(raw.find("A. Clerk"), 8, "\xC3\x89. Clerk");
  std::string latin = text;
  latin.replace(latin.find("A. Clerk"), 8, "\xC9. Clerk");
  std::string capitals = text;
  capitals.replace(capitals.find("A. Clerk"), 8, "\\u00C9. Clerk");
  add("nothing", "", "not JSON");
  add("a line feed", "\n", "not JSON");
  add("no line feed at the end", line, canonical);
  add("two line feeds at the end", text + "\n", canonical);
  add("a carriage return", line + "\r\n", canonical);
  add("a space at the beginning", " " + text, canonical);
  add("a space inside", "{ " + text.substr(1), canonical);
  add("a byte order mark", "\xEF\xBB\xBF" + text, "a byte order mark");
  add("a NUL byte at the end", text + "\0"s, "a NUL byte");
  add("the document twice", text + text, "not JSON");
  add("half a document", text.substr(0, text.size() / 2), "not JSON");
  add("an escape that is not needed", escaped, canonical);
  add("a character that must be escaped", raw, canonical);
  add("an escape in capitals", capitals, canonical);
  add("Latin-1", latin, "not UTF-8");
  add("another order",
      R"({"store":"bwv",)" + text.substr(1, text.find(",\"store") - 1) + "}\n",
      canonical);
  add("a key twice", R"({"store":"bwv",)" + text.substr(1),
      R"(the key "store" is there twice)");
  add("a list", "[" + line + "]\n", "it is a list, not an object");
  add("a signature behind it", text + "\n\xE2\x80\x94 clerk AAAA\n", "not JSON");
  add("more than 64 MiB", std::string((64U << 20) + 1, ' '),
      "it has more than 67108864 bytes");
  const std::string range =
      R"("recorded_from":"2023-02-01T00:00:00Z","recorded_to":"2023-01-01T00:00:00Z",)";
  std::string dated = text;
  dated.insert(dated.find("\"reference\""), range);
  add("recorded dates the wrong way round", dated, "is before recorded from");
  return table;
}

}  // namespace

MalformedTable malformed_authorities() {
  MalformedTable all;
  for (const MalformedTable& table :
       {wrong_members(), wrong_times(), wrong_scopes(), wrong_texts()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  return all;
}

}  // namespace muniment
