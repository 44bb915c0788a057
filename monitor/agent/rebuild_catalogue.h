// Makes the catalogue anew from the ledger's entries; the old one is kept aside.
//
// Owner:   a function. Threads: any; it holds the write lock to the end, so that other
//          processes wait, and then find the new one.
// Durability: the old catalogue stays in place until the new one is whole and durable.
//          Killed between the two, there is none, and the next command makes it.
// Failure: kCorrupt when the ledger does not verify: then nothing is derived from it.

#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "agent/state_directory.h"
#include "model/result.h"

namespace muniment {

struct Rebuilt {
  std::uint64_t events = 0;
  std::string kept_aside;  // path of the old catalogue; "" when there was none
};

Result<Rebuilt> rebuild_catalogue(
    const StateDirectory& state,
    const std::function<void(std::uint64_t)>& on_batch = {});

}  // namespace muniment
