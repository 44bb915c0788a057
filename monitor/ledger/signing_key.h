// The key that a ledger is signed with: Ed25519, kept as a PEM file (PKCS #8).
//
// Owner:   one per process, moved into the Ledger. Threads: one at a time.
// Durability: when create() succeeds the key survives power loss.
// Failure: create() is kConflict when the file is there already: a key is never
//          replaced. load() is kCorrupt for a file that is no key, kInvalid for a key
//          of another kind.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ledger/note.h"
#include "ledger/verifier_key.h"
#include "model/result.h"

struct evp_pkey_st;

namespace muniment {

class SigningKey {
 public:
  // Makes a new key, readable by its owner only. `name` is the origin of the log.
  static Result<SigningKey> create(const std::string& path, std::string_view name);
  static Result<SigningKey> load(const std::string& path, std::string_view name);

  const VerifierKey& verifier() const { return verifier_; }

  // Signs a text that ends with a line feed, and checks the signature before it is
  // given out: a machine that miscalculates must not speak for the ledger.
  Result<Note> sign(std::string text) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, Free>;

  SigningKey(Handle key, VerifierKey verifier)
      : key_(std::move(key)), verifier_(std::move(verifier)) {}
  static Result<SigningKey> make(Handle key, std::string_view name);

  Handle key_;
  VerifierKey verifier_;
};

}  // namespace muniment
