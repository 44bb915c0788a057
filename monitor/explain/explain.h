// Why is it gone? Decides for one removed item whether something legitimate explains
// it.
//
// Pure: the answer follows from the arguments, and using an authority up changes only
// the list that the caller passed in.
//
// Owner:   plain values. Threads: any, with one list of authorities each.
// Failure: none. When in doubt the answer is "unexplained", with the reason in
//          `detail`.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/event.h"

namespace muniment {

// An authority and how much of it earlier removals have used up.
struct AuthorityInForce {
  AuthorityAdded terms;
  std::uint64_t used_items = 0;
  std::uint64_t used_bytes = 0;
};

struct RemovedItem {
  StorePath path;
  std::uint64_t size = 0;              // bytes
  Time last_seen;                      // it went after this
  Time first_missed;                   // and before this
  std::vector<std::string> listed_by;  // references of authorities that list its path
};

struct Verdict {
  Explanation explanation = Explanation::kUnexplained;
  std::string reference;
  std::string detail;  // a sentence for people; "" when there is nothing to add
};

// The first authority that covers the item in scope, time and number explains it and is
// used up by one item. Of several, those without limits come first, then those that
// list the very path, then the longer prefix, then the older one: so that a limited
// authority is not spent on what another one covers.
Verdict explain_removal(const RemovedItem& item,
                        std::vector<AuthorityInForce>& authorities);

}  // namespace muniment
