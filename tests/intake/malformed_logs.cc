// Logs of a storage.

#include "malformed.h"

namespace muniment {
namespace {

using namespace std::string_literals;

// Attributes of a message, in the first line.
Malformed message(std::string name, const std::string& attributes, std::string says) {
  return {std::move(name), Intake::kAuditLog,
          "2023-07-26T02:00:00.5[AUDT:" + attributes + "]\n", 1, std::move(says)};
}

Malformed line(std::string name, std::string text, std::string says) {
  return {std::move(name), Intake::kAuditLog, std::move(text) + "\n", 1,
          std::move(says)};
}

constexpr const char* kKey = R"([S3BK(CSTR):"b"][S3KY(CSTR):"k"])";
constexpr const char* kType = R"([RSLT(FC32):SUCS][ATYP(FC32):SDEL])";

MalformedTable wrong_form() {
  const std::string form = "an attribute is not [NAME(TYPE):value]";
  const std::string begin = "2023-07-26T02:00:00[AUDT:";
  return {
      line("text", "hello", "there is no [AUDT: in it"),
      line("another message", "2023-07-26T02:00:00[NOTE:[ATYP(FC32):SDEL]]",
           "there is no [AUDT: in it"),
      line("small letters", "2023-07-26T02:00:00[audt:[ATYP(FC32):SDEL]]",
           "there is no [AUDT: in it"),
      line("a NUL byte", "\0"s, "there is no [AUDT: in it"),
      line("nothing behind the beginning", begin, "the message is not closed"),
      line("a message that is not closed", begin + "[ATYP(FC32):SDEL]",
           "the message is not closed"),
      line("text behind a message", begin + "[ATYP(FC32):GETO]] x",
           "text behind the message"),
      line("a message behind a message", begin + "[ATYP(FC32):GETO]][AUDT:]",
           "text behind the message"),
      line("a bracket too many", begin + "[ATYP(FC32):GETO]]]",
           "text behind the message"),
      line("an attribute that is cut off", begin + "[ATYP(FC32):SD",
           "no ] behind the value of ATYP"),
      line("a name that is cut off", begin + "[ATYP", form),
      line("a type that is cut off", begin + "[ATYP(FC32", form),
      line("a bracket at the end", begin + "[", form),
      message("text between attributes", "[ATYP(FC32):GETO]x[RSLT(FC32):SUCS]",
              "the message is not closed"),
      message("a comma between attributes", "[ATYP(FC32):GETO],[RSLT(FC32):SUCS]",
              "the message is not closed"),
      message("an attribute without type", "[ATYP:GETO]", form),
      message("an attribute without name", "[(FC32):GETO]", form),
      message("an attribute with an empty type", "[ATYP():GETO]", form),
      message("an attribute without colon", "[ATYP(FC32)GETO]", form),
      message("a name in small letters", "[atyp(FC32):GETO]", form),
      message("a name with a space", "[AT YP(FC32):GETO]", form),
      message("a type with a space", "[ATYP(FC 32):GETO]", form),
      message("an empty attribute", "[]", form),
      message("an attribute in an attribute", "[ATYP(FC32):[RSLT(FC32):SUCS]]",
              "no ] behind the value of ATYP"),
      message("a quote in a plain value", "[ATYP(FC32):GE\"TO]",
              "no ] behind the value of ATYP"),
      message("text behind a quoted value", "[S3KY(CSTR):\"a\"b]",
              "no ] behind the value of S3KY"),
      line("a quoted value that is not closed", begin + "[S3KY(CSTR):\"a]]",
           "a quoted value is not closed"),
      line("a quote that is escaped at the end", begin + "[S3KY(CSTR):\"a\\\"]]",
           "a quoted value is not closed"),
      line("a backslash at the end", begin + "[S3KY(CSTR):\"a\\",
           "an escape that is none"),
      message("an unknown escape", "[S3KY(CSTR):\"a\\q\"]", "an escape that is none"),
      message("half an escape", "[S3KY(CSTR):\"a\\x4\"]", "an escape that is none"),
      message("an escape without digits", "[S3KY(CSTR):\"a\\xgg\"]",
              "an escape that is none"),
      {"a line of more than a mebibyte", Intake::kAuditLog,
       begin + std::string((1 << 20) + 1, 'x') + "\n", 1,
       "the line has more than 1048576 bytes"},
      {"a wrong line behind a right one", Intake::kAuditLog,
       begin + "[ATYP(FC32):GETO]]\n\n" + begin + "\n", 3, "the message is not closed"},
      {"an empty log", Intake::kAuditLog, "", 0, "F: has no lines"},
      {"a log of empty lines", Intake::kAuditLog, "\n \r\n\n", 0, "F: has no lines"},
  };
}

MalformedTable wrong_deletions() {
  const std::string key = kKey;
  const std::string type = kType;
  const std::string lifecycle = "[RSLT(FC32):SUCS][ATYP(FC32):IDEL]";
  return {
      message("no attribute", "", "there is no ATYP in it"),
      message("no type", "[RSLT(FC32):SUCS]" + key, "there is no ATYP in it"),
      message("an empty type", "[ATYP(FC32):]" + key, "there is no ATYP in it"),
      message("two types", key + type + "[ATYP(FC32):GETO]", "ATYP is there twice"),
      message("two keys", key + type + "[S3KY(CSTR):\"other\"]", "S3KY is there twice"),
      message("the same key twice", key + type + "[S3KY(CSTR):\"k\"]",
              "S3KY is there twice"),
      message("two buckets", key + type + "[S3BK(CSTR):\"c\"]", "S3BK is there twice"),
      message("two results", key + type + "[RSLT(FC32):FAIL]", "RSLT is there twice"),
      message("two times", key + type + "[ATIM(UI64):1][ATIM(UI64):2]",
              "ATIM is there twice"),
      message("no result", key + "[ATYP(FC32):SDEL]", "SDEL without RSLT"),
      message("an empty result", key + "[RSLT(FC32):][ATYP(FC32):IDEL]",
              "IDEL without RSLT"),
      message("neither key nor bucket", type, "SDEL without a key"),
      message("an empty bucket and no key", type + "[S3BK(CSTR):\"\"]",
              "SDEL without a key"),
      message("a lifecycle deletion without key", lifecycle + "[S3BK(CSTR):\"b\"]",
              "IDEL without a key"),
      message("a lifecycle deletion of a path without key",
              lifecycle + "[PATH(CSTR):\"b\"]", "IDEL without a key"),
      message("an empty key", type + "[S3BK(CSTR):\"b\"][S3KY(CSTR):\"\"]",
              "the path names the whole store"),
      message("an absolute key", type + "[S3KY(CSTR):\"/etc/passwd\"]", "is absolute"),
      message("a key that leads out", type + "[S3KY(CSTR):\"a/../../b\"]",
              "leads out of the store"),
      message("a key with a NUL byte", type + "[S3KY(CSTR):\"a\\x00b\"]",
              "has a NUL byte"),
      message("a key of 10,001 bytes",
              type + "[S3KY(CSTR):\"" + std::string(10'001, 'k') + "\"]",
              "the key has more than 10000 bytes"),
      message("a path that leads out", lifecycle + "[PATH(CSTR):\"b/../x\"]",
              "leads out of the store"),
      message("a time that is no number", key + type + "[ATIM(UI64):soon]",
              R"(ATIM "soon" is not a number)"),
      message("an empty time", key + type + "[ATIM(UI64):]", "is not a number"),
      message("a negative time", key + type + "[ATIM(UI64):-5]", "is not a number"),
      message("a fraction for a time", key + type + "[ATIM(UI64):1.5]",
              "is not a number"),
      message("a number that does not fit",
              key + type + "[ATIM(UI64):18446744073709551616]", "is not a number"),
      message("a time in hexadecimal", key + type + "[ATIM(UI64):0x10]",
              "is not a number"),
      message("a time in nanoseconds", key + type + "[ATIM(UI64):1690336800000000000]",
              "is not between 1970 and 2200"),
      message("the largest time", key + type + "[ATIM(UI64):18446744073709551615]",
              "is not between 1970 and 2200"),
      message("a negative size", key + type + "[CSIZ(UI64):-1]",
              R"(CSIZ "-1" is not a number)"),
      message("a size that is no number", key + type + "[CSIZ(UI64):big]",
              "is not a number"),
      message("a user with a control character", key + type + "[SUSR(CSTR):\"a\\nb\"]",
              R"(the actor "a\x0ab" has a character)"),
      message("a user that is not UTF-8", key + type + "[SUSR(CSTR):\"\\xff\"]",
              "the actor"),
      message("a user of 1,001 bytes",
              key + type + "[SUSR(CSTR):\"" + std::string(1001, 'u') + "\"]",
              "is too long"),
      message("a rule with a mark of direction",
              key + lifecycle + "[RULE(CSTR):\"\xE2\x80\xAE\"]", "the actor"),
      line("a line time that does not exist",
           "2023-02-29T02:00:00[AUDT:" + key + type + "]", "there is no such day"),
      line("no time at all", "[AUDT:" + key + type + "]", "is not a time"),
      line("a line time with text before it",
           "host: 2023-02-28T02:00:00[AUDT:" + key + type + "]", "is not a time"),
      line("a line time before 1970", "1969-12-31T02:00:00[AUDT:" + key + type + "]",
           "is not between 1970 and 2200"),
  };
}

}  // namespace

MalformedTable malformed_audit_logs() {
  MalformedTable all = wrong_form();
  const MalformedTable more = wrong_deletions();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

MalformedTable malformed_csv_logs() {
  const std::string header = "time,path,actor,action\n";
  const auto file = [](std::string name, std::string content, std::uint64_t at,
                       std::string says) {
    return Malformed{std::move(name), Intake::kCsvLog, std::move(content), at,
                     std::move(says)};
  };
  const auto row = [&](std::string name, const std::string& text, std::string says) {
    return file(std::move(name), header + text + "\n", 2, std::move(says));
  };
  return {
      file("nothing", "", 1, "the file is empty"),
      file("a header only", header, 0, "F: has no lines"),
      file("no time column", "path,action\na,delete\n", 1, R"(no column "time")"),
      file("no path column", "time,action\n2023-01-01,delete\n", 1,
           R"(no column "path"; the columns are "time", "action")"),
      file("no action column", "time,path\n2023-01-01,a\n", 1, R"(no column "action")"),
      file("two path columns", "time,path,path,action\n,,,\n", 1,
           R"(the column "path" is there twice)"),
      file("two actor columns", "time,path,actor,action,actor\n,,,,\n", 1,
           R"(the column "actor" is there twice)"),
      file("a quote in the header", "ti\"me,path,action\n", 1,
           "a quote inside a field"),
      row("too few fields", "2023-01-01,a,delete", "it has 3 fields"),
      row("text behind quotes", "2023-01-01,\"a\"b,,delete", "text behind the quote"),
      row("an open quote", "2023-01-01,\"a,,delete", "is not closed"),
      row("no action", "2023-01-01,a,bob,", R"(column "action": it is empty)"),
      row("an action that is not UTF-8", "2023-01-01,a,bob,\xFF",
          R"(column "action": "\xff" is not UTF-8)"),
      row("no path", "2023-01-01,,bob,delete", R"(column "path": the path names)"),
      row("an absolute path", "2023-01-01,/a,bob,delete", "is absolute"),
      row("a path that leads out", "2023-01-01,a/..,bob,purge",
          "leads out of the store"),
      row("a path that is a formula", "2023-01-01,=a,bob,delete", "begins with '='"),
      row("a path that is not UTF-8", "2023-01-01,\xE9,bob,delete",
          R"(column "path": "\xe9" is not UTF-8)"),
      row("no time", ",a,bob,delete", R"(column "time": "" is not a time)"),
      row("a day that does not exist", "2023-02-30,a,bob,delete",
          "there is no such day"),
      row("a time without offset", "2023-02-28T10:00:00,a,bob,delete",
          "it must end in Z or an offset"),
      row("seconds since 1970", "1690336800,a,bob,delete",
          "the date is not YYYY-MM-DD"),
      row("a time before 1970", "1969-12-31,a,bob,unlink",
          "is not between 1970 and 2200"),
      row("an actor that is a formula", "2023-01-01,a,=bob,delete",
          R"(column "actor": "=bob" begins with '=')"),
      row("an actor with a control character", "2023-01-01,a,\"b\nb\",delete",
          "has a character that is not shown"),
      row("an actor that is not UTF-8", "2023-01-01,a,\xFF,delete", "is not UTF-8"),
      row("an actor of 1,001 bytes",
          "2023-01-01,a," + std::string(1001, 'b') + ",delete",
          "has more than 1000 bytes"),
  };
}

}  // namespace muniment
