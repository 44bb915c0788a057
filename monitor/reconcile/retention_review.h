// What retention says of the items that are held: which are past their period and still
// there, and what becomes deletable soon. A forecast that jumps is how a shortened period,
// which makes everything older deletable at once, is seen before the loss.
//
// Owner:   functions over a Reader. Threads: as the Reader. Failure: as Reader.

#pragma once

#include <functional>

#include "reconcile/classified_items.h"

namespace muniment {

// Regular files held at `now`. Without a rule of retention everything is 0. Cost: one row
// for each directory, and one for each item that the register knows.
Result<RetentionReviewed> review_retention(Reader& reader, const StoreRecord& store,
                                           const std::string& name,
                                           const Policy& policy, Time now);

// Visits the items that are past their period, by directory and name, with the end of it.
Status each_overdue(
    Reader& reader, const StoreRecord& store, const Policy& policy, Time now,
    const std::function<Status(const ClassifiedItem&, Time until)>& visitor);

}  // namespace muniment
