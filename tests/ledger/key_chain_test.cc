#include "ledger/key_chain.h"

#include <gtest/gtest.h>

#include "model/event_json.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

std::string rotation_to(const VerifierKey& key) {
  return encode_event({Time{1}, KeyRotated{key.text(), "B. Moe", "why"}});
}

class KeyChain : public testing::Test {
 protected:
  SigningKey another_key(const std::string& name = std::string(kOrigin)) {
    return SigningKey::create(directory_ / ("key" + std::to_string(next_++)), name)
        .value();
  }

  // Goes on under `next`, as the program does.
  static void rotate(Ledger& ledger, SigningKey next) {
    ASSERT_EQ(reason(ledger.append(std::vector{rotation_to(next.verifier())})), "");
    ASSERT_EQ(reason(keep_rotation(directory_of_ledger, ledger.size(),
                                   ledger.signed_checkpoint())),
              "");
    ASSERT_EQ(reason(ledger.countersign(next)), "");
    ledger = Ledger::open(directory_of_ledger, std::move(next)).value();
  }

  KeyChain() { directory_of_ledger = ledger_.path(); }

  TempDirectory directory_;
  TempLedger ledger_;
  static std::string directory_of_ledger;
  int next_ = 0;
};

std::string KeyChain::directory_of_ledger;

TEST_F(KeyChain, LeadsFromTheFirstKeyToTheLast) {
  ledger_.grow_to(300);
  Ledger ledger = ledger_.open();
  const VerifierKey first = ledger.verifier();
  rotate(ledger, another_key());
  EXPECT_EQ(reason(ledger.append(entries(0, 500))), "");
  const VerifierKey second = ledger.verifier();
  rotate(ledger, another_key());
  EXPECT_EQ(reason(ledger.append(entries(0, 5))), "");
  for (const VerifierKey& trusted : {first, second, ledger.verifier()}) {
    const VerifyReport report = verify_ledger(ledger_.path(), trusted).value();
    EXPECT_EQ(report.problems, std::vector<LedgerProblem>{}) << trusted.text();
    EXPECT_EQ(report.key, ledger.verifier());
  }
}

TEST_F(KeyChain, HasBothSignaturesAtTheChange) {
  ledger_.grow_to(3);
  Ledger ledger = ledger_.open();
  const VerifierKey first = ledger.verifier();
  rotate(ledger, another_key());
  EXPECT_EQ(reason(first.verify_checkpoint(ledger.signed_checkpoint())), "");
  EXPECT_EQ(reason(ledger.verifier().verify_checkpoint(ledger.signed_checkpoint())),
            "");
}

TEST_F(KeyChain, DoesNotLeadToAKeyThatNobodyNamed) {
  ledger_.grow_to(3);
  const VerifierKey first = ledger_.open().verifier();
  const SigningKey foreign = another_key();
  write_bytes(
      ledger_.file("checkpoint"),
      format_note(
          foreign.sign(format_checkpoint(ledger_.open().checkpoint())).value()));
  const VerifyReport report = verify_ledger(ledger_.path(), first).value();
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.problems[0].where, "checkpoint");
}

// Whoever has the foreign key can write entries and tiles that name it, but cannot sign
// as the key before.
TEST_F(KeyChain, IsNotBelievedWhenItsEntryWasPutThereLater) {
  ledger_.grow_to(600);
  Ledger ledger = ledger_.open();
  const VerifierKey first = ledger.verifier();
  rotate(ledger, another_key());
  EXPECT_EQ(reason(ledger.append(entries(0, 700))), "");
  TempLedger forged;
  forged.grow_to(600);
  Ledger other = forged.open();
  SigningKey foreign = another_key();
  EXPECT_EQ(reason(other.append(std::vector{rotation_to(foreign.verifier())})), "");
  EXPECT_EQ(reason(other.countersign(foreign)), "");
  other = Ledger::open(forged.path(), std::move(foreign)).value();
  EXPECT_EQ(reason(other.append(entries(0, 700))), "");
  copy_tree(ledger_.file("rotation"), forged.file("rotation"));
  const VerifyReport report = verify_ledger(forged.path(), first).value();
  EXPECT_FALSE(report.ok());
}

TEST_F(KeyChain, DoesNotGoOnToAKeyOfAnotherName) {
  const VerifierKey now = golden_key().verifier();
  const SigningKey other = another_key("example.org/other");
  EXPECT_EQ(code_of(next_key(rotation_to(other.verifier()), now)), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(next_key(an_entry(1), now)), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(next_key(encode_event({Time{1}, AgentStopped{"x"}}), now)),
            ErrorCode::kInvalid);
}

TEST_F(KeyChain, PassesOverFilesThatAreNoRotations) {
  ledger_.grow_to(3);
  Ledger ledger = ledger_.open();
  const VerifierKey first = ledger.verifier();
  rotate(ledger, another_key());
  for (const char* const name : {"x", "0", "-1", "99999999999999999999", "3x", "2"}) {
    write_bytes(ledger_.file("rotation") + '/' + name, "junk");
  }
  EXPECT_TRUE(verify_ledger(ledger_.path(), first).value().ok());
}

}  // namespace
}  // namespace muniment
