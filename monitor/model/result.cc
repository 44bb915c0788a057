#include "model/result.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>

#include "model/printable.h"

namespace muniment {
namespace {

ErrorCode code_from_errno(int os_errno) {
  switch (os_errno) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCode::kNotFound;
    case EACCES:
    case EPERM:
      return ErrorCode::kPermission;
    case ENOSPC:
    case EDQUOT:
      return ErrorCode::kNoSpace;
    case EEXIST:
      return ErrorCode::kConflict;
    case EINVAL:
      return ErrorCode::kInvalid;
    case ENOSYS:
    case EOPNOTSUPP:
      return ErrorCode::kUnsupported;
    default:
      return ErrorCode::kIo;
  }
}

}  // namespace

Error error_from_errno(int os_errno, std::string_view operation,
                       std::string_view thing) {
  // generic_category().message() is thread-safe, where strerror() is not.
  return Error{code_from_errno(os_errno), os_errno,
               std::string(operation) + ' ' + printable(thing) + ": " +
                   std::generic_category().message(os_errno)};
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kPermission:
      return "permission";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kNoSpace:
      return "no_space";
    case ErrorCode::kCorrupt:
      return "corrupt";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kInvalid:
      return "invalid";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kChanged:
      return "changed";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kCancelled:
      return "cancelled";
  }
  return "unknown";
}

void check_failed(const char* condition, const char* file, int line) {
  (void)std::fprintf(stderr, "muniment: %s:%d: this must hold: %s\n", file, line,
                     condition);
  std::abort();
}

}  // namespace muniment
