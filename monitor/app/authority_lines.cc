#include "app/authority_lines.h"

#include <algorithm>

#include "reconcile/authority_misuse.h"

namespace muniment {

Result<std::vector<AuthorityRecord>> authorities_of(Reader& reader,
                                                    const std::string& store) {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  return record ? reader.authorities(record->id)
                : Result<std::vector<AuthorityRecord>>(std::vector<AuthorityRecord>());
}

Result<std::vector<AuthorityLine>> authority_lines(Reader& reader,
                                                   const std::string& store,
                                                   const std::string& reference) {
  MUNIMENT_ASSIGN(const std::vector<AuthorityRecord> all,
                  authorities_of(reader, store));
  std::vector<AuthorityLine> lines;
  if (all.empty()) {
    return lines;
  }
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  MUNIMENT_ASSIGN(const std::vector<AuthorityMisuse> misuse,
                  find_misuse(reader, record->id, all));
  const Time now = wall_clock_now();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (reference.empty() || all[i].terms.reference == reference) {
      lines.push_back({all[i], now, misuse[i].beyond, misuse[i].replayed});
    }
  }
  return lines;
}

}  // namespace muniment
