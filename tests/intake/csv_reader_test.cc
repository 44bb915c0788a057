// CSV as RFC 4180 has it, record by record.

#include "intake/csv_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

using Records = std::vector<std::vector<std::string>>;

// "LINE!problem" for a record that must not be used.
Records read_csv(std::string_view content) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("f.csv", content);
  SourceFile source = value_of(SourceFile::open(tree.absolute("f.csv")));
  CsvReader csv(source);
  Records records;
  for (auto record = value_of(csv.next()); record; record = value_of(csv.next())) {
    if (record->problem.empty()) {
      records.emplace_back(record->fields.begin(), record->fields.end());
    } else {
      records.push_back({std::to_string(record->line) + '!' + record->problem});
    }
  }
  return records;
}

std::vector<std::uint64_t> lines_of(std::string_view content) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("f.csv", content);
  SourceFile source = value_of(SourceFile::open(tree.absolute("f.csv")));
  CsvReader csv(source);
  std::vector<std::uint64_t> lines;
  for (auto record = value_of(csv.next()); record; record = value_of(csv.next())) {
    lines.push_back(record->line);
  }
  return lines;
}

TEST(Csv, KeepsEveryCharacterOfAField) {
  const Records wanted = {{"a", "b"}, {" x ", "\ty"}, {"", ""}, {"'1'", "#"}};
  EXPECT_EQ(read_csv("a,b\n x ,\ty\n,\n'1',#\n"), wanted);
}

TEST(Csv, TakesQuotesCommasAndLineEndsInsideQuotes) {
  const Records wanted = {{"a", "b"}, {"x,\"y\"", "1\r\n2\n3"}, {"", "\""}};
  EXPECT_EQ(read_csv("a,b\n\"x,\"\"y\"\"\",\"1\r\n2\n3\"\n\"\",\"\"\"\"\n"), wanted);
}

TEST(Csv, TakesEitherLineEndAndNoneAtTheEnd) {
  const Records wanted = {{"a", "b"}, {"1", "2"}, {"3", ""}};
  EXPECT_EQ(read_csv("a,b\r\n1,2\n3,"), wanted);
  EXPECT_EQ(read_csv("a,b\n\"1\",\"2\"\r\n\"3\",\"\"\r\n"), wanted);
  EXPECT_EQ(read_csv("a,b\n1,\"2\"\n3,\"\""), wanted);
}

TEST(Csv, SkipsTheByteOrderMarkAtTheBeginningOnly) {
  EXPECT_EQ(read_csv("\xEF\xBB\xBF\"a\"\n1\n"), (Records{{"a"}, {"1"}}));
  EXPECT_EQ(read_csv("a\n\xEF\xBB\xBF\n"), (Records{{"a"}, {"\xEF\xBB\xBF"}}));
}

TEST(Csv, SkipsLinesWithoutAnyCharacterAndCountsThem) {
  EXPECT_EQ(read_csv("\n\r\na\n\n\r\n1\n\n"), (Records{{"a"}, {"1"}}));
  EXPECT_EQ(lines_of("\n\r\na\n\n\r\n1\n\n"), (std::vector<std::uint64_t>{3, 6}));
}

TEST(Csv, NamesTheLineWhereARecordBegins) {
  EXPECT_EQ(lines_of("a,b\n\"1\n2\n3\",x\r\n4,\"5\n\"\n6,7"),
            (std::vector<std::uint64_t>{1, 2, 5, 7}));
}

TEST(Csv, GoesOnBehindAWrongQuoteAtTheNextLine) {
  const Records records = read_csv("a,b\n1,x\"y\n2,z\n\"3\"4,\"5\n6,7\n8\r9,\n10,11\n");
  ASSERT_EQ(records.size(), 7U);
  EXPECT_EQ(records[1], (std::vector<std::string>{
                            "2!a quote inside a field that does not begin with one"}));
  EXPECT_EQ(records[2], (std::vector<std::string>{"2", "z"}));
  EXPECT_EQ(records[3],
            (std::vector<std::string>{"4!text behind the quote that ends a field"}));
  EXPECT_EQ(records[4], (std::vector<std::string>{"6", "7"}));
  EXPECT_EQ(records[5][0].substr(0, 20), "6!a carriage return ");
  EXPECT_EQ(records[6], (std::vector<std::string>{"10", "11"}));
}

TEST(Csv, NeverTakesAPartOfATooLargeFieldForARecord) {
  const std::string large = '"' + std::string(70'000, 'x') + "\n1,forged\n\"";
  const Records records = read_csv("a,b\n" + large + ",2\n3,4\n");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1],
            (std::vector<std::string>{"2!a field has more than 65536 bytes"}));
  EXPECT_EQ(records[2], (std::vector<std::string>{"3", "4"}));
}

TEST(Csv, TakesWhatIsJustNotTooLarge) {
  const std::string field(CsvReader::kMaxFieldBytes, 'x');
  EXPECT_EQ(read_csv("a\n" + field + "\n"), (Records{{"a"}, {field}}));
  EXPECT_EQ(read_csv("a\n\"" + field + "\"\n"), (Records{{"a"}, {field}}));
  const std::string columns(CsvReader::kMaxColumns - 1, ',');
  EXPECT_EQ(read_csv(columns + "\n").at(0).size(), CsvReader::kMaxColumns);
}

TEST(Csv, SaysBothNumbersOfFields) {
  EXPECT_EQ(read_csv("a,b\n1\n1,2,3\n"),
            (Records{{"a", "b"},
                     {"2!it has 1 fields, but the header has 2"},
                     {"3!it has 3 fields, but the header has 2"}}));
}

TEST(Csv, FindsTheQuoteThatIsNotClosedBehindAFieldOfManyLines) {
  const Records records = read_csv("a,b\n\"1\n2\",\"3\n4\n");
  EXPECT_EQ(records[1], (std::vector<std::string>{
                            "3!the quote that begins here is not closed before the end "
                            "of the file"}));
}

// The obvious writer. Quotes are optional where nothing needs them.
std::string write_field(const std::string& field, bool quoted) {
  if (!quoted && field.find_first_of(",\"\r\n") == std::string::npos) {
    return field;
  }
  std::string text = "\"";
  for (const char c : field) {
    text += c == '"' ? "\"\"" : std::string(1, c);
  }
  return text + '"';
}

rc::Gen<std::string> any_field() {
  return rc::gen::oneOf(
      rc::gen::container<std::string>(
          rc::gen::element('a', ',', '"', '\r', '\n', ' ', ';', '\xC3', '\xFF')),
      rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')),
      rc::gen::map(rc::gen::inRange(0, 3000), [](int count) {
        return std::string(static_cast<std::size_t>(count), 'x');
      }));
}

TEST(Csv, ReadsBackWhateverWasWritten) {
  const bool holds = rc::check([] {
    const auto columns = *rc::gen::inRange<std::size_t>(2, 6);
    const auto records = *rc::gen::container<Records>(
        rc::gen::container<std::vector<std::string>>(columns, any_field()));
    std::string text = *rc::gen::element<std::string>("", "\xEF\xBB\xBF");
    std::vector<std::uint64_t> lines;
    std::uint64_t line = 1;
    for (const auto& record : records) {
      lines.push_back(line);
      std::string row;
      for (const auto& field : record) {
        row += (row.empty() && &field == &record.front() ? "" : ",") +
               write_field(field, *rc::gen::arbitrary<bool>());
      }
      line += 1 + static_cast<std::uint64_t>(std::count(row.begin(), row.end(), '\n'));
      text += row + *rc::gen::element<std::string>("\n", "\r\n");
    }
    RC_ASSERT(read_csv(text) == records);
    RC_ASSERT(lines_of(text) == lines);
  });
  EXPECT_TRUE(holds);
}

TEST(Csv, ReadsTheSameWhereverAChunkEnds) {
  // Fields of many lengths, so that the ends of chunks fall into every place.
  Records wanted;
  std::string text;
  for (std::size_t i = 0; text.size() < 3'000'000; ++i) {
    wanted.push_back({std::string(i % 97, 'x'), "a\"b\r\n" + std::string(i % 13, ','),
                      std::to_string(i)});
    text += write_field(wanted.back()[0], i % 2 == 0) + ',' +
            write_field(wanted.back()[1], true) + ',' +
            write_field(wanted.back()[2], i % 3 == 0) + (i % 5 == 0 ? "\r\n" : "\n");
  }
  EXPECT_TRUE(read_csv(text) == wanted);
}

}  // namespace
}  // namespace muniment
