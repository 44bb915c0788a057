#include "exporters/report/scope_report.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "exporters/report/authority_report.h"
#include "exporters/report/concern_list.h"
#include "exporters/report/history_report.h"
#include "exporters/report/holds_report.h"
#include "exporters/report/register_report.h"
#include "exporters/report/retention_report.h"
#include "exporters/report/transfers_report.h"

namespace muniment {
namespace {

constexpr std::int64_t kNight = 1'690'336'800 * kNsPerSecond;  // 2023-07-26T02:00:00Z

Scope several() {
  Scope scope;
  scope.prefixes = {"2023/07", "x\x1b"};
  scope.classes = {"non-evidential"};
  scope.cases = {"45AA/1"};
  scope.recorded_from = Time{kNight};
  return scope;
}

TEST(Scope, OfAnAuthorityNarrowsAndOfAHoldWidens) {
  EXPECT_EQ(scope_text(several(), ScopeSense::kCovers),
            "2023/07/..., x\\x1b/..., of class non-evidential recorded from "
            "2023-07-26T02:00:00Z, of case 45AA/1");
  EXPECT_EQ(scope_text(several(), ScopeSense::kHolds),
            "2023/07/..., x\\x1b/..., and all of class non-evidential recorded from "
            "2023-07-26T02:00:00Z, and all of case 45AA/1");
  EXPECT_EQ(scope_text(Scope(), ScopeSense::kCovers), "everything");
}

TEST(Scope, LosesNothingInJson) {
  Scope scope = several();
  scope.prefixes = {"\xff"};
  Json json;
  put_scope(json, scope);
  EXPECT_EQ(json["prefixes"][0]["path_b64"], "/w==");
  EXPECT_EQ(json["cases"][0], "45AA/1");
  EXPECT_EQ(json["recorded_from"], "2023-07-26T02:00:00Z");
  EXPECT_TRUE(json["recorded_to"].is_null());
}

TEST(ALongList, IsCutAsTextAndWholeAsJson) {
  const auto lines_of = [](bool json, bool all) {
    std::string text;
    ConcernList list(
        [&](const std::string& line) {
          text += line;
          return Status(ok());
        },
        json, all);
    for (int i = 0; i < 25; ++i) {
      EXPECT_TRUE(list.add("lost", "a\n" + std::to_string(i), ""));
    }
    EXPECT_TRUE(list.finish());
    return text;
  };
  const auto count = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(count(lines_of(false, false)), 21) << "and how many more there are";
  EXPECT_NE(lines_of(false, false).find("and 5 more"), std::string::npos);
  EXPECT_EQ(count(lines_of(false, true)), 25);
  EXPECT_EQ(count(lines_of(true, false)), 25);
}

ChangeLine a_removal() {
  ChangeLine change;
  change.kind = ChangeKind::kRemoved;
  change.store = "bwv";
  change.path = "a";
  change.explanation = Explanation::kUnexplained;
  change.first_missed = Time{kNight};
  change.kept_until = Time{kNight + 5 * kNsPerSecond};
  return change;
}

TEST(Changes, SayHowEarlySomethingWent) {
  EXPECT_EQ(change_json(a_removal())["early_seconds"], 5.0);
  ChangeLine late = a_removal();
  late.kept_until = late.first_missed;
  EXPECT_TRUE(change_json(late)["early_seconds"].is_null());
}

TEST(Changes, ShowTheFirstAndTheCurrentVerdict) {
  ChangeLine change = a_removal();
  CurrentVerdict verdict;
  verdict.explanation = Explanation::kAuthority;
  verdict.reference = "DA-1";
  put_current(change, verdict);
  EXPECT_EQ(change_json(change)["explanation"], "unexplained")
      << "it was not looked at";
  verdict.reconsidered = 9;
  put_current(change, verdict);
  const Json json = change_json(change);
  EXPECT_EQ(json["explanation"], "authority");
  EXPECT_EQ(json["reference"], "DA-1");
  EXPECT_EQ(json["first_explanation"], "unexplained");
  EXPECT_NE(change_text(change).find("authority DA-1"), std::string::npos);
  EXPECT_NE(change_text(change).find("(at first unexplained)"), std::string::npos);
}

// Is nothing raw in it that a terminal or the next line could be misled by?
bool is_safe(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

HoldLine a_hold() {
  HoldLine hold;
  hold.now = hold.record.placed = Time{kNight};
  hold.record.terms.store = "bwv";
  hold.record.terms.reference = "H-1\n";
  hold.record.terms.reason = "appeal\x1b[2J";
  hold.record.terms.by = "A. Lee";
  hold.record.terms.requester = "CPS";
  hold.record.terms.scope.prefixes = {"d\xff"};
  return hold;
}

TEST(Hold, IsDueForReviewFromThatMomentUntilItIsReleased) {
  HoldLine hold = a_hold();
  EXPECT_EQ(state_of(hold), "in-force");
  hold.record.terms.review = Time{kNight + 1};
  EXPECT_EQ(state_of(hold), "in-force");
  hold.record.terms.review = Time{kNight};
  EXPECT_EQ(state_of(hold), "review-due");
  hold.record.released = Time{kNight};
  EXPECT_EQ(state_of(hold), "released");
}

TEST(Hold, SaysWhatBecameOfWhatItShouldKeep) {
  HoldLine hold = a_hold();
  EXPECT_TRUE(has(hold_text(hold), "queued"));
  EXPECT_FALSE(has(hold_text(hold), "BREACHED"));
  hold.record.checked = Time{kNight};
  hold.record.result = {"bwv", "H-1", 5, 1, 0, 2};
  hold.record.breaches = 2;
  const std::string text = hold_text(hold);
  EXPECT_TRUE(is_safe(text) && is_safe(hold_table({hold}))) << text;
  EXPECT_TRUE(has(text, "H-1\\x0a for store bwv: in-force\n")) << text;
  EXPECT_TRUE(has(text, "appeal\\x1b[2J\n")) << text;
  EXPECT_TRUE(has(text, "by A. Lee, requested by CPS\n")) << text;
  EXPECT_TRUE(has(text, "5 verified, 1 ALTERED, 2 MISSING\n")) << text;
  EXPECT_TRUE(has(text, "BREACHED: 2 items")) << text;
  EXPECT_TRUE(has(text, "d\\xff/...")) << text;
  const Json json = hold_json(hold);
  EXPECT_EQ(json["prefixes"][0]["path_b64"], "ZP8=");
  EXPECT_EQ(json["breaches"], 2);
  EXPECT_TRUE(is_safe(json_line(json)));
}

TEST(Hold, TellsWhenItIsPlacedWhatIsNotThere) {
  HoldReport report;
  report.items = 1'200;
  EXPECT_FALSE(has(hold_report_text(report), "MISSING"));
  report.missing = 3;
  report.unreadable = 1;
  report.corrupted = 2;
  report.never_verified = 4;
  EXPECT_TRUE(has(hold_report_text(report),
                  "1,200 items in the inventory (0 B), 3 MISSING, 1 COULD NOT BE "
                  "LOOKED AT, 2 CORRUPTED, 4 never verified"))
      << hold_report_text(report);
  Json json;
  put_hold_report(json, report);
  EXPECT_EQ(json["missing"], 3);
  EXPECT_EQ(json["never_verified"], 4);
}

AuthorityLine an_authority() {
  AuthorityLine authority;
  authority.now = Time{kNight};
  authority.record.terms.store = "bwv";
  authority.record.terms.reference = "DA-\x1b[1m";
  authority.record.terms.approved_by = "A. Lee\n";
  authority.record.terms.from = Time{kNight};
  authority.record.terms.scope = several();
  return authority;
}

TEST(Authority, IsOpenFromItsFirstToItsLastMoment) {
  AuthorityLine authority = an_authority();
  authority.record.terms.until = Time{kNight};
  EXPECT_EQ(state_of(authority), "open");
  authority.now = Time{kNight - 1};
  EXPECT_EQ(state_of(authority), "not-yet");
  authority.now = Time{kNight + 1};
  EXPECT_EQ(state_of(authority), "expired");
  authority.record.revoked = Time{kNight};
  EXPECT_EQ(state_of(authority), "revoked");
  authority.record.terms.max_bytes = 10;
  authority.record.used_bytes = 9;
  EXPECT_EQ(state_of(authority), "revoked");
  authority.record.used_bytes = 10;
  EXPECT_EQ(state_of(authority), "used-up");
}

TEST(Authority, SaysWhoApprovedItAndWhatWentAgainstIt) {
  AuthorityLine authority = an_authority();
  EXPECT_TRUE(has(authority_text(authority), "open, unused\n"));
  authority.record.used_items = 1;
  authority.record.terms.max_items = 1;
  authority.record.terms.second_approver = "B. Moe";
  authority.record.terms.signed_by = {"clerk+0011+AA"};
  authority.beyond = 2;
  authority.replayed = 1;
  const std::string text = authority_text(authority);
  EXPECT_TRUE(is_safe(text) && is_safe(authority_table({authority}))) << text;
  EXPECT_TRUE(has(text, "DA-\\x1b[1m for store bwv: used-up\n")) << text;
  EXPECT_TRUE(has(text, "A. Lee\\x0a and B. Moe\n")) << text;
  EXPECT_TRUE(has(text, "1 of 1 items")) << text;
  EXPECT_TRUE(has(text, "signed by:   clerk\n")) << text;
  EXPECT_TRUE(has(text, "over-used:   2 items went")) << text;
  EXPECT_TRUE(has(text, "replayed:    1 item went again after it had been used for it"))
      << text;
  EXPECT_TRUE(has(authority_table({authority}), "2 beyond it, 1 again"));
  const Json json = authority_json(authority);
  EXPECT_EQ(json["state"], "used-up");
  EXPECT_EQ(json["beyond_items"], 2);
  EXPECT_EQ(json["replayed_items"], 1);
  EXPECT_TRUE(json["max_bytes"].is_null());
  EXPECT_TRUE(is_safe(json_line(json)));
}

TEST(Authority, IsNotToBeUsedWhileAnythingSpeaksAgainstIt) {
  const AuthorityAdded terms = an_authority().record.terms;
  AuthorityCheck check;
  check.items = 2;
  check.kept_longer = 1;
  EXPECT_TRUE(has(authority_check_text(terms, check), "Nothing speaks against it"));
  EXPECT_EQ(authority_check_json(terms, check)["ok"], true);
  for (std::uint64_t AuthorityCheck::*const concern :
       {&AuthorityCheck::held, &AuthorityCheck::last_copies,
        &AuthorityCheck::not_in_inventory, &AuthorityCheck::not_observed,
        &AuthorityCheck::beyond_max_items, &AuthorityCheck::beyond_max_bytes}) {
    AuthorityCheck bad = check;
    bad.*concern = 1;
    EXPECT_TRUE(has(authority_check_text(terms, bad), "Do NOT dispose"));
    EXPECT_EQ(authority_check_json(terms, bad)["ok"], false);
  }
}

TransferRecord a_transfer() {
  TransferRecord transfer;
  transfer.terms = {"bwv", "nas", "T-\x1b", "C. Day\n", {}};
  transfer.opened = Time{kNight};
  return transfer;
}

TEST(Transfer, LetsTheSourceGoOnlyWhenNothingIsInTheWay) {
  const TransferRecord transfer = a_transfer();
  TransferCheck check;
  const auto text = [&](const std::string& obstacle = "") {
    return transfer_check_text(transfer, check, obstacle);
  };
  const auto may = [&](const std::string& obstacle = "") {
    return transfer_check_json(transfer, check, obstacle)["may_purge"];
  };
  EXPECT_TRUE(has(text(), "Nothing is in its scope")) << text();
  EXPECT_EQ(may(), false);
  check.items = check.verified = check.at_source = 2;
  EXPECT_TRUE(has(text(), "The source may be purged")) << text();
  EXPECT_EQ(may(), true);
  EXPECT_TRUE(has(text("The last scan was not complete"), "must NOT be purged"));
  EXPECT_EQ(may("The last scan was not complete"), false);
  check.not_observed = 1;
  EXPECT_TRUE(has(text(), "NOT OBSERVED: 1 place")) << text();
  EXPECT_TRUE(has(text(), "must NOT be purged")) << text();
  EXPECT_EQ(may(), false);
  check = TransferCheck();
  check.items = 1;
  check.lost = 1;
  EXPECT_TRUE(has(text(), "1 LOST (in neither place)")) << text();
  EXPECT_TRUE(has(text(), "are the loss")) << text();
  EXPECT_TRUE(is_safe(text())) << text();
}

TEST(Transfer, KeepsWhatWasSoWhenItWasClosed) {
  TransferRecord transfer = a_transfer();
  EXPECT_FALSE(transfer_json(transfer).contains("lost"));
  transfer.closed = Time{kNight};
  transfer.result = {"bwv", "T", "B. Moe", 5, 1, 2, 3, 4};
  const std::string text = transfer_text(transfer);
  EXPECT_TRUE(has(text,
                  "by B. Moe, 5 verified, 1 there but not verified, 2 different, "
                  "3 absent, 4 LOST"))
      << text;
  EXPECT_TRUE(is_safe(text) && is_safe(transfer_table({transfer}))) << text;
  EXPECT_EQ(transfer_json(transfer)["lost"], 4);
  EXPECT_TRUE(is_safe(json_line(transfer_json(transfer))));
}

TEST(RegisterReport, AgreesOnlyWhenNothingIsFoundAndEverythingIsSeen) {
  RegisterComparison comparison;
  comparison.registered = comparison.held = comparison.matched = 2;
  EXPECT_TRUE(has(register_comparison_text("bwv", comparison), "store agree"));
  for (std::uint64_t RegisterComparison::*const finding :
       {&RegisterComparison::absent, &RegisterComparison::elsewhere,
        &RegisterComparison::different, &RegisterComparison::unregistered,
        &RegisterComparison::not_observed}) {
    RegisterComparison other = comparison;
    other.*finding = 1;
    EXPECT_FALSE(has(register_comparison_text("bwv", other), "store agree"));
  }
  comparison.absent = 3;
  EXPECT_EQ(register_comparison_json("bwv", comparison)["registered_absent"], 3);
}

TEST(RegisterReport, NamesTheFileAsItWasTyped) {
  const RegisterImported imported{"bwv", "r\xff\n.csv", "ab", 9, 4, 3, 2, 1};
  const std::string text = register_import_text(imported, 1.5);
  EXPECT_TRUE(has(text, "r\\xff\\x0a.csv")) << text;
  EXPECT_TRUE(has(text, "WRONG, left out")) << text;
  EXPECT_TRUE(is_safe(text));
  const Json json = register_import_json(imported, 1.5, Json::array());
  EXPECT_EQ(json["file_b64"], "cv8KLmNzdg==");
  EXPECT_EQ(json["skipped"], 1);
  const LogImported log{"bwv", "l\x1b.log", "cd", 1, 2, 3, 0};
  EXPECT_TRUE(is_safe(log_import_text(log, 0)));
  EXPECT_TRUE(is_safe(json_line(log_import_json(log, 0, Json::array()))));
}

TEST(RetentionReport, CountsTheOverdueAmongTheDeletable) {
  RetentionLine line;
  line.policy.store = "bwv";
  EXPECT_TRUE(has(retention_table({line}), "none")) << retention_table({line});
  line.policy.rule = "mopi\x1b";
  line.policy.classes = {{"kept", {}}, {"short", {RetentionPeriod::Unit::kDays, 31}}};
  line.review = {"bwv", 1, 10, 2, 20, 3, 30, 4};
  const Json json = retention_json(line);
  EXPECT_EQ(json["overdue_items"], 1);
  EXPECT_EQ(json["deletable_7d_items"], 3);
  EXPECT_EQ(json["deletable_30d_bytes"], 40);
  EXPECT_EQ(json["undated_items"], 4);
  EXPECT_EQ(json["classes"]["short"], "31d");
  EXPECT_TRUE(is_safe(retention_table({line}))) << retention_table({line});
}

}  // namespace
}  // namespace muniment
