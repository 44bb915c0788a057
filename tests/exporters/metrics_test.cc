#include "exporters/metrics/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <set>
#include <sstream>

#include "sample_summary.h"

namespace muniment {
namespace {

std::string page_of(const Summary& summary, std::size_t max_collections = 200) {
  return render_metrics(summary, sample_health(), {"0.1.0", "abc123", max_collections});
}

std::vector<std::string> lines_of(const std::string& page) {
  std::istringstream in(page);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

bool has_line(const std::string& page, const std::string& line) {
  const auto lines = lines_of(page);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::size_t count_with_prefix(const std::string& page, const std::string& prefix) {
  const auto lines = lines_of(page);
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.compare(0, prefix.size(), prefix) == 0;
      }));
}

TEST(Metrics, ShowsHowManyItemsAreGoneWithoutAnExplanation) {
  const std::string page = page_of(sample_summary());
  EXPECT_TRUE(
      has_line(page, "muniment_store_unexplained_items{store=\"bwv-primary\"} 96"));
  EXPECT_TRUE(has_line(page, "muniment_store_unexplained_items{store=\"records\"} 0"));
  EXPECT_TRUE(has_line(
      page, "muniment_store_unexplained_bytes{store=\"bwv-primary\"} 1200000000"));
}

TEST(Metrics, CountsRemovalsByEveryExplanationFromTheStart) {
  const std::string page = page_of(sample_summary());
  for (const char* explanation :
       {"unexplained", "authority", "retention", "transfer", "logged"}) {
    EXPECT_EQ(1U,
              count_with_prefix(page, std::string("muniment_items_removed_total{store="
                                                  "\"records\",explanation=\"") +
                                          explanation + "\"} 0"));
  }
  EXPECT_TRUE(has_line(page,
                       "muniment_items_removed_total{store=\"bwv-primary\",explanation="
                       "\"authority\"} 100"));
  EXPECT_TRUE(has_line(page,
                       "muniment_bytes_removed_total{store=\"bwv-primary\",explanation="
                       "\"authority\"} 400000000"));
}

TEST(Metrics, ShowsWhatWentByALogAloneAndWhatAHoldShouldHaveKept) {
  const std::string page = page_of(summary_of({store_with_disposals("bwv")}));
  for (const char* const line :
       {"muniment_store_logged_items{store=\"bwv\"} 7",
        "muniment_store_logged_bytes{store=\"bwv\"} 70000",
        "muniment_hold_breaches{store=\"bwv\"} 2", "muniment_holds{store=\"bwv\"} 5",
        "muniment_holds_unchecked{store=\"bwv\"} 1"}) {
    EXPECT_TRUE(has_line(page, line)) << line;
  }
}

TEST(Metrics, ShowWhatIsOverdueAndWhatBecomesDeletable) {
  const std::string page = page_of(summary_of({store_with_disposals("bwv")}));
  for (const char* const line :
       {"muniment_retention_overdue_items{store=\"bwv\"} 11",
        "muniment_retention_overdue_bytes{store=\"bwv\"} 110000",
        "muniment_retention_deletable_items{store=\"bwv\",within=\"7d\"} 20",
        "muniment_retention_deletable_items{store=\"bwv\",within=\"30d\"} 30",
        "muniment_retention_deletable_bytes{store=\"bwv\",within=\"7d\"} 200000",
        "muniment_retention_deletable_bytes{store=\"bwv\",within=\"30d\"} 300000",
        "muniment_retention_undated_items{store=\"bwv\"} 12"}) {
    EXPECT_TRUE(has_line(page, line)) << line;
  }
}

TEST(Metrics, CountAuthoritiesByStateTransfersAndTheRegister) {
  const std::string page = page_of(summary_of({store_with_disposals("bwv")}));
  for (const char* const line :
       {"muniment_authorities{store=\"bwv\",state=\"open\"} 4",
        "muniment_authorities{store=\"bwv\",state=\"used-up\"} 3",
        "muniment_authorities{store=\"bwv\",state=\"expired\"} 6",
        "muniment_transfers_open{store=\"bwv\"} 8",
        "muniment_registered_items{store=\"bwv\"} 990"}) {
    EXPECT_TRUE(has_line(page, line)) << line;
  }
}

TEST(Metrics, HaveASeriesForEachKindOfDisposalFromTheStart) {
  const std::string page = page_of(summary_of({healthy_store("bwv")}));
  for (const char* const series :
       {"muniment_store_logged_items{store=\"bwv\"}",
        "muniment_hold_breaches{store=\"bwv\"}",
        "muniment_holds_unchecked{store=\"bwv\"}",
        "muniment_retention_overdue_items{store=\"bwv\"}",
        "muniment_retention_deletable_items{store=\"bwv\",within=\"30d\"}",
        "muniment_authorities{store=\"bwv\",state=\"expired\"}"}) {
    EXPECT_TRUE(has_line(page, std::string(series) + " 0")) << series;
  }
}

TEST(Metrics, DoesNotCountAMovedItemAsRemoved) {
  const std::string page = page_of(sample_summary());
  EXPECT_EQ(std::string::npos,
            page.find("muniment_items_removed_total{store=\"bwv-primary\""
                      ",explanation=\"moved\"}"));
  EXPECT_TRUE(has_line(
      page,
      "muniment_items_moved_total{store=\"bwv-primary\",explanation=\"moved\"} 5"));
}

TEST(Metrics, CountsAnAlterationThatNamesNoExplanationAsUnexplained) {
  Summary summary = summary_of({healthy_store("bwv")});
  summary.stores[0].changes = {
      {ChangeKind::kModified, Explanation::kNone, 2, 10},
      {ChangeKind::kModified, Explanation::kUnexplained, 1, 10}};
  EXPECT_TRUE(has_line(
      page_of(summary),
      "muniment_items_modified_total{store=\"bwv\",explanation=\"unexplained\"} 3"));
}

TEST(Metrics, SaysNothingOfTheAvailabilityOfAStoreThatNobodyLookedAt) {
  Summary summary = summary_of({healthy_store("a"), unavailable_store("b"), {}});
  summary.stores[2].name = "c";
  const std::string page = page_of(summary);
  EXPECT_TRUE(has_line(page, "muniment_store_available{store=\"a\"} 1"));
  EXPECT_TRUE(has_line(page, "muniment_store_available{store=\"b\"} 0"));
  EXPECT_EQ(0U, count_with_prefix(page, "muniment_store_available{store=\"c\"}"));
  EXPECT_TRUE(has_line(
      page, "muniment_store_last_complete_scan_timestamp_seconds{store=\"c\"} 0"));
}

TEST(Metrics, KeepsTheLastCollectionsByNameAndSumsTheRest) {
  Summary summary = summary_of({healthy_store("bwv")});
  summary.stores[0].collections = {
      {"2023/07", 3, 30}, {"2023/05", 1, 10}, {"2023/08", 4, 40}, {"2023/06", 2, 20}};
  const std::string page = page_of(summary, 2);
  const std::string items = "muniment_collection_items{store=\"bwv\",collection=";
  EXPECT_EQ(3U, count_with_prefix(page, items));
  EXPECT_TRUE(has_line(page, items + "\"2023/07\"} 3"));
  EXPECT_TRUE(has_line(page, items + "\"2023/08\"} 4"));
  EXPECT_TRUE(has_line(page, items + "\"__other__\"} 3"));
  EXPECT_TRUE(has_line(page, "muniment_collections_truncated{store=\"bwv\"} 1"));
}

TEST(Metrics, NeverWritesASeriesTwice) {
  Summary summary = summary_of({healthy_store("bwv")});
  summary.stores[0].collections = {{"__other__", 1, 1}, {"a", 1, 1}, {"b", 1, 1}};
  std::set<std::string> seen;
  for (const std::string& line : lines_of(page_of(summary, 1))) {
    if (line[0] != '#') {
      EXPECT_TRUE(seen.insert(line.substr(0, line.rfind(' '))).second) << line;
    }
  }
}

TEST(Metrics, EscapesTheBytesOfACollection) {
  Summary summary = summary_of({healthy_store("bwv")});
  summary.stores[0].collections = {{"a\"b\n\xff\u202e", 1, 1}};
  // Made printable first, then escaped as the text format asks.
  EXPECT_NE(std::string::npos,
            page_of(summary).find(R"(collection="a\"b\\x0a\\xff\\u{202e}"} 1)"));
}

TEST(Metrics, HaveHelpTextThatTheFormatCanCarry) {
  for (const std::string& line : lines_of(page_of(sample_summary()))) {
    EXPECT_FALSE(line.empty());
    if (line.compare(0, 7, "# HELP ") == 0) {
      EXPECT_EQ(std::string::npos, line.find('\\')) << line;
    } else if (line[0] != '#') {
      EXPECT_TRUE(line.compare(0, 9, "muniment_") == 0 ||
                  line.compare(0, 8, "process_") == 0)
          << line;
    }
  }
}

TEST(Metrics, ShowWhatTheAgentDoes) {
  const std::string page = page_of(sample_summary());
  EXPECT_TRUE(has_line(page, "muniment_store_scan_running{store=\"bwv-primary\"} 1"));
  EXPECT_TRUE(
      has_line(page, "muniment_store_scan_running_seconds{store=\"records\"} 0"));
  EXPECT_TRUE(has_line(
      page, "muniment_store_watch_mode{store=\"records\",mode=\"polling\"} 1"));
  EXPECT_TRUE(has_line(page, "muniment_errors_total{stage=\"read\"} 3"));
  EXPECT_TRUE(has_line(page, "muniment_errors_total{stage=\"ledger\"} 0"));
  EXPECT_TRUE(
      has_line(page, "muniment_build_info{version=\"0.1.0\",revision=\"abc123\"} 1"));
  EXPECT_TRUE(has_line(page, "muniment_ledger_entries 1234"));
  EXPECT_TRUE(has_line(page, "muniment_incidents_open 1"));
  EXPECT_TRUE(has_line(page, "process_start_time_seconds 1690333200"));
}

TEST(Metrics, TellWhoVouchesForTheLedger) {
  const std::string page = render_metrics(sample_summary(), sample_health(), {});
  for (const char* const line :
       {"muniment_ledger_cosignature_timestamp_seconds{witness=\"north\"} 1690336800",
        "muniment_ledger_cosignature_timestamp_seconds{witness=\"witness.example/w2\"} "
        "0",
        "muniment_ledger_cosigned_entries{witness=\"north\"} 1200",
        "muniment_witness_conflict{witness=\"north\"} 0",
        "muniment_witness_conflict{witness=\"witness.example/w2\"} 1",
        "muniment_witness_submissions_total{witness=\"north\",outcome=\"cosigned\"} 7",
        "muniment_witness_submissions_total{witness=\"north\",outcome=\"fork\"} 0",
        "muniment_witness_submissions_total{witness=\"witness.example/w2\","
        "outcome=\"no-answer\"} 1",
        "muniment_ledger_time_stamp_timestamp_seconds 1690336800"}) {
    EXPECT_TRUE(has_line(page, line)) << line;
  }
}

TEST(Metrics, SayNothingOfTimeStampsThatNobodyAskedFor) {
  AgentHealth health = sample_health();
  health.has_time_stamps = false;
  const std::string page = render_metrics(sample_summary(), health, {});
  EXPECT_EQ(page.find("\nmuniment_ledger_time_stamp_timestamp_seconds "),
            std::string::npos);
}

TEST(Metrics, AreWrittenForAnAgentWithoutStores) {
  const std::string page = render_metrics({}, {}, {});
  EXPECT_TRUE(has_line(page, "muniment_config_last_reload_successful 1"));
  EXPECT_TRUE(has_line(page, "muniment_ledger_head_timestamp_seconds 0"));
}

}  // namespace
}  // namespace muniment
