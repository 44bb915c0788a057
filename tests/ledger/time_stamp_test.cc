// Requests and replies of a real authority are in tests/scenarios; here is what needs no
// authority: replies that were kept. `golden/time_stamp` was made with `openssl ts`.

#include "ledger/time_stamp.h"

#include <gtest/gtest.h>

#include "ledger/kept_checkpoints.h"
#include "temp_ledger.h"

namespace muniment {
namespace {

constexpr Time kStamped{1'795'409'725 * kNsPerSecond};

class TimeStamp : public testing::Test {
 protected:
  std::string reply = read_bytes(golden("time_stamp/checkpoint.tsr"));
  std::string text = parse_note(read_bytes(golden("ledger/checkpoint"))).value().text;
  std::string ca_file = golden("time_stamp/ca.pem");

  Result<Time> verify() const { return verify_time_stamp(reply, text, ca_file); }
};

TEST_F(TimeStamp, ThatWasKeptVerifiesAlsoAfterItsCertificateRanOut) {
  const Result<Time> time = verify();  // the certificate was good for two days
  ASSERT_EQ(reason(time), "");
  EXPECT_EQ(format_time(time.value()), format_time(kStamped));
}

TEST_F(TimeStamp, IsOfOneTextOnly) {
  text[text.size() - 2] ^= 0x01;
  const Result<Time> time = verify();
  ASSERT_EQ(code_of(time), ErrorCode::kCorrupt);
  EXPECT_NE(time.error().what.find("message imprint mismatch"), std::string::npos)
      << time.error().what;
}

TEST_F(TimeStamp, OfAnAuthorityThatIsNotTrustedIsRefused) {
  ca_file = golden("time_stamp/other_ca.pem");
  const Result<Time> time = verify();
  ASSERT_EQ(code_of(time), ErrorCode::kCorrupt);
  EXPECT_NE(time.error().what.find("certificate"), std::string::npos)
      << time.error().what;
}

TEST_F(TimeStamp, NeedsAFileOfCertificates) {
  for (const std::string& file :
       {golden("time_stamp/none.pem"), golden("witness_key")}) {
    ca_file = file;
    const Result<Time> time = verify();
    ASSERT_EQ(code_of(time), ErrorCode::kInvalid);
    EXPECT_NE(time.error().what.find(file), std::string::npos) << time.error().what;
  }
}

TEST_F(TimeStamp, ThatIsCutOffOrHasMoreIsRefused) {
  const std::string whole = reply;
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    reply = whole.substr(0, length);
    EXPECT_EQ(code_of(verify()), ErrorCode::kCorrupt) << length;
  }
  reply = whole + '\0';
  EXPECT_EQ(code_of(verify()), ErrorCode::kCorrupt);
  reply.assign(kMaxTimeStampBytes + 1, '\x30');
  EXPECT_EQ(code_of(verify()), ErrorCode::kCorrupt);
}

// The reply carries the certificate of the root too, which is not looked at: ours counts.
// What must never be is that an altered stamp says another time.
TEST_F(TimeStamp, WithAnyBitChangedNeverSaysAnotherTime) {
  const std::string whole = reply;
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    reply = whole;
    reply[at] ^= 0x01;
    const Result<Time> time = verify();
    refused += time ? 0U : 1U;
    if (time) {
      EXPECT_EQ(time.value(), kStamped) << at;
    }
  }
  EXPECT_GT(refused, whole.size() / 2);
}

TEST_F(TimeStamp, ThatTheAuthorityDeniedIsNone) {
  reply = read_bytes(golden("time_stamp/rejected.tsr"));
  const Result<Time> time = verify();
  ASSERT_EQ(code_of(time), ErrorCode::kUnavailable);
  EXPECT_NE(time.error().what.find("Message digest algorithm is not supported"),
            std::string::npos)
      << time.error().what;
}

TEST_F(TimeStamp, WithoutTheNonceOfTheRequestIsNoAnswerToIt) {
  const Result<TimeStampRequest> request = make_time_stamp_request(text);
  ASSERT_EQ(reason(request), "");
  const Result<Time> time =
      check_time_stamp_answer(request.value(), {200, "", reply}, ca_file, kStamped);
  ASSERT_EQ(code_of(time), ErrorCode::kCorrupt);
  EXPECT_NE(time.error().what.find("nonce"), std::string::npos) << time.error().what;
}

TEST_F(TimeStamp, RequestsDiffer) {
  EXPECT_NE(make_time_stamp_request(text).value().der,
            make_time_stamp_request(text).value().der);
}

TEST_F(TimeStamp, AnswerWithAnotherStatusIsNone) {
  const TimeStampRequest request = make_time_stamp_request(text).value();
  EXPECT_EQ(
      code_of(check_time_stamp_answer(request, {503, "", reply}, ca_file, kStamped)),
      ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace muniment
