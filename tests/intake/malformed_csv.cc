// Quoting, line ends, sizes and headers.

#include "malformed.h"

namespace muniment {
namespace {

using namespace std::string_literals;

// Lines below the header "path,id".
Malformed body(std::string name, std::string lines, std::uint64_t line,
               std::string says) {
  return {std::move(name), Intake::kRegisterCsv, "path,id\n" + std::move(lines), line,
          std::move(says)};
}

Malformed file(std::string name, std::string content, std::uint64_t line,
               std::string says) {
  return {std::move(name), Intake::kRegisterCsv, std::move(content), line,
          std::move(says)};
}

MalformedTable wrong_quotes() {
  const std::string inside = "a quote inside a field";
  const std::string behind = "text behind the quote";
  const std::string open = "the quote that begins here is not closed";
  return {
      body("a quote in the middle", "a\"b,1\n", 2, inside),
      body("a quote at the end of a plain field", "ab\",1\n", 2, inside),
      body("a quote behind a space", "a, \"1\"\n", 2, inside),
      body("a quoted word in a plain field", "a,say \"yes\"\n", 2, inside),
      body("two quotes in a plain field", "a,b\"\"c\n", 2, inside),
      body("inches", "a,5\"\n", 2, inside),
      body("a quote behind a tab", "a,\t\"1\"\n", 2, inside),
      body("a quote in the first field of the third line", "a,1\nb\",2\n", 3, inside),
      body("a quote behind an escaping backslash", "a\\\"b,1\n", 2, inside),
      body("a quote behind an apostrophe", "'\"a\"',1\n", 2, inside),
      body("text behind a quoted field", "\"a\"b,1\n", 2, behind),
      body("a space behind a quoted field", "\"a\" ,1\n", 2, behind),
      body("a tab behind a quoted field", "\"a\"\t,1\n", 2, behind),
      body("a NUL byte behind a quoted field", "\"a\"\0,1\n"s, 2, behind),
      body("a semicolon behind a quoted field", "\"a\";\"1\"\n", 2, behind),
      body("text behind an empty quoted field", "\"\"a,1\n", 2, behind),
      body("text behind the last field", "a,\"1\"2\n", 2, behind),
      body("text behind quotes at the end of the file", "a,\"1\"2", 2, behind),
      body("a backslash before a quote", "\"a\\\"b\",1\n", 2, behind),
      body("text behind a field of two lines", "\"a\nb\"c,1\n", 2, behind),
      body("a quote that is not closed", "\"a,1\n", 2, open),
      body("a quote that is not closed in the last field", "a,\"1\n", 2, open),
      body("a quote at the very end", "a,\"", 2, open),
      body("a quote before the end of the line", "a,\"\n", 2, open),
      body("an odd number of quotes", "\"\"\"a,1\n", 2, open),
      body("a quote that swallows a line", "\"a,1\nb,2\n", 2, open),
      body("a quote that is opened in the third line", "a,1\n\"b,2\n", 3, open),
      body("a quote that opens behind a field of two lines", "\"a\nb\",\"c\n", 3, open),
      file("a quote in the header", "pa\"th,id\na,1\n", 1, inside),
      file("text behind a quote in the header", "\"path\"x,id\na,1\n", 1, behind),
      file("an open quote in the header", "path,\"id\na,1\n", 1, open),
  };
}

MalformedTable wrong_line_ends() {
  const std::string lone = "a carriage return without a line feed";
  const std::string nul = "a NUL byte";
  return {
      body("a carriage return inside a field", "a\rb,1\n", 2, lone),
      body("a carriage return behind a comma", "a,\r1\n", 2, lone),
      body("a carriage return at the beginning", "\ra,1\n", 2, lone),
      body("two carriage returns", "a,1\r\r\n", 2, lone),
      body("a carriage return at the end of the file", "a,1\r", 2, lone),
      body("a carriage return behind quotes", "a,\"1\"\rb\n", 2, lone),
      body("a carriage return alone", "\r", 2, lone),
      body("carriage returns alone", "\r\r", 2, lone),
      file("line ends of an old Macintosh", "path,id\ra,1\rb,2\r", 1, lone),
      file("a carriage return in the header", "pa\rth,id\na,1\n", 1, lone),
      body("a NUL byte in a field", "a\0b,1\n"s, 2, nul),
      body("a NUL byte between quotes", "\"a\0b\",1\n"s, 2, nul),
      body("a NUL byte for a field", "a,\0\n"s, 2, nul),
      body("a NUL byte in a line of its own", "a,1\n\0\n"s, 3, nul),
      file("a NUL byte in the header", "path\0,id\na,1\n"s, 1, nul),
      file("UTF-16", "p\0a\0t\0h\0\n\0"s, 1, nul),
      file("UTF-16 with its mark", "\xFF\xFEp\0a\0t\0h\0\n\0"s, 1, nul),
      file("UTF-16 with the high byte first", "\0p\0a\0t\0h\0\n"s, 1, nul),
  };
}

MalformedTable wrong_counts() {
  return {
      body("a field too few", "a\n", 2, "it has 1 fields, but the header has 2"),
      body("a field too many", "a,1,x\n", 2, "it has 3 fields, but the header has 2"),
      body("a comma at the end", "a,1,\n", 2, "it has 3 fields, but the header has 2"),
      body("a line of spaces", "a,1\n   \n", 3,
           "it has 1 fields, but the header has 2"),
      body("semicolons for commas", "a;1\n", 2,
           "it has 1 fields, but the header has 2"),
      body("tabs for commas", "a\t1\n", 2, "it has 1 fields, but the header has 2"),
      body("an empty quoted field for a line", "\"\"\n", 2,
           "it has 1 fields, but the header has 2"),
      body("a comma within a plain path", "a,b.mp4,1\n", 2,
           "it has 3 fields, but the header has 2"),
      body("a comment", "# exported 2023\na,1\n", 2,
           "it has 1 fields, but the header has 2"),
      body("a total below", "a,1\n\n1 row\n", 4,
           "it has 1 fields, but the header has 2"),
      body("a wrong number behind a record of two lines", "\"a\nb\",1\nc\n", 4,
           "it has 1 fields, but the header has 2"),
      body("300 fields", "a" + std::string(299, ',') + "\n", 2,
           "more than 256 columns"),
      file("257 columns", "path" + std::string(256, ',') + "\n", 1,
           "more than 256 columns"),
  };
}

MalformedTable too_large() {
  std::string record;
  for (int i = 0; i < 17; ++i) {
    record += std::string(65'000, 'a') + ',';
  }
  std::string header = "path";
  for (int i = 0; i < 17; ++i) {
    header += ",c" + std::to_string(i);
  }
  return {
      body("a field of 65,537 bytes", std::string(65'537, 'a') + ",1\n", 2,
           "a field has more than 65536 bytes"),
      body("a quoted field of 65,537 bytes", "\"" + std::string(65'537, 'a') + "\",1\n",
           2, "a field has more than 65536 bytes"),
      body("a field of many lines", "\"" + std::string(70'000, '\n') + "\",1\n", 2,
           "a field has more than 65536 bytes"),
      body("a field of a megabyte", "a," + std::string(1 << 20, 'b') + "\n", 2,
           "a field has more than 65536 bytes"),
      body("a field of many quotes", "a,\"" + std::string(140'000, '"') + "\"\n", 2,
           "a field has more than 65536 bytes"),
      file("a record of more than a mebibyte", header + '\n' + record + "x\n", 2,
           "the record has more than 1048576 bytes"),
      file("a column of 65,537 bytes", "path," + std::string(65'537, 'c') + "\na,1\n",
           1, "a field has more than 65536 bytes"),
  };
}

MalformedTable wrong_headers() {
  const std::string neither = "neither a column for path nor one for id";
  return {
      file("nothing", "", 1, "the file is empty"),
      file("a mark and nothing behind it", "\xEF\xBB\xBF", 1, "the file is empty"),
      file("an empty line", "\n", 1, "the file is empty"),
      file("empty lines", "\r\n\r\n\n", 1, "the file is empty"),
      file("a header only", "path,id\n", 0, "F: has no rows"),
      file("a header and empty lines", "path,id\n\n\n", 0, "F: has no rows"),
      file("a header without line end", "path", 0, "F: has no rows"),
      file("no header", "2023/01/a.mp4,2023-01-01\n", 1, neither),
      file("a header of semicolons", "path;id\na;1\n", 1, neither),
      file("a header of tabs", "path\tid\na\t1\n", 1, neither),
      file("capitals", "Path,ID\na,1\n", 1, neither),
      file("a space before the name", " path,class\na,c\n", 1, neither),
      file("a space behind the name", "path ,class\na,c\n", 1, neither),
      file("another name", "file,class\na,c\n", 1,
           R"(the columns are "file", "class")"),
      file("an empty name", ",\na,1\n", 1, neither),
      file("a second mark", "\xEF\xBB\xBF\xEF\xBB\xBFpath\na\n", 1, neither),
      file("a header in the third line", "\n\nfile\na\n", 3, neither),
      file("path twice", "path,path\na,b\n", 1, R"(the column "path" is there twice)"),
      file("class twice", "path,class,x,class\na,b,c,d\n", 1,
           R"(the column "class" is there twice)"),
      file("sha256 twice", "path,sha256,sha256\na,,\n", 1,
           R"(the column "sha256" is there twice)"),
      file("a web page", "<!DOCTYPE html>\n<html>\n", 1, neither),
      file("JSON lines", "{\"path\":\"a\"}\n", 1, "a quote inside a field"),
      file("a spreadsheet", "PK\x03\x04\n", 1, neither),
  };
}

}  // namespace

MalformedTable malformed_csv() {
  MalformedTable all;
  for (const MalformedTable& table : {wrong_quotes(), wrong_line_ends(), wrong_counts(),
                                      too_large(), wrong_headers()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  return all;
}

}  // namespace muniment
