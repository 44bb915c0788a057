// The tables of the catalogue.
//
// Internal to catalogue/. Owner: a constant. Threads: any. Failure: none.

#pragma once

namespace muniment {

// Bump when a table changes. An older catalogue is made again from the ledger; a newer
// one is refused, not guessed at.
inline constexpr int kCatalogueVersion = 3;

// The kinds of `scope_part` and `scope_path`. Persisted.
enum class ScopeKind : int { kAuthority = 1, kHold = 2, kTransfer = 3 };

// The parts of `scope_part`. Persisted.
enum class ScopePart : int { kPrefix = 1, kCollection = 2, kClass = 3, kCase = 4 };

// `registered.known_by`. Persisted.
enum class KnownBy : int { kPath = 1, kIdentifier = 2, kMove = 3 };

const char* schema_sql();

}  // namespace muniment
