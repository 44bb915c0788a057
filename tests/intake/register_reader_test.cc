// Registers become rows: every field, both formats, and what is left out.

#include "intake/register_reader.h"

#include <gtest/gtest.h>

#include "reading.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

constexpr const char* kDigest =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

ItemRegistered full_row() {
  ItemRegistered row;
  row.store = "bwv";
  row.path = "2023/01/a.mp4";
  row.identifier = "EX/1";
  row.recorded = value_of(parse_time("2023-01-02T09:00:00Z"));
  row.class_name = "evidential";
  row.cases = {"C1", "C2"};
  row.exhibit = "JB/1";
  row.size = 42;
  row.sha256.emplace();
  EXPECT_TRUE(from_hex(kDigest, row.sha256->data(), row.sha256->size()));
  row.subjects = 3;
  return row;
}

TEST(Register, HasEveryFieldOfACsvRow) {
  const RegisterReading reading = read_register_text(
      "path,id,recorded_at,class,case,exhibit,size,sha256,subjects,note\r\n"
      "./2023/01/a.mp4,EX/1,2023-01-02T10:00:00+01:00,evidential, C2 ;C1;C2,JB/1,42,"
      "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD,3,\xFF\r\n");
  EXPECT_FALSE(reading.failed);
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0], full_row());
  EXPECT_EQ(reading.lines[0], 2U);
}

TEST(Register, HasEveryFieldOfAJsonLine) {
  const RegisterReading reading = read_register_text(
      R"({"path":"2023/01/a.mp4","id":"EX/1","recorded_at":"2023-01-02T09:00:00Z",)"
      R"("class":"evidential","case":["C2","C1"],"exhibit":"JB/1","size":42,"sha256":")" +
          std::string(kDigest) + R"(","subjects":"3","seconds":1.5,"kept":true})" +
          "\r\n",
      RegisterFormat::kJsonLines);
  EXPECT_FALSE(reading.failed);
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0], full_row());
}

TEST(Register, TakesADateForItsFirstMoment) {
  const RegisterReading reading =
      read_register_text("id,recorded_at\n1,2023-07-26\n2,1970-01-01\n3,2200-12-31\n");
  ASSERT_EQ(reading.rows.size(), 3U);
  EXPECT_EQ(reading.rows[0].recorded, value_of(parse_time("2023-07-26T00:00:00Z")));
}

TEST(Register, DoesNotKnowWhatIsEmptyOrHasNoColumn) {
  const RegisterReading reading =
      read_register_text("path,id,recorded_at,case,size,sha256\na,,,,,\n,1,, ,,\n");
  ASSERT_EQ(reading.rows.size(), 2U);
  ItemRegistered by_path;
  by_path.store = "bwv";
  by_path.path = "a";
  EXPECT_EQ(reading.rows[0], by_path);
  EXPECT_EQ(reading.rows[1].identifier, "1");
  EXPECT_TRUE(reading.rows[1].cases.empty());
}

TEST(Register, DoesNotKnowWhatIsNullInJson) {
  const RegisterReading reading =
      read_register_text(R"({"path":"a","id":null,"case":null,"size":null,"class":""})"
                         "\n"
                         R"({"id":17,"case":[],"exhibit":5})",
                         RegisterFormat::kJsonLines);
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 2U);
  EXPECT_EQ(reading.rows[0].identifier, "");
  EXPECT_EQ(reading.rows[0].size, std::nullopt);
  EXPECT_EQ(reading.rows[1].identifier, "17");
  EXPECT_EQ(reading.rows[1].exhibit, "5");
}

TEST(Register, TakesAPathThatIsNotUtf8InBase64) {
  const RegisterReading reading =
      read_register_text(R"({"path_b64":"Li9h/w=="})", RegisterFormat::kJsonLines);
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].path, "a\xFF");
  const RegisterReading mapped = read_register_text(
      R"({"file_b64":"Li9h/w=="})", RegisterFormat::kJsonLines, {{"path", "file"}});
  ASSERT_EQ(mapped.rows.size(), 1U);
  EXPECT_EQ(mapped.rows[0].path, "a\xFF");
}

TEST(Register, IsReadByTheColumnsThatAreNamed) {
  const RegisterReading reading =
      read_register_text("File,Date,class\na,2023-01-01,c\n", RegisterFormat::kCsv,
                         {{"path", "File"}, {"recorded_at", "Date"}});
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].path, "a");
  EXPECT_EQ(reading.rows[0].class_name, "c");
  EXPECT_TRUE(reading.rows[0].recorded);
}

TEST(Register, RefusesAColumnThatIsNamedAndNotThere) {
  const RegisterReading csv = read_register_text(
      "path,Date\na,2023-01-01\n", RegisterFormat::kCsv, {{"recorded_at", "date"}});
  ASSERT_TRUE(csv.failed);
  EXPECT_EQ(
      csv.failed->what,
      "F:1: no column \"date\" for recorded_at; the columns are \"path\", \"Date\"");
  EXPECT_TRUE(csv.rows.empty());
  const RegisterReading json =
      read_register_text(R"({"path":"a","Date":"2023-01-01"})",
                         RegisterFormat::kJsonLines, {{"recorded_at", "date"}});
  ASSERT_TRUE(json.failed);
  EXPECT_EQ(json.failed->what, "F: no line has the key \"date\" for recorded_at");
}

TEST(Register, KeepsBackslashesAndEveryScript) {
  const RegisterReading reading =
      read_register_text("id,class,case\nA\\1,\xC3\xA9vidence,\xD8\xA7; b\\c\n");
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].identifier, "A\\1");
  EXPECT_EQ(reading.rows[0].cases, (std::vector<std::string>{"b\\c", "\xD8\xA7"}));
}

TEST(Register, TakesASignAtTheBeginningOfAPathOnlyAfterADot) {
  const RegisterReading reading = read_register_text("path\n./=a\n+a\n-a\n@a\n'=a\n");
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 5U);
  EXPECT_EQ(reading.rows[0].path, "=a");
}

TEST(Register, TellsTheFirstProblemOfEachWrongRowAndReadsTheOthers) {
  const RegisterReading reading = read_register_text(
      "path,recorded_at,size\na,2023-01-01,1\nb,2023-02-30,-1\nc,2023-01-01,-1\n"
      "d\ne,2023-01-01,5\n");
  EXPECT_FALSE(reading.failed);
  EXPECT_EQ(reading.lines, (std::vector<std::uint64_t>{2, 6}));
  ASSERT_EQ(reading.bad.size(), 3U);
  EXPECT_EQ(reading.bad[0].line, 3U);
  EXPECT_NE(reading.bad[0].reason.find("recorded_at"), std::string::npos);
  EXPECT_EQ(reading.bad[1],
            (Refused{4, "column \"size\": \"-1\" is a negative count"}));
  EXPECT_EQ(reading.bad[2], (Refused{5, "it has 1 fields, but the header has 3"}));
  EXPECT_EQ(reading.facts.rows, 5U);
}

TEST(Register, StopsWhenTheSinkSaysSo) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("f", "path\na\nb\n/c\n");
  const Error stop{ErrorCode::kCancelled, 0, "stop"};
  int rows = 0;
  RegisterSink sink;
  sink.row = [&](std::uint64_t, const ItemRegistered&) -> Status {
    return ++rows == 2 ? Status(stop) : Status(ok());
  };
  sink.bad = [](std::uint64_t, const std::string&) -> Status { return ok(); };
  const RegisterRequest request{tree.absolute("f"), "bwv", RegisterFormat::kCsv, {}};
  const auto facts = read_register(request, sink);
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(rows, 2);
  sink.row = [](std::uint64_t, const ItemRegistered&) -> Status { return ok(); };
  sink.bad = [&](std::uint64_t, const std::string&) -> Status { return stop; };
  EXPECT_FALSE(read_register(request, sink));
}

TEST(Register, SaysHowFarItIs) {
  const TempTree tree(TempTree::Medium::kMemory);
  std::string content = "path\n";
  for (int i = 0; i < 100'000; ++i) {
    content += "2023/" + std::to_string(i) + ".mp4\n";
  }
  tree.write("f", content);
  std::vector<std::uint64_t> told;
  RegisterSink sink;
  sink.row = [](std::uint64_t, const ItemRegistered&) -> Status { return ok(); };
  sink.bad = [](std::uint64_t, const std::string&) -> Status { return ok(); };
  sink.progress = [&](std::uint64_t bytes) { told.push_back(bytes); };
  const auto facts = value_of(
      read_register({tree.absolute("f"), "bwv", RegisterFormat::kCsv, {}}, sink));
  EXPECT_GT(told.size(), 2U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), content.size());
  EXPECT_EQ(facts.bytes, content.size());
  EXPECT_EQ(facts.rows, 100'000U);
}

TEST(Register, IsJsonLinesByItsName) {
  for (const char* name : {"a.json", "b.jsonl", "/x/c.ndjson", "D.JSONL", ".json"}) {
    EXPECT_EQ(register_format_of(name), RegisterFormat::kJsonLines) << name;
  }
  for (const char* name : {"a.csv", "json", "a.json.csv", "", "a.jsonlx", "-"}) {
    EXPECT_EQ(register_format_of(name), RegisterFormat::kCsv) << name;
  }
}

}  // namespace
}  // namespace muniment
