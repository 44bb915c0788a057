// What an authority, a hold or a transfer is about, for people and for scripts.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <string>

#include "exporters/report/json_line.h"
#include "model/scope.h"

namespace muniment {

// Printable. An authority covers what every kind of condition allows ("2023/07/..., of
// class x"), a hold what any of them names ("2023/07/..., and all of case y").
enum class ScopeSense { kCovers, kHolds };
std::string scope_text(const Scope& scope, ScopeSense sense);

// Adds prefixes, listed_paths, collections, classes, cases, recorded_from, recorded_to.
void put_scope(Json& json, const Scope& scope);

}  // namespace muniment
