// RFC 3161 time stamps: an authority that nobody here controls says that the text of a
// checkpoint existed at a time.
//
// A stamp is bound to its checkpoint by the SHA-256 of the note's text, which is what is
// stamped. It is kept as the whole reply, so that `openssl ts -verify` takes it as well.
//
// Owner:   pure functions; the file of trusted certificates is read each time. Threads:
//          any.
// Failure: kCorrupt for a reply that does not stamp this text, or is not signed by an
//          authority that the file trusts, with the reason; kUnavailable when the
//          authority says that it cannot; kInvalid when the file of certificates is none.

#pragma once

#include <string>
#include <string_view>

#include "model/http_message.h"
#include "model/result.h"
#include "model/time.h"

namespace muniment {

struct TimeStampRequest {
  std::string text;  // what is to be stamped
  std::string der;   // what is sent
};

// With a nonce of its own, so that an old reply is not taken for the answer.
Result<TimeStampRequest> make_time_stamp_request(std::string_view text);

// Checks the answer to a request, as an HTTP exchange: its form, its nonce, that the
// authority's clock is not far from ours, and all that verify_time_stamp() checks.
Result<Time> check_time_stamp_answer(const TimeStampRequest& request,
                                     const HttpReply& reply, const std::string& ca_file,
                                     Time now);

// When `text` was stamped, as a kept reply says. The certificates have to be valid at
// that time, not now: a stamp must not lose its worth when they run out. (Who holds an
// authority's old key can date back; that is for the authority to prevent.)
Result<Time> verify_time_stamp(std::string_view reply, std::string_view text,
                               const std::string& ca_file);

}  // namespace muniment
