#include "app/key_argument.h"

#include "app/command.h"
#include "ledger/durable_file.h"
#include "model/printable.h"

namespace muniment {

Result<VerifierKey> parse_key_argument(const std::string& typed) {
  constexpr std::size_t kMaxKeyBytes = 2000;
  Result<VerifierKey> key = VerifierKey::parse(typed);
  if (key) {
    return key;
  }
  std::string text;
  if (const Status read = read_file(typed, kMaxKeyBytes, text); !read) {
    // A key that is spelled wrong is no file either: say what is wrong with the key.
    return read.error().code == ErrorCode::kNotFound
               ? key
               : Result<VerifierKey>(usage_error(read.error().what));
  }
  while (text.ends_with('\n') || text.ends_with('\r')) {
    text.pop_back();
  }
  key = VerifierKey::parse(text);
  return key ? key
             : Result<VerifierKey>(
                   usage_error(printable(typed) + ": " + key.error().what));
}

}  // namespace muniment
