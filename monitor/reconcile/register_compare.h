// The register of the evidence management system against the inventory, both ways: what it
// lists and the store does not hold, what the store holds and it does not list. The audit
// of past losses, of which a first inventory alone knows nothing.
//
// Owner:   a function over a Reader. Threads: as the Reader.
// Failure: as Reader; kNoSpace, kIo from the scratch files.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reconcile/classified_items.h"

namespace muniment {

enum class RegisterFinding {
  kAbsent,        // registered; neither its path nor its content is held
  kElsewhere,     // registered; its path is not held, its content is, under another one
  kDifferent,     // registered and held; size or digest is not the register's
  kUnregistered,  // held; the register lists neither its path nor, as an identifier, its
                  // name; a row that lists its content elsewhere is kElsewhere as well
  kNotObserved,   // registered, where nobody can look now
};
std::string_view name_of(RegisterFinding finding);

struct RegisterComparison {
  std::uint64_t registered = 0;  // rows
  std::uint64_t held = 0;        // regular files
  std::uint64_t matched = 0;     // rows whose item is held and as registered
  std::uint64_t by_digest = 0;   // of the matched: the digest was compared too
  std::uint64_t absent = 0;
  std::uint64_t elsewhere = 0;
  std::uint64_t different = 0;
  std::uint64_t unregistered = 0;
  std::uint64_t not_observed = 0;

  bool has_findings() const {
    return absent + elsewhere + different + unregistered > 0;
  }
};

struct RegisterLine {
  RegisterFinding finding = RegisterFinding::kAbsent;
  StorePath path;          // "" for a row that has an identifier only
  std::string identifier;  // "" for none
  std::vector<std::string> cases;
  std::optional<std::uint64_t> size;
  std::string detail;
};

struct RegisterQuestion {
  std::string catalogue;  // path
  std::string scratch;    // directory
  std::int64_t store_id = 0;
};

// `listed` hears what is not as registered, first of the register, then of the store.
using RegisterListener = std::function<Status(const RegisterLine&)>;
Result<RegisterComparison> compare_register(Reader& reader,
                                            const RegisterQuestion& question,
                                            const RegisterListener& listed);

}  // namespace muniment
