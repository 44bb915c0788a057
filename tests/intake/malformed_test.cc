// None of the malformed inputs is accepted, and each is refused with its line and reason.

#include "malformed.h"

#include <gtest/gtest.h>

#include <set>

#include "intake/authority_document.h"
#include "intake/path_list.h"
#include "reading.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

// What a reader refused, in the same form for each: the first wrong line, or the whole.
struct Outcome {
  bool refused = false;
  std::uint64_t line = 0;
  std::string reason;
  bool accepted_any = false;  // a row, although nothing in the input is right
};

// "F:3: reason" and "F: reason".
Outcome outcome_of(const Error& error) {
  EXPECT_EQ(error.code, ErrorCode::kInvalid) << error.what;
  Outcome outcome{true, 0, error.what, false};
  if (error.what.starts_with("F:") && error.what[2] != ' ') {
    outcome.line = std::stoull(error.what.substr(2));
    outcome.reason = error.what.substr(error.what.find(": ") + 2);
  }
  return outcome;
}

template <typename Value>
Outcome outcome_of(const Result<Value>& result, const std::string& root = "") {
  if (result) {
    return {};
  }
  Error error = result.error();
  if (!root.empty() && error.what.starts_with(root)) {
    error.what.erase(0, root.size() + 1);
  }
  return outcome_of(error);
}

template <typename Row, typename Facts>
Outcome outcome_of(const Reading<Row, Facts>& reading) {
  if (reading.failed) {
    return outcome_of(*reading.failed);
  }
  if (reading.bad.empty()) {
    return {};
  }
  const Refused& first = reading.bad.front();
  const auto& lines = reading.lines;
  const bool taken = std::find(lines.begin(), lines.end(), first.line) != lines.end();
  return {true, first.line, first.reason, taken};
}

Outcome outcome_of_list(const std::string& content, bool null_separated) {
  const TempTree tree(TempTree::Medium::kMemory);
  tree.write("F", content);
  return outcome_of(read_path_list(tree.absolute("F"), null_separated), tree.root());
}

Outcome hand_in(const Malformed& malformed) {
  const std::string& input = malformed.input;
  switch (malformed.reader) {
    case Intake::kRegisterCsv:
      return input.starts_with("key,")
                 ? outcome_of(
                       read_register_text(input, RegisterFormat::kCsv, {{"id", "key"}}))
                 : outcome_of(read_register_text(input));
    case Intake::kRegisterJson:
      return outcome_of(read_register_text(input, RegisterFormat::kJsonLines));
    case Intake::kAuditLog:
      return outcome_of(read_log_text(input, LogFormat::kStorageGrid));
    case Intake::kCsvLog:
      return outcome_of(read_log_text(input, LogFormat::kCsv));
    case Intake::kPathList:
      return outcome_of_list(input, false);
    case Intake::kNullPathList:
      return outcome_of_list(input, true);
    case Intake::kColumnMap:
      return outcome_of(parse_column_map({input}));
    case Intake::kAuthorityDocument:
      return outcome_of(parse_authority_document(input));
  }
  return {};
}

void expect_refused(const MalformedTable& table) {
  for (const Malformed& malformed : table) {
    SCOPED_TRACE(malformed.name + "\n" + malformed.input.substr(0, 300));
    const Outcome outcome = hand_in(malformed);
    EXPECT_TRUE(outcome.refused) << "accepted";
    EXPECT_FALSE(outcome.accepted_any) << "accepted, too";
    EXPECT_EQ(outcome.line, malformed.line) << outcome.reason;
    EXPECT_NE(outcome.reason.find(malformed.says), std::string::npos) << outcome.reason;
    EXPECT_TRUE(outcome.reason.starts_with(malformed.begins)) << outcome.reason;
    EXPECT_LT(outcome.reason.size(), 1000U);
    EXPECT_EQ(outcome.reason.find_first_of("\n\r\t\x1B"), std::string::npos);
  }
}

TEST(Malformed, CsvIsRefusedWithLineAndReason) {
  expect_refused(malformed_csv());
}

TEST(Malformed, CellsOfARegisterAreRefusedWithColumnAndReason) {
  expect_refused(malformed_register_cells());
}

TEST(Malformed, JsonLinesAreRefusedWithLineAndReason) {
  expect_refused(malformed_json());
}

TEST(Malformed, AuditLogsAreRefusedWithLineAndReason) {
  expect_refused(malformed_audit_logs());
}

TEST(Malformed, CsvLogsAreRefusedWithLineAndReason) {
  expect_refused(malformed_csv_logs());
}

TEST(Malformed, ListsAreRefusedWithLineAndReason) {
  expect_refused(malformed_lists());
}

TEST(Malformed, AuthorityDocumentsAreRefusedWithTheReason) {
  expect_refused(malformed_authorities());
}

TEST(Malformed, InputsAreAtLeast320AndAllDifferent) {
  std::set<std::pair<Intake, std::string>> inputs;
  for (const MalformedTable& table :
       {malformed_csv(), malformed_register_cells(), malformed_json(),
        malformed_audit_logs(), malformed_csv_logs(), malformed_lists(),
        malformed_authorities()}) {
    for (const Malformed& malformed : table) {
      EXPECT_TRUE(inputs.emplace(malformed.reader, malformed.input).second)
          << malformed.name << " is there twice";
    }
  }
  EXPECT_GE(inputs.size(), 320U);
}

}  // namespace
}  // namespace muniment
