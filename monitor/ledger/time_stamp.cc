#include "ledger/time_stamp.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "ledger/hash.h"
#include "ledger/kept_checkpoints.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kNonceBytes = 16;
constexpr std::int64_t kMaxClockDifferenceNs = 600 * kNsPerSecond;
constexpr std::size_t kMaxReason = 200;

template <auto Function>
struct FreeWith {
  template <typename T>
  void operator()(T* thing) const {
    Function(thing);
  }
};
using Request = std::unique_ptr<TS_REQ, FreeWith<&TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, FreeWith<&TS_RESP_free>>;
using Context = std::unique_ptr<TS_VERIFY_CTX, FreeWith<&TS_VERIFY_CTX_free>>;
using Store = std::unique_ptr<X509_STORE, FreeWith<&X509_STORE_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, FreeWith<&TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, FreeWith<&X509_ALGOR_free>>;
using Number = std::unique_ptr<ASN1_INTEGER, FreeWith<&ASN1_INTEGER_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<&BN_free>>;

// What OpenSSL says of the last failure, and forgets the rest.
std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* data = nullptr;
  int flags = 0;
  (void)ERR_peek_last_error_data(&data, &flags);
  const char* const reason = ERR_reason_error_string(code);
  std::string text = reason == nullptr ? "no reason given" : reason;
  if (data != nullptr && (flags & ERR_TXT_STRING) != 0 && *data != '\0') {
    text += std::string(": ") + data;
  }
  ERR_clear_error();
  return shortened(printable(text), kMaxReason);
}

Error failed(std::string_view what) {
  return Error{ErrorCode::kIo, 0, std::string(what) + ": " + openssl_reason()};
}

Error refuse(std::string_view why) {
  return Error{ErrorCode::kCorrupt, 0,
               "the time stamp is refused: " + std::string(why)};
}

// The question that a stamp of `text` answers, without a nonce yet.
Result<Request> question_about(std::string_view text) {
  const Hash hash = TreeHasher().plain(text);
  Request request(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  if (!request || !imprint || !algorithm ||
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) !=
          1 ||
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1 ||
      TS_MSG_IMPRINT_set_msg(imprint.get(), const_cast<unsigned char*>(hash.data()),
                             static_cast<int>(hash.size())) != 1 ||
      TS_REQ_set_version(request.get(), 1) != 1 ||
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) != 1 ||
      TS_REQ_set_cert_req(request.get(), 1) != 1) {
    return failed("make a time stamp request");
  }
  return request;
}

Status add_nonce(TS_REQ* request) {
  std::array<unsigned char, kNonceBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    return failed("make a nonce");
  }
  bytes[0] |= 0x40;  // never zero, always as long
  const BigNumber number(
      BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  const Number nonce(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
  if (!nonce || TS_REQ_set_nonce(request, nonce.get()) != 1) {
    return failed("make a nonce");
  }
  return ok();
}

// Exactly one object of the type, and nothing after it.
template <typename T>
T* parse_der(std::string_view der, T* (*parse)(T**, const unsigned char**, long),
             void (*free)(T*)) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* const end = at + der.size();
  T* object = parse(nullptr, &at, static_cast<long>(der.size()));
  if (object != nullptr && at != end) {
    free(object);
    return nullptr;
  }
  return object;
}

// What the authority says when it does not stamp.
Status check_granted(TS_RESP* response) {
  TS_STATUS_INFO* const info = TS_RESP_get_status_info(response);
  const long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info));
  if (status == TS_STATUS_GRANTED || status == TS_STATUS_GRANTED_WITH_MODS) {
    return ok();
  }
  std::string words;
  const STACK_OF(ASN1_UTF8STRING)* const texts = TS_STATUS_INFO_get0_text(info);
  for (int i = 0; texts != nullptr && i < sk_ASN1_UTF8STRING_num(texts); ++i) {
    const ASN1_UTF8STRING* const text = sk_ASN1_UTF8STRING_value(texts, i);
    words += ' ';
    words.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                 static_cast<std::size_t>(ASN1_STRING_length(text)));
  }
  return Error{ErrorCode::kUnavailable, 0,
               "the authority does not stamp (status " + std::to_string(status) + ')' +
                   shortened(printable(words), kMaxReason)};
}

Result<Time> time_in(TS_RESP* response) {
  TS_TST_INFO* const info = TS_RESP_get_tst_info(response);
  std::tm parts{};
  if (info == nullptr || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &parts) != 1) {
    return refuse("it has no time");
  }
  return time_from_parts(static_cast<std::int64_t>(::timegm(&parts)), 0);
}

Result<Store> trusted_by(const std::string& ca_file, Time at) {
  if (::access(ca_file.c_str(), R_OK) != 0) {
    Error error = error_from_errno(errno, "read certificates", ca_file);
    error.code = ErrorCode::kInvalid;
    return error;
  }
  Store store(X509_STORE_new());
  if (!store || X509_STORE_load_file(store.get(), ca_file.c_str()) != 1) {
    return Error{ErrorCode::kInvalid, 0,
                 "read certificates " + printable(ca_file) + ": " + openssl_reason()};
  }
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()),
                             static_cast<std::time_t>(at.ns / kNsPerSecond));
  return store;
}

Result<Response> parse_response(std::string_view der) {
  if (der.size() > kMaxTimeStampBytes) {
    return refuse("it is too large");
  }
  Response response(parse_der<TS_RESP>(der, &d2i_TS_RESP, &TS_RESP_free));
  if (!response) {
    ERR_clear_error();
    return refuse("it is no reply of a time stamping authority, or is cut off");
  }
  return response;
}

// Imprint, nonce (when the request has one), signature, chain and purpose. `at` is when
// the certificates have to be valid.
Status verify(TS_REQ* request, TS_RESP* response, const std::string& ca_file, Time at) {
  MUNIMENT_ASSIGN(Store store, trusted_by(ca_file, at));
  const Context context(TS_REQ_to_TS_VERIFY_CTX(request, nullptr));
  if (!context) {
    return failed("check a time stamp");
  }
  (void)TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_VERSION | TS_VFY_SIGNATURE);
  (void)TS_VERIFY_CTX_set_store(context.get(), store.release());  // takes it over
  ERR_clear_error();
  if (TS_RESP_verify_response(context.get(), response) != 1) {
    return refuse(openssl_reason());
  }
  return ok();
}

}  // namespace

Result<TimeStampRequest> make_time_stamp_request(std::string_view text) {
  MUNIMENT_ASSIGN(const Request request, question_about(text));
  MUNIMENT_TRY(add_nonce(request.get()));
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(request.get(), &der);
  if (size <= 0) {
    return failed("encode a time stamp request");
  }
  TimeStampRequest made{std::string(text),
                        {reinterpret_cast<char*>(der), static_cast<std::size_t>(size)}};
  OPENSSL_free(der);
  return made;
}

Result<Time> check_time_stamp_answer(const TimeStampRequest& request,
                                     const HttpReply& reply, const std::string& ca_file,
                                     Time now) {
  if (reply.status != 200) {
    return Error{
        ErrorCode::kUnavailable, 0,
        "the authority answered with HTTP status " + std::to_string(reply.status)};
  }
  const Request asked(parse_der<TS_REQ>(request.der, &d2i_TS_REQ, &TS_REQ_free));
  if (!asked) {
    return failed("read a time stamp request");
  }
  MUNIMENT_ASSIGN(const Response response, parse_response(reply.body));
  MUNIMENT_TRY(check_granted(response.get()));
  MUNIMENT_ASSIGN(const Time time, time_in(response.get()));
  MUNIMENT_TRY(verify(asked.get(), response.get(), ca_file, now));
  if (std::abs(time.ns - now.ns) > kMaxClockDifferenceNs) {
    return refuse("the authority's clock says " + format_time(time) +
                  ", which is far from ours");
  }
  return time;
}

Result<Time> verify_time_stamp(std::string_view reply, std::string_view text,
                               const std::string& ca_file) {
  MUNIMENT_ASSIGN(const Request asked, question_about(text));
  MUNIMENT_ASSIGN(const Response response, parse_response(reply));
  MUNIMENT_TRY(check_granted(response.get()));
  MUNIMENT_ASSIGN(const Time time, time_in(response.get()));
  MUNIMENT_TRY(verify(asked.get(), response.get(), ca_file, time));
  return time;
}

}  // namespace muniment
