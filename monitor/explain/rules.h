// The rules that may explain a removal: each in a file by_*.cc of its own, all asked in
// the order of explain.cc. Only for this folder.
//
// Owner:   plain values and pure functions. Threads: any. Failure: none.

#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "explain/explain.h"

namespace muniment {

// A removal with what follows from the policy that was in force when it was noticed.
struct Removal {
  const RemovedItem& item;
  const Policy* policy = nullptr;
  Classification facts;
  Retention retention;
};

struct Answer {
  std::optional<Verdict> verdict;  // when the rule explains the removal
  std::string obstacle;            // else a sentence why it does not; "" for no concern
  std::optional<std::size_t> uses;  // the authority that the verdict uses up
};

Answer by_transfer(const Removal& removal, const Evidence& evidence);
Answer by_authority(const Removal& removal, const Evidence& evidence);
Answer by_retention(const Removal& removal, const Evidence& evidence);
Answer by_log(const Removal& removal, const Evidence& evidence);

}  // namespace muniment
