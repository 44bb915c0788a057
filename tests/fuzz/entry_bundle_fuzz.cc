// A bundle that splits into entries is what these entries make, byte for byte.

#include "fuzz_target.h"
#include "ledger/entry_bundle.h"

namespace muniment {

// The first byte is how many entries are asked for, less one.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const unsigned count = data[0] + 1U;
  const std::string_view bundle = as_text(data + 1, size - 1);
  std::vector<std::string_view> entries;
  if (!split_bundle(bundle, count, entries)) {
    return 0;
  }
  MUNIMENT_CHECK(entries.size() == count);
  std::string again;
  for (const std::string_view entry : entries) {
    append_to_bundle(again, entry);
  }
  MUNIMENT_CHECK(again == bundle);
  return 0;
}

}  // namespace muniment
