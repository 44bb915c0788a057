// Whoever changes what the catalogue keeps of authorities, holds, transfers, the register,
// logs or retention is found out: all of it follows from the entries of the ledger.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "catalogue/catalogue_check.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

// One of everything.
std::vector<Event> all_evidence() {
  std::vector<EventBody> bodies;
  AuthorityAdded authority;
  authority.store = kStore;
  authority.reference = "DA-1";
  authority.scope.prefixes = {"d"};
  bodies.emplace_back(AuthorityPaths{kStore, "DA-1", {"a", "b"}});
  bodies.emplace_back(authority);
  HoldPlaced hold;
  hold.store = kStore;
  hold.reference = "H-1";
  hold.scope.cases = {"C-1"};
  bodies.emplace_back(hold);
  bodies.emplace_back(HoldChecked{kStore, "H-1", 5, 0, 0, 0});
  bodies.emplace_back(TransferOpened{kStore, "nas", "T-1", "A. Lee", {}});
  bodies.emplace_back(TransferClosed{kStore, "T-1", "A. Lee", 1, 0, 0, 0, 0});
  ItemRegistered row;
  row.store = kStore;
  row.path = "a";
  row.class_name = "evidential";
  bodies.emplace_back(row);
  bodies.emplace_back(RegisterImported{kStore, "r.csv", "ab", 1, 1, 0, 0, 0});
  bodies.emplace_back(DeletionLogged{kStore, "a", at(5), "j.doe", "delete"});
  bodies.emplace_back(PolicyDeclared{kStore, "", "", "x", "rule", {{"x", {}}}});
  bodies.emplace_back(RetentionReviewed{kStore, 1, 2, 3, 4, 5, 6, 7});
  bodies.emplace_back(ItemRemoved{kStore, "a", a_file(10, 1), at(1), at(2), at(3),
                                  Explanation::kUnexplained, "", "", "", std::nullopt});
  std::vector<Event> events;
  for (EventBody& body : bodies) {
    events.push_back({at(10), std::move(body)});
  }
  return events;
}

class EvidenceCheckTest
    : public testing::TestWithParam<std::pair<const char*, const char*>> {
 protected:
  EvidenceCheckTest() { temp.apply(all_evidence()); }

  std::vector<TableDifference> differences() {
    Catalogue derived = value_of(Catalogue::scratch(temp.directory().root()));
    EXPECT_EQ(reason(derived.apply(all_evidence(), "00")), "");
    CatalogueCheck check = value_of(CatalogueCheck::begin(temp.path()));
    return value_of(check.compare(derived));
  }

  TempCatalogue temp;
};

TEST_P(EvidenceCheckTest, NamesTheTableThatSomebodyChanged) {
  ASSERT_TRUE(differences().empty());
  const auto& [table, sql] = GetParam();
  SQLite::Database database(temp.path(), SQLite::OPEN_READWRITE);
  ASSERT_EQ(database.exec(sql), 1) << "one row is changed";
  const auto found = differences();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].table, table);
}

INSTANTIATE_TEST_SUITE_P(
    Evidence, EvidenceCheckTest,
    testing::Values(
        std::pair("authority", "UPDATE authority SET used_items = 0, max_items = 9"),
        std::pair("authority", "UPDATE authority SET revoked = 1"),
        std::pair("scope_part",
                  "UPDATE scope_part SET value = CAST('e' AS BLOB) "
                  "WHERE kind = 1"),
        std::pair("scope_part", "DELETE FROM scope_part WHERE kind = 2"),
        std::pair("scope_path",
                  "INSERT INTO scope_path VALUES "
                  "(1, CAST('c' AS BLOB), 1, 'DA-1')"),
        std::pair("hold", "UPDATE hold SET released = 1"),
        std::pair("hold", "UPDATE hold SET verified = 6"),
        std::pair("hold", "DELETE FROM hold"),
        std::pair("transfer", "UPDATE transfer SET closed = NULL"),
        std::pair("registered", "UPDATE registered SET class = 'non-evidential'"),
        std::pair("import", "UPDATE import SET skipped = 1"),
        std::pair("deletion_log", "UPDATE deletion_log SET actor = 'somebody else'"),
        std::pair("policy", "UPDATE policy SET classes = 'x=1d'"),
        std::pair("tombstone", "UPDATE tombstone SET explanation = 4"),
        std::pair("tombstone", "UPDATE tombstone SET hold = 'H-1'"),
        std::pair("store", "UPDATE store SET reconsidered = 999 WHERE id = 1"),
        std::pair("store", "UPDATE store SET overdue_items = 0 WHERE id = 1")));

}  // namespace
}  // namespace muniment
