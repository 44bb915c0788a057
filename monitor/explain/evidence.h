// All that can explain, or forbid, a removal from one store: holds, transfers, authorities
// with what is left of them, and what the configuration said when.
//
// Made once for many removals: scopes are indexed, so that the cost for each does not grow
// with the number of authorities and holds.
//
// Owner:   the job that explains; it must outlive nothing. Threads: one at a time.
// Failure: none.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/policy.h"
#include "explain/scope_match.h"
#include "model/event.h"

namespace muniment {

// An authority and how much of it earlier removals have used up.
struct AuthorityInForce {
  AuthorityAdded terms;
  Time added;
  std::optional<Time> revoked;
  std::uint64_t used_items = 0;
  std::uint64_t used_bytes = 0;
};

struct HoldInForce {
  HoldPlaced terms;
  Time placed;
  std::optional<Time> released;
};

struct TransferInForce {
  TransferOpened terms;
  Time opened;
  std::optional<Time> closed;
};

class Evidence {
 public:
  struct Input {
    std::vector<Policy> policies;               // oldest first
    std::vector<AuthorityInForce> authorities;  // oldest first
    std::vector<HoldInForce> holds;             // oldest first
    std::vector<TransferInForce> transfers;     // oldest first
  };

  explicit Evidence(Input input);
  Evidence(Evidence&&) noexcept;
  Evidence& operator=(Evidence&&) noexcept;
  ~Evidence();

  const std::vector<Policy>& policies() const;
  const std::vector<AuthorityInForce>& authorities() const;
  const std::vector<HoldInForce>& holds() const;
  const std::vector<TransferInForce>& transfers() const;

  // All authorities whose scope covers the item, whatever their time, oldest first. The
  // references that list its path are given.
  std::vector<ScopeMatch> authorities_over(
      std::string_view path, const Classification& facts,
      const std::vector<std::string>& listed_by) const;

  // The same for holds: indexes, in ascending order.
  std::vector<std::size_t> holds_over(std::string_view path,
                                      const Classification& facts,
                                      const std::vector<std::string>& listed_by) const;

  // Uses an authority up by one item of `bytes`.
  void use(std::size_t authority, std::uint64_t bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muniment
