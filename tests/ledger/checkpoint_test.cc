#include "ledger/checkpoint.h"

#include <gtest/gtest.h>

#include "ledger/right_edge.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

const std::string kRoot = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

std::string checkpoint_error(const std::string& text) {
  const Result<Checkpoint> checkpoint = parse_checkpoint(text);
  if (checkpoint) {
    return "";
  }
  EXPECT_EQ(code_of(checkpoint), ErrorCode::kCorrupt);
  return checkpoint.error().what;
}

TEST(Checkpoint, IsThreeLines) {
  const Checkpoint empty{"example.org/log", 0, TreeHasher().empty_tree()};
  EXPECT_EQ(format_checkpoint(empty), "example.org/log\n0\n" + kRoot + "\n");
  EXPECT_EQ(parse_checkpoint(format_checkpoint(empty)).value(), empty);
}

TEST(Checkpoint, MayHaveExtensionLines) {
  EXPECT_EQ(checkpoint_error("log\n7\n" + kRoot + "\nextension 1\nextension 2\n"), "");
}

TEST(Checkpoint, IsRefusedInEveryBrokenForm) {
  EXPECT_EQ(checkpoint_error("log\n7\n" + kRoot + "\n"), "");
  for (const std::string& text : {
           std::string(),
           std::string("log\n"),
           std::string("log\n7\n"),
           "log\n7\n" + kRoot,
           "\n7\n" + kRoot + "\n",
           "log\n\n" + kRoot + "\n",
           "log\n7\n" + kRoot + "\n\n",
           "log\n07\n" + kRoot + "\n",
           "log\n-7\n" + kRoot + "\n",
           "log\n+7\n" + kRoot + "\n",
           "log\n7 \n" + kRoot + "\n",
           "log\n0x7\n" + kRoot + "\n",
           "log\n18446744073709551616\n" + kRoot + "\n",
           "log\n18446744073709551615\n" + kRoot + "\n",  // more than can ever be
           "log\n7\n" + kRoot.substr(4) + "\n",
           "log\n7\nAAAA" + kRoot + "\n",
           "log\n7\n" + kRoot + " \n",
       }) {
    EXPECT_NE(checkpoint_error(text), "") << text;
  }
}

// The golden files were made by another implementation, from the specifications.
TEST(Checkpoint, OfTheGoldenLedgerIsWrittenByteForByte) {
  const TempLedger temp;
  {
    Ledger ledger = temp.open();
    const std::vector<std::string> batch = {R"({"event":"one"})", R"({"event":"two"})",
                                            R"({"event":"three"})"};
    ASSERT_TRUE(ledger.append(batch));
  }
  EXPECT_EQ(files_in(temp.path()), files_in(golden("ledger")));
}

TEST(Checkpoint, OfTheGoldenLedgerVerifiesWithTheGoldenKey) {
  std::string key = read_bytes(golden("verifier_key"));
  key.pop_back();
  EXPECT_EQ(golden_key().verifier().text(), key);
  const Result<VerifyReport> report =
      verify_ledger(golden("ledger"), VerifierKey::parse(key).value());
  ASSERT_TRUE(report) << reason(report);
  EXPECT_EQ(report.value().problems, std::vector<LedgerProblem>{});
  EXPECT_EQ(report.value().size, 3U);
}

}  // namespace
}  // namespace muniment
