#include "ledger/entry_bundle.h"

namespace muniment {

void append_to_bundle(std::string& bundle, std::string_view entry) {
  MUNIMENT_CHECK(!entry.empty() && entry.size() <= kMaxEntryBytes);
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xFF);
  bundle.append(entry);
}

Status split_bundle(std::string_view bundle, unsigned count,
                    std::vector<std::string_view>& entries) {
  entries.clear();
  for (unsigned i = 0; i < count; ++i) {
    if (bundle.size() < 2) {
      return Error{
          ErrorCode::kCorrupt, 0,
          "has " + std::to_string(i) + " whole entries of " + std::to_string(count)};
    }
    const std::size_t length =
        static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]) << 8 |
                                 static_cast<unsigned char>(bundle[1]));
    bundle.remove_prefix(2);
    if (length == 0 || length > bundle.size()) {
      return Error{ErrorCode::kCorrupt, 0,
                   "entry " + std::to_string(i) + " of it has an impossible length"};
    }
    entries.push_back(bundle.substr(0, length));
    bundle.remove_prefix(length);
  }
  if (!bundle.empty()) {
    return Error{ErrorCode::kCorrupt, 0, "has bytes after its last entry"};
  }
  return ok();
}

}  // namespace muniment
