#include "explain/evidence.h"

#include <limits>
#include <utility>

#include "explain/scope_index.h"

namespace muniment {

struct Evidence::State {
  Input input;
  ScopeIndex authorities;
  std::vector<char> is_exact;  // the index says all of the authority of this number
  ScopeIndex holds;

  // nullopt: the authority does not cover it, though the index found it.
  std::optional<std::size_t> closeness_of(
      const ScopeMatch& match, std::string_view path, const Classification& facts,
      const std::vector<std::string>& listed_by) const {
    if (is_exact[match.number] != 0) {
      return match.closeness;
    }
    const AuthorityAdded& terms = input.authorities[match.number].terms;
    return covered_by(terms.scope,
                      {path, facts, is_listed_by(terms.reference, listed_by)});
  }
};

Evidence::Evidence(Input input) : state_(std::make_unique<State>()) {
  state_->input = std::move(input);
  for (std::size_t i = 0; i < authorities().size(); ++i) {
    const AuthorityAdded& terms = authorities()[i].terms;
    const bool exact =
        state_->authorities.add_covering(terms.scope, terms.reference, i);
    state_->is_exact.push_back(exact ? 1 : 0);
  }
  for (std::size_t i = 0; i < holds().size(); ++i) {
    const HoldPlaced& terms = holds()[i].terms;
    state_->holds.add_holding(terms.scope, terms.reference, i);
  }
  state_->authorities.sort();
  state_->holds.sort();
}

Evidence::Evidence(Evidence&&) noexcept = default;
Evidence& Evidence::operator=(Evidence&&) noexcept = default;
Evidence::~Evidence() = default;

const std::vector<Policy>& Evidence::policies() const {
  return state_->input.policies;
}

const std::vector<AuthorityInForce>& Evidence::authorities() const {
  return state_->input.authorities;
}

const std::vector<HoldInForce>& Evidence::holds() const {
  return state_->input.holds;
}

const std::vector<TransferInForce>& Evidence::transfers() const {
  return state_->input.transfers;
}

std::vector<ScopeMatch> Evidence::authorities_over(
    std::string_view path, const Classification& facts,
    const std::vector<std::string>& listed_by) const {
  std::vector<ScopeMatch> found = state_->authorities.find(path, facts, listed_by);
  std::size_t kept = 0;
  for (const ScopeMatch& match : found) {
    const auto closeness = state_->closeness_of(match, path, facts, listed_by);
    if (closeness) {
      found[kept++] = {match.number, *closeness};
    }
  }
  found.resize(kept);
  return found;
}

std::vector<std::size_t> Evidence::holds_over(
    std::string_view path, const Classification& facts,
    const std::vector<std::string>& listed_by) const {
  std::vector<std::size_t> holding;
  for (const ScopeMatch& found : state_->holds.find(path, facts, listed_by)) {
    holding.push_back(found.number);
  }
  return holding;
}

void Evidence::use(std::size_t authority, std::uint64_t bytes) {
  AuthorityInForce& used = state_->input.authorities[authority];
  used.used_items += 1;
  if (__builtin_add_overflow(used.used_bytes, bytes, &used.used_bytes)) {
    used.used_bytes = std::numeric_limits<std::uint64_t>::max();
  }
}

}  // namespace muniment
