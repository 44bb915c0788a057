// A text is the canonical form of an authority, to the last byte, or it is refused.

#include "fuzz_target.h"
#include "intake/authority_document.h"
#include "model/printable.h"

namespace muniment {

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(data, size);
  const Result<AuthorityDocument> document = parse_authority_document(text);
  if (document) {
    MUNIMENT_CHECK(format_authority_document(document.value()) == text);
  } else {
    const std::string& what = document.error().what;
    MUNIMENT_CHECK(is_utf8(what) && what.find('\n') == std::string::npos);
  }
  return 0;
}

}  // namespace muniment
