// What a call that can fail returns: a value or an `Error`, never a sentinel.
//
// Owner:   plain values.
// Threads: as safe as the value inside.
// Failure: calling `.value()` on an error ends the process in every build: look first.

#pragma once

#include <string>
#include <string_view>

// The policy header does not compile on its own in every Boost: this order counts.
#include <boost/outcome/basic_result.hpp>
//
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/success_failure.hpp>
#include <boost/outcome/try.hpp>

namespace muniment {

// Few codes: each exists because some caller acts on it.
enum class ErrorCode {
  kNotFound,
  kPermission,
  kIo,
  kNoSpace,
  kCorrupt,   // bytes that no crash can explain
  kConflict,  // someone else holds it, or it exists already
  kInvalid,   // bad input: what the user wrote is wrong
  kUnsupported,
  kChanged,      // the thing changed while it was being looked at
  kUnavailable,  // the store is not the enrolled one, or not there
  kCancelled,
};

struct Error {
  ErrorCode code = ErrorCode::kIo;
  int os_errno = 0;  // 0 when the cause is not a system call
  std::string what;  // "open /srv/evidence/a: Permission denied"; safe to print
};

namespace outcome = BOOST_OUTCOME_V2_NAMESPACE;

template <typename T>
using Result = outcome::basic_result<T, Error, outcome::policy::terminate>;
using Status = Result<void>;

inline auto ok() {
  return outcome::success();
}

// The error for `os_errno` (a value of errno) of `operation` on `thing`, which may be
// any bytes: the text of the error is made printable here.
Error error_from_errno(int os_errno, std::string_view operation,
                       std::string_view thing);

// The name that scripts and metrics see, for example "not_found".
std::string_view name_of(ErrorCode code);

// Ends the process with a line on standard error. For programmer errors only.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace muniment

#define MUNIMENT_TRY(expr) BOOST_OUTCOME_TRYV(expr)

#define MUNIMENT_CONCAT_I(a, b) a##b
#define MUNIMENT_CONCAT(a, b) MUNIMENT_CONCAT_I(a, b)
// NOLINTBEGIN(bugprone-macro-parentheses): `decl` is a declaration
#define MUNIMENT_ASSIGN_I(tmp, decl, expr)                       \
  auto tmp = (expr);                                             \
  if (!tmp) {                                                    \
    return ::muniment::outcome::failure(std::move(tmp).error()); \
  }                                                              \
  decl = std::move(tmp).value()
// NOLINTEND(bugprone-macro-parentheses)
#define MUNIMENT_ASSIGN(decl, expr) \
  MUNIMENT_ASSIGN_I(MUNIMENT_CONCAT(result_, __LINE__), decl, expr)

#define MUNIMENT_CHECK(condition)                               \
  do {                                                          \
    if (!(condition)) {                                         \
      ::muniment::check_failed(#condition, __FILE__, __LINE__); \
    }                                                           \
  } while (false)
