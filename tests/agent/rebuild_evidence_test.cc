// Everything that is known of authorities, holds, transfers, the register, logs and
// retention follows from the ledger alone.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "agent/rebuild_catalogue.h"
#include "agent/reconsider.h"
#include "agent/state_verify.h"
#include "ledger/ledger_reader.h"
#include "temp_state.h"

namespace muniment {
namespace {

constexpr std::int64_t kLater = 9'000'000'000 * kNsPerSecond;  // than every hold

ItemRemoved gone(std::string path, std::int64_t missed, Explanation explanation) {
  const Candidate item = candidate(std::move(path));
  ItemRemoved removed;
  removed.store = "bwv";
  removed.path = item.path;
  removed.facts = item.facts;
  removed.last_seen = Time{missed - 10};
  removed.first_missed = Time{missed};
  removed.explanation = explanation;
  removed.reference = explanation == Explanation::kAuthority ? "DA-1" : "";
  return removed;
}

ItemRemoved breach(std::string path) {
  ItemRemoved removed = gone(std::move(path), kLater, Explanation::kUnexplained);
  removed.hold = "H-1";
  return removed;
}

std::vector<EventBody> terms() {
  AuthorityAdded authority;
  authority.store = "bwv";
  authority.reference = "DA-1";
  authority.approved_by = "A. Lee";
  authority.max_items = 2;
  authority.scope.prefixes = {"d"};
  authority.signed_by = {"clerk+1+x"};
  AuthorityAdded revoked = authority;
  revoked.reference = "DA-2";
  HoldPlaced hold;
  hold.store = "bwv";
  hold.reference = "H-1";
  hold.scope.cases = {"C-1"};
  HoldPlaced released = hold;
  released.reference = "H-2";
  PolicyDeclared policy;
  policy.store = "bwv";
  policy.rule = "rule";
  policy.default_class = "x";
  policy.classes = {{"x", {RetentionPeriod::Unit::kMonths, 6}}, {"y", {}}};
  return {policy,
          AuthorityPaths{"bwv", "DA-1", {"a", "\xff"}},
          authority,
          revoked,
          AuthorityRevoked{"bwv", "DA-2", "B. Moe", "wrong"},
          HoldPaths{"bwv", "H-1", {"held"}},
          hold,
          released,
          HoldReleased{"bwv", "H-2", "B. Moe", "over"},
          HoldChecked{"bwv", "H-1", 1, 2, 3, 4},
          TransferPaths{"bwv", "T-1", {"t"}},
          TransferOpened{"bwv", "nas", "T-1", "C. Day", {}},
          TransferOpened{"bwv", "nas", "T-2", "C. Day", {}},
          TransferClosed{"bwv", "T-1", "C. Day", 1, 2, 3, 4, 5}};
}

std::vector<EventBody> facts() {
  ItemRegistered row;
  row.store = "bwv";
  row.path = "from";
  row.class_name = "x";
  row.cases = {"C-1", "C-2"};
  ItemRegistered corrected = row;
  corrected.class_name = "y";
  ItemRegistered identified = row;
  identified.path = "";
  identified.identifier = "ID-1";
  identified.sha256 = Digests().sha256;
  return {added("from"),
          row,
          corrected,
          identified,
          RegisterImported{"bwv", "r\xff.csv", "ab", 3, 2, 1, 0, 0},
          ItemMoved{"bwv", "to", "from", added("from").facts},
          DeletionLogged{"bwv", "e/logged", Time{95}, "j.doe", "SDEL"},
          LogImported{"bwv", "log", "cd", 1, 0, 2, 3},
          RetentionReviewed{"bwv", 1, 2, 3, 4, 5, 6, 7},
          gone("d/late", 100, Explanation::kUnexplained),
          gone("d/used", 100, Explanation::kAuthority),
          gone("e/logged", 100, Explanation::kLogged),
          breach("held"),
          PlaceUnobserved{"nas", "x", PlaceKind::kDirectory, "denied", {}},
          PlaceObserved{"nas", "x"}};
}

// Every row of every table, fingerprints and row numbers apart.
std::string rows_of(const std::string& path) {
  const SQLite::Database database(path, SQLite::OPEN_READONLY, 10'000);
  SQLite::Statement tables(database,
                           "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                           "name <> 'meta' ORDER BY name");
  std::string text;
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    text += table + '\n';
    SQLite::Statement rows(database,
                           "SELECT * FROM \"" + table + "\" ORDER BY 1, 2, 3");
    while (rows.executeStep()) {
      for (int i = 0; i < rows.getColumnCount(); ++i) {
        const SQLite::Column column = rows.getColumn(i);
        text += column.isNull() ? "-|" : column.getString() + '|';
      }
      text += '\n';
    }
  }
  return text;
}

class RebuildEvidenceTest : public testing::Test {
 protected:
  RebuildEvidenceTest() {
    state.record(terms());
    state.record(facts());
    Recorder recorder = state.recorder();
    Reader reader = state.reader();
    EXPECT_EQ(value_of(reconsider(state.directory(), recorder, reader, "bwv")), 1U);
  }

  TempState state;
};

TEST_F(RebuildEvidenceTest, ARebuiltCatalogueHasTheSameRows) {
  const std::string before = rows_of(state.directory().catalogue());
  for (const char* const table :
       {"authority", "hold", "transfer", "registered", "import", "deletion_log",
        "policy", "scope_part", "scope_path", "tombstone"}) {
    EXPECT_EQ(before.find(std::string(table) + "\n\n"), std::string::npos)
        << table << " has rows";
  }
  EXPECT_EQ(reason(rebuild_catalogue(state.directory())), "");
  EXPECT_EQ(rows_of(state.directory().catalogue()), before);
}

TEST_F(RebuildEvidenceTest, ACatalogueThatIsGoneIsMadeAgainWithTheSameRows) {
  const std::string before = rows_of(state.directory().catalogue());
  state.remove_catalogue();
  (void)state.recorder();
  EXPECT_EQ(rows_of(state.directory().catalogue()), before);
}

TEST_F(RebuildEvidenceTest, VerifyFindsNothingUntilSomebodyChangesWhatIsUsedUp) {
  const auto problems = [&] {
    auto verify = value_of(StateVerify::begin(state.directory()));
    const auto ledger = value_of(LedgerReader::open(state.directory().ledger()));
    return value_of(verify.run(ledger.checkpoint()));
  };
  EXPECT_EQ(problems(), StateVerify::Problems{});
  state.change_catalogue(
      "UPDATE authority SET used_items = 0 WHERE reference = 'DA-1'");
  ASSERT_EQ(problems().size(), 1U);
  EXPECT_EQ(problems()[0].where, "catalogue table authority");
}

}  // namespace
}  // namespace muniment
