// Deletions that a storage recorded, and everything else in its log.

#include "intake/storage_log_reader.h"

#include <gtest/gtest.h>

#include "reading.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

// As the vendor documents a line.
constexpr const char* kClientDelete =
    R"(2017-07-17T21:17:58.959669[AUDT:[RSLT(FC32):SUCS][TIME(UI64):14316])"
    R"([SAIP(IPAD):"10.96.112.29"][S3AI(CSTR):"70899244468554783528"][SACC(CSTR):"test"])"
    R"([S3AK(CSTR):"SGKHyalRU"][SUSR(CSTR):"urn:sgws:identity::7089:root"])"
    R"([SBAI(CSTR):"7089"][SBAC(CSTR):"test"][S3BK(CSTR):"example"])"
    R"([S3KY(CSTR):"testobject-0-7"][CBID(UI64):0x339F21C5A6964D89][CSIZ(UI64):30720])"
    R"([AVER(UI32):10][ATIM(UI64):1500326278959669][ATYP(FC32):SDEL])"
    R"([ANID(UI32):12086324][AMID(FC32):S3RQ][ATID(UI64):4727861330952970593]])";

std::string message(const std::string& attributes) {
  return "2023-07-26T02:00:00.5 [AUDT:" + attributes + "]\n";
}

std::string deletion(const std::string& more) {
  return message("[RSLT(FC32):SUCS][ATYP(FC32):SDEL][S3BK(CSTR):\"b\"]" + more);
}

LogReading read_audit(const std::string& content, const std::string& bucket = "",
                      const std::string& prefix = "") {
  return read_log_text(content, LogFormat::kStorageGrid, bucket, prefix);
}

TEST(StorageLog, HasTheDeletionOfAClient) {
  const LogReading reading = read_audit(kClientDelete);
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0],
            (DeletionLogged{"bwv", "testobject-0-7",
                            value_of(parse_time("2017-07-17T21:17:58.959669Z")),
                            "urn:sgws:identity::7089:root from 10.96.112.29", "SDEL"}));
  EXPECT_EQ(reading.facts.source.rows, 1U);
  EXPECT_EQ(reading.facts.ignored, 0U);
}

TEST(StorageLog, HasTheDeletionOfALifecycleRule) {
  const std::string begin =
      "[RSLT(FC32):SUCS][ATYP(FC32):IDEL][RULE(CSTR):\"31 days\"]";
  const LogReading reading =
      read_audit(message(begin + "[PATH(CSTR):\"bucket/2023/01/a.mp4\"]") +
                     message(begin + "[S3BK(CSTR):\"bucket\"][S3KY(CSTR):\"b\"]") +
                     message(begin + "[PATH(CSTR):\"other/c\"]"),
                 "bucket");
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 2U);
  EXPECT_EQ(reading.rows[0],
            (DeletionLogged{"bwv", "2023/01/a.mp4",
                            value_of(parse_time("2023-07-26T02:00:00.5Z")),
                            "lifecycle rule 31 days", "IDEL"}));
  EXPECT_EQ(reading.rows[1].path, "b");
  EXPECT_EQ(reading.facts.ignored, 1U);
}

TEST(StorageLog, SaysWhoSentTheRequestAndNeverWhoOwnsTheBucket) {
  const auto actor = [](const std::string& attributes) {
    const LogReading reading = read_audit(deletion("[S3KY(CSTR):\"k\"]" + attributes));
    return reading.rows.size() == 1 ? reading.rows[0].actor : "?";
  };
  EXPECT_EQ(actor("[SUSR(CSTR):\"u\"][SACC(CSTR):\"a\"]"), "u");
  EXPECT_EQ(actor("[SUSR(CSTR):\"\"][SACC(CSTR):\"a\"]"), "account a");
  EXPECT_EQ(actor("[SUSR(CSTR):\"\"][SACC(CSTR):\"\"][S3AI(CSTR):\"7\"]"), "account 7");
  EXPECT_EQ(actor("[SUSR(CSTR):\"\"][SBAI(CSTR):\"7\"][SAIP(IPAD):\"::1\"]"),
            "anonymous from ::1");
  EXPECT_EQ(actor("[SAIP(IPAD):\"::1\"]"), "from ::1");
  EXPECT_EQ(actor(""), "");
}

TEST(StorageLog, TakesKeysOutOfTheirEscapes) {
  const LogReading reading =
      read_audit(deletion(R"([S3KY(CSTR):"a \"b\" \\ [c] \x28\xFF\xff\n"])"));
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].path, "a \"b\" \\ [c] (\xFF\xFF\n");
}

TEST(StorageLog, IgnoresWhatIsNoDeletionOfAnItem) {
  const std::string key = "[S3BK(CSTR):\"b\"][S3KY(CSTR):\"k\"]";
  const LogReading reading = read_audit(
      message("[RSLT(FC32):SUCS][ATYP(FC32):SGET]" + key) +
      message("[ATYP(FC32):SYSU][NEWX(ABCD):whatever][TWIN(UI32):1][TWIN(UI32):2]") +
      message("[RSLT(FC32):FAIL][ATYP(FC32):SDEL]" + key) +
      message("[RSLT(FC32):SUCS][ATYP(FC32):ORLM][ATIM(UI64):soon]" + key) +
      deletion("") +  // of the bucket
      deletion("[S3KY(CSTR):\"k\"][S3SR(CSTR):\"tagging\"]") +
      deletion("[S3KY(CSTR):\"directory/\"]") + "\n \r\n");
  EXPECT_TRUE(reading.bad.empty()) << reading.bad[0].reason;
  EXPECT_TRUE(reading.rows.empty());
  EXPECT_EQ(reading.facts.ignored, 7U);
  EXPECT_EQ(reading.facts.source.rows, 0U);
}

TEST(StorageLog, IsOnlyReadForTheBucketAndBelowThePrefix) {
  const LogReading reading = read_audit(
      deletion("[S3KY(CSTR):\"evidence/a\"]") + deletion("[S3KY(CSTR):\"other/b\"]") +
          deletion("[S3KY(CSTR):\"evidence/\"]") +
          deletion("[S3KY(CSTR):\"evidence\"]") +
          message("[RSLT(FC32):SUCS][ATYP(FC32):SDEL][S3BK(CSTR):\"x\"]"
                  "[S3KY(CSTR):\"evidence/c\"]"),
      "b", "evidence/");
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].path, "a");
  EXPECT_EQ(reading.facts.ignored, 4U);
}

TEST(StorageLog, ReadsTheLinesBehindAWrongOne) {
  const LogReading reading = read_audit("rubbish\n" + deletion("[S3KY(CSTR):\"k\"]") +
                                        "2023[AUDT:[\r\n" + kClientDelete + "\r\n");
  EXPECT_EQ(reading.lines, (std::vector<std::uint64_t>{2, 4}));
  ASSERT_EQ(reading.bad.size(), 2U);
  EXPECT_EQ(reading.bad[0], (Refused{1, "there is no [AUDT: in it"}));
  EXPECT_EQ(reading.bad[1],
            (Refused{3, "an attribute is not [NAME(TYPE):value] at byte 12"}));
  EXPECT_EQ(reading.facts.source.rows, 4U);
}

TEST(StorageLog, OfCsvHasDeletionsByAnyOfTheirNames) {
  const LogReading reading = read_log_text(
      "time,action,path,size,actor\n"
      "2023-07-26T02:00:00Z,delete,a,1,bob\n"
      "2023-07-26T02:00:00Z,Deleted,b,1,-\n"
      "2023-07-26,REMOVE,c,1,\n"
      "2023-07-26,removed,d,1,bob\n"
      "2023-07-26,unlink,e,1,bob\n"
      "2023-07-26,purge,f,1,bob\n"
      "2023-07-26,sdel,g,1,bob\n"
      "2023-07-26,IDEL,h,1,bob\n"
      "yesterday,read,/i,1,=bob\n"
      "2023-07-26,undelete,j,1,bob\n",
      LogFormat::kCsv);
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 8U);
  EXPECT_EQ(reading.facts.ignored, 2U);
  EXPECT_EQ(reading.rows[0],
            (DeletionLogged{"bwv", "a", value_of(parse_time("2023-07-26T02:00:00Z")),
                            "bob", "delete"}));
  EXPECT_EQ(reading.rows[1].action, "deleted");
  EXPECT_EQ(reading.rows[1].actor, "");
  EXPECT_EQ(reading.rows[2].action, "remove");
  EXPECT_EQ(reading.rows[6].action, "SDEL");
}

TEST(StorageLog, OfCsvNeedsNoActorAndCutsThePrefixOff) {
  const LogReading reading = read_log_text(
      "path,time,action\n/srv/bwv/a,2023-07-26,delete\n/srv/x,2023-07-26,delete\n",
      LogFormat::kCsv, "", "/srv/bwv/");
  EXPECT_TRUE(reading.bad.empty());
  ASSERT_EQ(reading.rows.size(), 1U);
  EXPECT_EQ(reading.rows[0].path, "a");
  EXPECT_EQ(reading.facts.ignored, 1U);
}

TEST(StorageLog, OfCsvTellsEachWrongRow) {
  const LogReading reading = read_log_text(
      "time,path,action\n2023-02-30,a,delete\n2023-02-28,b,delete\n2023-02-28,..,"
      "purge\n",
      LogFormat::kCsv);
  EXPECT_EQ(reading.lines, (std::vector<std::uint64_t>{3}));
  ASSERT_EQ(reading.bad.size(), 2U);
  EXPECT_EQ(reading.bad[0].line, 2U);
  EXPECT_EQ(reading.bad[1].line, 4U);
  EXPECT_EQ(reading.facts.source.rows, 3U);
}

}  // namespace
}  // namespace muniment
