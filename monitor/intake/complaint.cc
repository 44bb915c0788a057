#include "intake/complaint.h"

#include "model/printable.h"

namespace muniment {

std::string cite(std::string_view bytes) {
  constexpr std::size_t kMaxShown = 80;
  // Cut before it is escaped: a long one costs no more than a short one.
  return '"' + shortened(printable(shortened(bytes, 4 * kMaxShown)), kMaxShown) + '"';
}

Error refusal(std::string what) {
  return Error{ErrorCode::kInvalid, 0, std::move(what)};
}

Error refusal_at(std::string_view file, std::uint64_t line, std::string_view reason) {
  return refusal(printable(file) + ':' + std::to_string(line) + ": " +
                 std::string(reason));
}

}  // namespace muniment
