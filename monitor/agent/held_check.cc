#include "agent/held_check.h"

#include <algorithm>

#include "model/printable.h"
#include "reconcile/hold_report.h"

namespace muniment {

Result<HoldRecord> hold_in_force(Reader& reader, std::int64_t store_id,
                                 const std::string& reference) {
  MUNIMENT_ASSIGN(const std::vector<HoldRecord> holds, reader.holds(store_id));
  const auto found =
      std::find_if(holds.begin(), holds.end(), [&](const HoldRecord& hold) {
        return hold.terms.reference == reference && !hold.released;
      });
  if (found == holds.end()) {
    return Error{ErrorCode::kNotFound, 0,
                 "no hold \"" + printable(reference) + "\" is in force"};
  }
  return *found;
}

Result<std::vector<StorePath>> items_of_hold(Reader& reader, std::int64_t store_id,
                                             const std::string& reference,
                                             const PolicyDeclared& policy) {
  MUNIMENT_ASSIGN(const HoldRecord hold, hold_in_force(reader, store_id, reference));
  ListedScope scope{hold.terms.scope, {}};
  MUNIMENT_TRY(reader.each_listed(Reader::ListOf::kHold, store_id, reference,
                                  [&](const StorePath& path) {
                                    scope.paths.push_back(path);
                                    return ok();
                                  }));
  MUNIMENT_ASSIGN(const Policy now, policy_from(policy, Time()));
  MUNIMENT_ASSIGN(std::vector<StorePath> items,
                  held_items(reader, store_id, &now, scope));
  std::sort(items.begin(), items.end());
  return items;
}

Result<std::string> next_hold_to_check(Reader& reader, const std::string& store) {
  MUNIMENT_ASSIGN(const std::optional<StoreRecord> record, reader.store(store));
  if (!record || !record->identity) {
    return std::string();
  }
  MUNIMENT_ASSIGN(const std::vector<HoldRecord> holds, reader.holds(record->id));
  for (const HoldRecord& hold : holds) {
    if (!hold.released && !hold.checked) {
      return hold.terms.reference;
    }
  }
  return std::string();
}

}  // namespace muniment
