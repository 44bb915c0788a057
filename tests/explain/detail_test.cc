// What a removal's record says stays short, whatever people called their things.

#include <gtest/gtest.h>

#include "model/printable.h"
#include "removals.h"

namespace muniment {
namespace {

constexpr std::size_t kMost = 2000;  // bytes

// 1,000 bytes that are not cut in the middle of a character.
std::string long_name(char first) {
  std::string name(1, first);
  while (name.size() + 2 <= 1000) {
    name += "\xC3\xA9";
  }
  return name;
}

void expect_short(const Verdict& verdict) {
  EXPECT_LT(verdict.detail.size(), kMost) << verdict.detail;
  EXPECT_GT(verdict.detail.size(), 100U);
  EXPECT_TRUE(is_utf8(verdict.detail)) << verdict.detail;
}

Evidence::Input obstacles() {
  PolicyDeclared declared;
  declared.recorded_at = "{1}";
  declared.rule = long_name('r');
  declared.default_class = long_name('c');
  declared.classes = {{declared.default_class, {RetentionPeriod::Unit::kYears, 200}}};
  Evidence::Input input;
  input.policies = {policy_from(declared, at(0)).value()};
  for (int i = 0; i < 9; ++i) {
    AuthorityInForce authority =
        AnAuthority(long_name('A')).over("").bytes(UINT64_MAX - 1, UINT64_MAX);
    authority.terms.approved_by = long_name('b');
    input.authorities.push_back(authority);
    TransferInForce transfer = ATransfer(long_name('T'));
    transfer.terms.to = long_name('t');
    input.transfers.push_back(transfer);
  }
  return input;
}

RemovedItem removed() {
  RemovedItem gone = item("1970-01-01/a", UINT64_MAX);
  gone.logged = {{"bwv", gone.path, at(150), long_name('l'), long_name('x')}};
  return gone;
}

TEST(Detail, IsShortWithEveryObstacleAtOnce) {
  const Verdict verdict = verdict_on(removed(), obstacles());
  EXPECT_EQ(verdict.explanation, Explanation::kLogged);
  EXPECT_NE(verdict.detail.find("older transfers"), std::string::npos);
  EXPECT_NE(verdict.detail.find("older ones"), std::string::npos);
  EXPECT_NE(verdict.detail.find("end of its retention"), std::string::npos);
  expect_short(verdict);
}

TEST(Detail, IsShortOfABreach) {
  Evidence::Input input = obstacles();
  input.holds = {AHold(long_name('H'), long_name('y')).over("")};
  expect_short(verdict_on(removed(), input));
  AuthorityInForce authority = AnAuthority(long_name('B')).over("");
  authority.terms.approved_by = long_name('b');
  authority.terms.second_approver = long_name('s');
  input.authorities.push_back(authority);
  const Verdict verdict = verdict_on(removed(), input);
  EXPECT_EQ(verdict.hold, long_name('H')) << "the reference itself is whole";
  expect_short(verdict);
}

TEST(Detail, IsShortOfAnExplanation) {
  Evidence::Input input = obstacles();
  input.authorities[0].terms.max_bytes.reset();
  const Verdict verdict = verdict_on(removed(), input);
  EXPECT_EQ(verdict.reference, long_name('A')) << "the reference itself is whole";
  expect_short(verdict);
}

}  // namespace
}  // namespace muniment
