// Values of a register that cannot be right. All are in the second line.

#include "malformed.h"

namespace muniment {
namespace {

struct Value {
  std::string text;
  std::string says;
};

std::string in_csv(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    text += c == '"' ? "\"\"" : std::string(1, c);
  }
  return text + '"';
}

// Each value in the column, beside an identifier that is right.
void add(MalformedTable& table, const std::string& column,
         const std::vector<Value>& values) {
  for (const Value& value : values) {
    table.push_back({column + " " + value.text.substr(0, 60), Intake::kRegisterCsv,
                     "key," + column + "\nK1," + in_csv(value.text) + "\n", 2,
                     value.says, "column \"" + column + "\": "});
  }
}

void add_times(MalformedTable& table) {
  add(table, "recorded_at",
      {{"2023-02-29", R"("2023-02-29" is not a time: there is no such day)"},
       {"2100-02-29", R"("2100-02-29" is not a time: there is no such day)"},
       {"2023-02-30", R"("2023-02-30" is not a time: there is no such day)"},
       {"2023-04-31", R"("2023-04-31" is not a time: there is no such day)"},
       {"2023-06-31T12:00:00Z", "there is no such day"},
       {"2023-13-01", "there is no such day"},
       {"2023-00-10", "there is no such day"},
       {"2023-01-00", "there is no such day"},
       {"2023-01-32", "there is no such day"},
       {"01/02/2023", "the date is not YYYY-MM-DD"},
       {"1.2.2023", "the date is not YYYY-MM-DD"},
       {"20230102", "the date is not YYYY-MM-DD"},
       {"2023-1-2", "the date is not YYYY-MM-DD"},
       {"23-01-02", "the date is not YYYY-MM-DD"},
       {" 2023-01-02", "the date is not YYYY-MM-DD"},
       {"2023-01-02 ", "the time of day is not HH:MM:SS"},
       {"2023-01-02T", "the time of day is not HH:MM:SS"},
       {"2023-01-02T1:02:03Z", "the time of day is not HH:MM:SS"},
       {"2023-01-02T10:30Z", "the time of day is not HH:MM:SS"},
       {"2023-01-02T24:00:00Z", "there is no such time of day"},
       {"2023-01-02T10:60:00Z", "there is no such time of day"},
       {"2023-01-02T10:00:60Z", "there is no such time of day"},
       {"2023-01-02T10:00:00", "it must end in Z or an offset"},
       {"2023-01-02T10:00:00 UTC", "it must end in Z or an offset"},
       {"2023-01-02T10:00:00+0100", "it must end in Z or an offset"},
       {"2023-01-02T10:00:00+24:00", "it must end in Z or an offset"},
       {"2023-01-02T10:00:00Zx", "it must end in Z or an offset"},
       {"2023-01-02T10:00:00.Z", "the fraction of a second"},
       {"2023-01-02T10:00:00.1234567890Z", "the fraction of a second"},
       {"1690336800", "the date is not YYYY-MM-DD"},
       {"44928", "the date is not YYYY-MM-DD"},
       {"yesterday", "the date is not YYYY-MM-DD"},
       {"-2023-01-02", "the date is not YYYY-MM-DD"},
       {"+2023-01-02", "the date is not YYYY-MM-DD"},
       {"2023-01-02;2023-01-03", "the time of day is not HH:MM:SS"},
       {"1969-12-31", R"("1969-12-31" is not between 1970 and 2200)"},
       {"1899-12-30", "is not between 1970 and 2200"},
       {"1970-01-01T00:00:00+00:01", "is not between 1970 and 2200"},
       {"2201-01-01", "is not between 1970 and 2200"},
       {"2200-12-31T23:59:59-00:01", "is not between 1970 and 2200"},
       {"9999-12-31", "it is outside 1677-09-21 to 2262-04-11"},
       {"0001-01-01", "it is outside 1677-09-21 to 2262-04-11"},
       {std::string(65, '2'), "is too long for a time"},
       {"2023-01-02\n", "the time of day is not HH:MM:SS"},
       {"\xFF", R"("\xff" is not UTF-8)"}});
}

void add_counts(MalformedTable& table) {
  for (const std::string column : {"size", "subjects"}) {
    add(table, column,
        {{"-5", R"("-5" is a negative count)"},
         {"-0", R"("-0" is a negative count)"},
         {"+5", R"("+5" has a sign)"},
         {"-", "is not a whole number"},
         {"--5", "is not a whole number"},
         {"5.0", "is not a whole number"},
         {"1e3", "is not a whole number"},
         {"1,000", "is not a whole number"},
         {"1 000", "is not a whole number"},
         {" 5", "is not a whole number"},
         {"5 ", "is not a whole number"},
         {"0x10", "is not a whole number"},
         {"5 MB", "is not a whole number"},
         {"none", "is not a whole number"},
         {"5\xC2\xA0", "is not a whole number"},
         {"=5", "is not a whole number"},
         {"\xD9\xA5", "is not a whole number"},
         {"\xC3\x28", "is not UTF-8"}});
  }
  add(table, "size",
      {{"18446744073709551616", "is more than 18446744073709551615"},
       {std::string(100, '9'), "is more than 18446744073709551615"}});
  add(table, "subjects",
      {{"1000001", R"("1000001" is more than 1000000)"},
       {"18446744073709551616", "is more than 1000000"}});
}

void add_digests(MalformedTable& table) {
  const std::string right(64, 'a');
  const std::string says = "is not 64 hexadecimal digits";
  add(table, "sha256",
      {{"a", says},
       {right.substr(1), says},
       {right + "a", says},
       {right + right, says},
       {"g" + right.substr(1), says},
       {right.substr(1) + " ", says},
       {" " + right.substr(1), says},
       {" " + right, says},
       {"0x" + right, says},
       {"0x" + right.substr(2), says},
       {"sha256:" + right, says},
       {right.substr(2) + "\xC3\xA9", says},
       {"d41d8cd98f00b204e9800998ecf8427e", says},
       {"=" + right.substr(1), says},
       {"n/a", says},
       {right.substr(1) + "\xFF", "is not UTF-8"}});
}

void add_texts(MalformedTable& table) {
  for (const std::string column : {"class", "case", "exhibit"}) {
    const std::string formula = "which a spreadsheet takes for a formula";
    add(table, column,
        {{"=1+1", R"("=1+1" begins with '=', )" + formula},
         {"=HYPERLINK(\"http://example.org\")", "begins with '=', " + formula},
         {"+44 20", "begins with '+', " + formula},
         {"-1", "begins with '-', " + formula},
         {"@SUM(A1)", "begins with '@', " + formula},
         {"\t=1", "begins with a tab, " + formula},
         {"a\tb", "has a character that is not shown"},
         {"a\nb", R"("a\x0ab" has a character that is not shown)"},
         {"a\rb", "has a character that is not shown"},
         {"a\x1B[31m", "has a character that is not shown"},
         {"a\x7F", "has a character that is not shown"},
         {"a\xC2\x85", "has a character that is not shown"},
         {"a\xE2\x80\xAE", R"("a\u{202e}" has a character that is not shown)"},
         {"a\xE2\x80\x8B", "has a character that is not shown"},
         {"a\xEF\xBB\xBF", "has a character that is not shown"},
         {std::string(1001, 'a'), "has more than 1000 bytes"},
         {"\xFF", "is not UTF-8"},
         {"a\xC0\x80", "is not UTF-8"},
         {"a\xED\xA0\x80", "is not UTF-8"},
         {"a\xF4\x90\x80\x80", "is not UTF-8"},
         {"caf\xE9", "is not UTF-8"},
         {"a\xE2\x82", "is not UTF-8"}});
  }
}

void add_cases(MalformedTable& table) {
  std::string many = "C0";
  for (int i = 1; i < 65; ++i) {
    many += ";C" + std::to_string(i);
  }
  add(table, "case",
      {{";", "an empty case among 2"},
       {"C1;", "an empty case among 2"},
       {";C1", "an empty case among 2"},
       {"C1;;C2", "an empty case among 3"},
       {"C1; ;C2", "an empty case among 3"},
       {"C1;=1", "begins with '='"},
       {"C1; -1", "begins with '-'"},
       {"  =1", "begins with '='"},
       {"C1;\tC2", "begins with a tab"},
       {many, "more than 64 cases"},
       {std::string(5000, ';'), "more than 64 cases"},
       {"C1;" + std::string(1001, 'a'), "has more than 1000 bytes"}});
}

void add_paths(MalformedTable& table) {
  add(table, "path",
      {{"/srv/bwv/a.mp4", R"(path "/srv/bwv/a.mp4" is absolute)"},
       {"/", "is absolute"},
       {"//a", "is absolute"},
       {"..", "leads out of the store"},
       {"../a.mp4", "leads out of the store"},
       {"a/../b.mp4", "leads out of the store"},
       {"a/..", "leads out of the store"},
       {"./..", "leads out of the store"},
       {".", "the path names the whole store, not an item"},
       {"./", "the path names the whole store, not an item"},
       {".//./", "the path names the whole store, not an item"},
       {"=a.mp4", "begins with '=', which a spreadsheet takes for a formula; write ./"},
       {std::string(10'001, 'a'), "the path has more than 10000 bytes"},
       {"a/\xFF.mp4", "is not UTF-8"},
       {"caf\xE9.mp4", R"("caf\xe9.mp4" is not UTF-8)"}});
}

void add_rows(MalformedTable& table) {
  std::string cases(1000, 'a');
  for (int i = 0; i < 10; ++i) {
    cases += ";" + std::to_string(i) + std::string(999, 'a');
  }
  const auto add_row = [&](std::string name, std::string input, std::string says) {
    table.push_back(
        {std::move(name), Intake::kRegisterCsv, std::move(input), 2, std::move(says)});
  };
  add_row("neither path nor id", "path,id,class\n,,c\n",
          "neither path nor id is given");
  add_row("no id and no path column", "id,class\n,c\n", "neither path nor id is given");
  add_row("more text than an event can hold", "id,case\n1,\"" + cases + "\"\n",
          "the row has 11001 bytes of text");
  add_row("an id that is a formula", "id\n=1\n",
          R"(column "id": "=1" begins with '=')");
  add_row("an id of 1,001 bytes", "id\n" + std::string(1001, '1') + "\n",
          "has more than 1000 bytes");
  add_row("an id that is not UTF-8", "id\n\xFE\n",
          R"(column "id": "\xfe" is not UTF-8)");
}

}  // namespace

MalformedTable malformed_register_cells() {
  MalformedTable table;
  add_times(table);
  add_counts(table);
  add_digests(table);
  add_texts(table);
  add_cases(table);
  add_paths(table);
  add_rows(table);
  return table;
}

}  // namespace muniment
