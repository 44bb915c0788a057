#include "agent/rotate_key.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "ledger/durable_file.h"
#include "ledger/key_chain.h"

namespace muniment {
namespace {

Result<std::string> last_entry_of(const Ledger& ledger) {
  std::string entry;
  if (ledger.size() > 0) {
    MUNIMENT_TRY(ledger.read(ledger.size() - 1, ledger.size(),
                             [&](std::uint64_t, std::string_view bytes) {
                               entry = bytes;
                               return ok();
                             }));
  }
  return entry;
}

Status drop_next_key(const StateDirectory& state) {
  if (::unlink(state.next_key().c_str()) != 0) {
    return error_from_errno(errno, "remove", state.next_key());
  }
  return sync_directory(directory_of(state.next_key()));
}

Status put_in_place(const StateDirectory& state) {
  if (std::rename(state.next_key().c_str(), state.key_path().c_str()) != 0) {
    return error_from_errno(errno, "rename", state.next_key());
  }
  return sync_directory(directory_of(state.key_path()));
}

}  // namespace

Result<VerifierKey> make_next_key(const StateDirectory& state) {
  MUNIMENT_ASSIGN(const std::string origin, state.origin());
  MUNIMENT_ASSIGN(const SigningKey key, SigningKey::create(state.next_key(), origin));
  return key.verifier();
}

bool has_next_key(const StateDirectory& state) {
  return ::access(state.next_key().c_str(), F_OK) == 0;
}

Status finish_rotation(const StateDirectory& state, Ledger& ledger) {
  MUNIMENT_ASSIGN(const std::string origin, state.origin());
  MUNIMENT_ASSIGN(SigningKey next, SigningKey::load(state.next_key(), origin));
  MUNIMENT_ASSIGN(const std::string entry, last_entry_of(ledger));
  const Result<VerifierKey> named = next_key(entry, ledger.verifier());
  if (!named || named.value() != next.verifier()) {
    return drop_next_key(state);  // made, and killed before it was recorded
  }
  MUNIMENT_TRY(
      keep_rotation(state.ledger(), ledger.size(), ledger.signed_checkpoint()));
  MUNIMENT_TRY(ledger.countersign(next));
  MUNIMENT_TRY(put_in_place(state));
  MUNIMENT_ASSIGN(ledger, Ledger::open(state.ledger(), std::move(next)));
  return ok();
}

}  // namespace muniment
