#include "exporters/report/status_report.h"

#include <gtest/gtest.h>

#include "sample_summary.h"

namespace muniment {
namespace {

constexpr Time kNow{kScanEnd.ns + 720 * kNsPerSecond};

bool is_well(const Summary& summary) {
  return status_text(summary, kNow).find("All is well") != std::string::npos;
}

std::string text_of(const StoreSummary& store) {
  return status_text(summary_of({store}), kNow);
}

void expect_concern(const StoreSummary& store, const std::string& words) {
  const std::string text = text_of(store);
  EXPECT_NE(std::string::npos, text.find(words)) << text;
  EXPECT_FALSE(is_well(summary_of({store}))) << text;
}

TEST(StatusReport, SaysThatAllIsWellWhenItIs) {
  EXPECT_EQ(
      "STORE  STATE      ITEMS    SIZE  MISSING  CORRUPTED  NOT SEEN  LAST COMPLETE "
      "SCAN\n"
      "bwv    available  1,000  3.4 GB        0          0         0  "
      "2023-07-26T02:00:00Z (12 min ago)\n"
      "\n"
      "Ledger: 1,234 events, 0 incidents open.\n"
      "Witnesses: no witness is configured; nobody else vouches for the ledger.\n"
      "All is well: 1,000 items (3.4 GB) in 1 store, every one accounted for.\n",
      text_of(healthy_store("bwv")));
}

TEST(StatusReport, SaysHowManyItemsAreGoneAndHowToSeeWhich) {
  expect_concern(store_with_losses("bwv"),
                 "bwv: 96 items (1.2 GB) are gone and nothing explains it: "
                 "muniment items bwv --missing\n");
  const std::string text = text_of(store_with_losses("bwv"));
  EXPECT_EQ("Look at 1 store above.\n", text.substr(text.rfind("Look at")));
}

TEST(StatusReport, ConcludesNothingAboutAStoreThatIsNotThere) {
  expect_concern(unavailable_store("bwv"),
                 "the store is not available: open /srv/evidence: No such file or "
                 "directory. Nothing is concluded about its items");
}

TEST(StatusReport, IsNotWellBeforeTheFirstCompleteScan) {
  StoreSummary store;
  store.name = "bwv";
  expect_concern(store, "no scan has seen the whole store yet");
}

TEST(StatusReport, IsNotWellAfterAnIncompleteScan) {
  StoreSummary store = healthy_store("bwv");
  store.last_outcome = ScanOutcome::kIncomplete;
  store.state_reason = "2 directories could not be read";
  expect_concern(store, "did not see the whole store: 2 directories could not be read");
}

TEST(StatusReport, IsNotWellWhenSomethingWasNotObserved) {
  StoreSummary store = healthy_store("bwv");
  store.not_observed_items = 1;
  expect_concern(store, "1 item could not be looked at: nothing is known of it now");
}

TEST(StatusReport, IsNotWellWhenContentIsNotAsRecorded) {
  StoreSummary store = healthy_store("bwv");
  store.corrupted_items = 2;
  expect_concern(store, "2 items corrupted");
  store = healthy_store("bwv");
  store.changes.push_back({ChangeKind::kEmptied, Explanation::kNone, 3, 0});
  expect_concern(store, "3 items emptied");
  store = healthy_store("bwv");
  store.changes.push_back({ChangeKind::kModified, Explanation::kUnexplained, 1, 5});
  expect_concern(store, "1 item modified");
}

TEST(StatusReport, IsNotWellWithoutAnyStore) {
  EXPECT_FALSE(is_well({}));
  EXPECT_NE(std::string::npos,
            status_text({}, kNow).find("No store is enrolled: nothing is watched.\n"));
}

TEST(StatusReport, IsNotWellWhileAnIncidentIsOpen) {
  Summary summary = summary_of({healthy_store("bwv")});
  summary.incidents_open = 1;
  EXPECT_FALSE(is_well(summary));
}

TEST(StatusReport, MentionsItemsThatAreBeingWritten) {
  StoreSummary store = healthy_store("bwv");
  store.in_flight_items = 3;
  EXPECT_NE(std::string::npos, text_of(store).find("3 items being written"));
  EXPECT_TRUE(is_well(summary_of({store})));
}

Summary witnessed() {
  Summary summary = summary_of({healthy_store("bwv")});
  WitnessSummary north;
  north.name = "north";
  north.cosigned = Time{kNow.ns - 180 * kNsPerSecond};
  north.cosigned_size = 1200;
  WitnessSummary south = north;
  south.name = "south";
  south.cosigned = Time{kNow.ns - 600 * kNsPerSecond};
  summary.witnesses = {south, north};
  return summary;
}

TEST(StatusReport, SaysHowOldTheNewestCosignatureIsAndByWhom) {
  const std::string text = status_text(witnessed(), kNow);
  EXPECT_NE(text.find("Witnesses: the newest cosignature is 3 min old, by north, of "
                      "1,200 events.\n"),
            std::string::npos)
      << text;
  EXPECT_TRUE(is_well(witnessed()));
}

TEST(StatusReport, SaysThatNoWitnessHasCosignedYet) {
  Summary summary = witnessed();
  for (WitnessSummary& witness : summary.witnesses) {
    witness.cosigned.reset();
  }
  const std::string text = status_text(summary, kNow);
  EXPECT_NE(text.find("Witnesses: none of 2 has cosigned the ledger yet.\n"),
            std::string::npos)
      << text;
}

TEST(StatusReport, IsNotWellWhenAWitnessKnowsAnotherLedger) {
  Summary summary = witnessed();
  summary.witnesses[1].conflict =
      WitnessConflict{"north", WitnessOutcome::kFork, 1234, 1230, "FORK: \x1b other"};
  summary.witnesses[1].conflict_since = kScanEnd;
  const std::string text = status_text(summary, kNow);
  EXPECT_NE(text.find("Witness north, 2023-07-26T02:00:00Z: FORK: \\x1b other.\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("which ledger is right?"), std::string::npos) << text;
  EXPECT_FALSE(is_well(summary));
  const Json json = status_json(summary)["ledger"]["witnesses"];
  EXPECT_EQ(json[0]["conflict"], nullptr);
  EXPECT_EQ(json[1]["conflict"]["outcome"], "fork");
  EXPECT_EQ(json[1]["conflict"]["their_size"], 1230);
  EXPECT_EQ(json[1]["cosigned_size"], 1200);
}

TEST(StatusReport, HasTheJsonThatScriptsRelyOn) {
  Summary summary = sample_summary();
  summary.stores[1].identity =
      StoreIdentity{"ext4", "ab12", 2, kScanEnd, "", "/dev/sdb1"};
  const Json json = status_json(summary);
  const Json& first = json["stores"][0];
  for (const char* key : {"name", "state", "items", "bytes", "unexplained_items",
                          "unexplained_bytes", "not_observed_items", "corrupted_items",
                          "overdue_fixity_items", "last_complete_scan", "identity"}) {
    EXPECT_TRUE(first.contains(key)) << key;
  }
  EXPECT_EQ("available", first["state"]);
  EXPECT_EQ(96, first["unexplained_items"]);
  EXPECT_EQ("2023-07-26T02:00:00Z", first["last_complete_scan"]);
  EXPECT_TRUE(first["identity"].is_null());
  EXPECT_EQ("/dev/sdb1", json["stores"][1]["identity"]["mount_source"]);
  EXPECT_EQ(1, json["incidents_open"]);
  EXPECT_EQ(1234, json["ledger"]["size"]);
  EXPECT_EQ(std::string(64, 'a'), json["ledger"]["root"]);
}

TEST(StatusReport, HasNullInJsonForAScanThatNeverWas) {
  StoreSummary store;
  store.name = "bwv";
  const Json json = status_json(summary_of({store}));
  EXPECT_EQ("never-scanned", json["stores"][0]["state"]);
  EXPECT_TRUE(json["stores"][0]["last_complete_scan"].is_null());
}

}  // namespace
}  // namespace muniment
