// A transfer explains what is proven to be at its destination, and nothing else.

#include <gtest/gtest.h>

#include "removals.h"

namespace muniment {
namespace {

Evidence::Input moving(std::vector<TransferInForce> transfers) {
  Evidence::Input input;
  input.transfers = std::move(transfers);
  return input;
}

RemovedItem copied(std::int64_t read, std::string transfer = "T") {
  RemovedItem removed = item("a/b");
  removed.copies = {{std::move(transfer), at(read)}};
  return removed;
}

TEST(Transfer, ExplainsWhatIsVerifiedAtItsDestination) {
  const Verdict verdict = verdict_on(copied(150), moving({ATransfer("T").opened(50)}));
  EXPECT_EQ(verdict.explanation, Explanation::kTransfer);
  EXPECT_EQ(verdict.reference, "T");
  EXPECT_EQ(verdict.detail, "verified at archive on 1970-01-01T00:02:30Z");
}

TEST(Transfer, DoesNotExplainWhatHasNoVerifiedCopy) {
  const Verdict verdict = verdict_on(item("a"), moving({ATransfer("T")}));
  EXPECT_EQ(verdict.explanation, Explanation::kUnexplained);
  EXPECT_EQ(verdict.detail,
            "transfer T covers it, but no copy of it has been verified at archive");
  EXPECT_EQ(verdict_on(copied(150, "other"), moving({ATransfer("T")})).explanation,
            Explanation::kUnexplained);
}

TEST(Transfer, WantsTheCopyReadAfterItWasOpened) {
  const auto with_copy_of = [](std::int64_t read) {
    return verdict_on(copied(read), moving({ATransfer("T").opened(50)})).reference;
  };
  EXPECT_EQ(with_copy_of(49), "");
  EXPECT_EQ(with_copy_of(50), "T");
  RemovedItem twice = copied(60);
  twice.copies.push_back({"T", at(55)});
  EXPECT_EQ(verdict_on(twice, moving({ATransfer("T").opened(50)})).detail,
            "verified at archive on 1970-01-01T00:01:00Z")
      << "the newest";
}

TEST(Transfer, ExplainsWhatWentWhileItWasOpen) {
  const auto by = [](const ATransfer& transfer) {
    return verdict_on(copied(1000), moving({transfer})).reference;
  };
  EXPECT_EQ(by(ATransfer("T").opened(200)), "T");
  EXPECT_EQ(by(ATransfer("T").opened(201)), "");
  EXPECT_EQ(by(ATransfer("T").opened(0).closed(100)), "T");
  EXPECT_EQ(by(ATransfer("T").opened(0).closed(99)), "");
}

TEST(Transfer, ExplainsNothingOutsideItsScope) {
  EXPECT_EQ(verdict_on(copied(150), moving({ATransfer("T").over("a")})).reference, "T");
  const Verdict outside = verdict_on(copied(150), moving({ATransfer("T").over("c")}));
  EXPECT_EQ(outside.explanation, Explanation::kUnexplained);
  EXPECT_EQ(outside.detail, "");
  RemovedItem listed = copied(150);
  EXPECT_EQ(verdict_on(listed, moving({ATransfer("T").with_list()})).reference, "");
  listed.transferred_by = {"T"};
  EXPECT_EQ(verdict_on(listed, moving({ATransfer("T").with_list()})).reference, "T");
}

TEST(Transfer, ComesBeforeAnAuthorityAndDoesNotUseItUp) {
  Evidence::Input input = moving({ATransfer("T")});
  input.authorities = {AnAuthority("A").over("").items(1)};
  Evidence evidence(input);
  EXPECT_EQ(explain_removal(copied(150), evidence).reference, "T");
  EXPECT_EQ(evidence.authorities()[0].used_items, 0U);
  const Verdict other = explain_removal(item("b"), evidence);
  EXPECT_EQ(other.explanation, Explanation::kAuthority);
  EXPECT_EQ(other.detail, "approved by A. Lee") << "the obstacle is none";
}

TEST(Transfer, IsTheOldestOfThoseThatHaveACopy) {
  EXPECT_EQ(verdict_on(copied(150, "2"),
                       moving({ATransfer("1"), ATransfer("2"), ATransfer("3")}))
                .reference,
            "2");
}

TEST(Transfer, NamesTheNewestThatHaveNoCopyAndCountsTheOthers) {
  std::vector<TransferInForce> transfers;
  for (int i = 1; i <= 5; ++i) {
    transfers.push_back(ATransfer(std::to_string(i)));
  }
  const std::string detail = verdict_on(item("a"), moving(transfers)).detail;
  EXPECT_TRUE(detail.starts_with("transfer 3 ")) << detail;
  EXPECT_TRUE(detail.ends_with("; and 2 older transfers")) << detail;
}

}  // namespace
}  // namespace muniment
