#include "agent/evidence_source.h"

#include <algorithm>

namespace muniment {
namespace {

Result<std::vector<Policy>> policies_of(Reader& reader, std::int64_t store_id) {
  MUNIMENT_ASSIGN(const std::vector<PolicyRecord> records, reader.policies(store_id));
  std::vector<Policy> policies;
  for (const PolicyRecord& record : records) {
    MUNIMENT_ASSIGN(policies.emplace_back(),
                    policy_from(record.declared, record.since));
  }
  return policies;
}

}  // namespace

Result<EvidenceSource> EvidenceSource::load(Reader& reader, std::int64_t store_id,
                                            Places places) {
  MUNIMENT_ASSIGN(const EvidenceState state, reader.evidence_state(store_id));
  MUNIMENT_ASSIGN(const std::optional<Time> first_removal,
                  reader.first_removal(store_id));
  Evidence::Input input;
  MUNIMENT_ASSIGN(input.policies, policies_of(reader, store_id));
  MUNIMENT_ASSIGN(std::vector<AuthorityRecord> authorities,
                  reader.authorities(store_id));
  for (AuthorityRecord& record : authorities) {
    input.authorities.push_back({std::move(record.terms), record.added, record.revoked,
                                 record.used_items, record.used_bytes});
  }
  MUNIMENT_ASSIGN(std::vector<HoldRecord> holds, reader.holds(store_id));
  for (HoldRecord& record : holds) {
    input.holds.push_back({std::move(record.terms), record.placed, record.released});
  }
  MUNIMENT_ASSIGN(std::vector<TransferRecord> transfers, reader.transfers());
  std::erase_if(transfers, [&](const TransferRecord& record) {
    return record.from_id != store_id;
  });
  for (const TransferRecord& record : transfers) {
    input.transfers.push_back({record.terms, record.opened, record.closed});
  }
  return EvidenceSource(reader, store_id, std::move(places), state,
                        first_removal.has_value(), Evidence(std::move(input)),
                        std::move(transfers));
}

Result<Verdict> EvidenceSource::explain(const Candidate& item, Time first_missed,
                                        std::optional<std::uint64_t> seq) {
  MUNIMENT_ASSIGN(const std::optional<ItemRegistered> row,
                  registered(item.path, item.facts));
  MUNIMENT_ASSIGN(Listings listed, listings(item.path));
  RemovedItem removed;
  removed.path = item.path;
  removed.size = item.facts.size;
  removed.first_seen = item.first_seen;
  removed.last_seen = item.last_seen;
  removed.first_missed = first_missed;
  removed.registered = row ? &*row : nullptr;
  removed.listed_by = std::move(listed.authorities);
  removed.held_by = std::move(listed.holds);
  removed.transferred_by = std::move(listed.transfers);
  MUNIMENT_ASSIGN(removed.used_before, used_before(item, seq));
  MUNIMENT_ASSIGN(removed.copies, copies_of(item));
  if (state_.has_deletion_log) {
    MUNIMENT_ASSIGN(removed.logged, reader_->logged_deletions(store_id_, item.path));
  }
  return explain_removal(removed, evidence_);
}

Result<bool> EvidenceSource::is_past_retention(const Candidate& item,
                                               Time first_missed) {
  MUNIMENT_ASSIGN(const std::optional<ItemRegistered> row,
                  registered(item.path, item.facts));
  const Policy* policy = policy_at(evidence_.policies(), first_missed);
  const Retention retention =
      retention_of(policy, classify(policy, item.path, row ? &*row : nullptr));
  return retention.state == Retention::State::kUntil && retention.until <= first_missed;
}

Result<bool> EvidenceSource::was_held(const Candidate& item, Time first_missed) {
  MUNIMENT_ASSIGN(const std::optional<ItemRegistered> row,
                  registered(item.path, item.facts));
  MUNIMENT_ASSIGN(const Listings listed, listings(item.path));
  const Policy* policy = policy_at(evidence_.policies(), first_missed);
  const Classification facts = classify(policy, item.path, row ? &*row : nullptr);
  const std::vector<std::size_t> holds =
      evidence_.holds_over(item.path, facts, listed.holds);
  return std::any_of(holds.begin(), holds.end(), [&](std::size_t i) {
    const HoldInForce& hold = evidence_.holds()[i];
    return hold.placed <= first_missed &&
           (!hold.released || *hold.released >= item.last_seen);
  });
}

Result<std::optional<ItemRegistered>> EvidenceSource::registered(
    const StorePath& path, const ItemFacts& facts) {
  if (!state_.has_register) {
    return std::optional<ItemRegistered>();
  }
  return reader_->registered(store_id_, path, facts.digests);
}

Result<Listings> EvidenceSource::listings(const StorePath& path) {
  return state_.has_lists ? reader_->listings(store_id_, path)
                          : Result<Listings>(Listings());
}

// An item that moved to where another went has been seen first before that: when it was
// seen says nothing of what its path was used for.
Result<std::vector<std::string>> EvidenceSource::used_before(
    const Candidate& item, std::optional<std::uint64_t> seq) {
  const auto& authorities = evidence_.authorities();
  const bool any_used = std::any_of(
      authorities.begin(), authorities.end(),
      [](const AuthorityInForce& authority) { return authority.used_items > 0; });
  if (!any_used || !(any_went_ || seq)) {
    return std::vector<std::string>();
  }
  return reader_->authorities_used_for(store_id_, item.path, seq);
}

Result<std::vector<CopyFound>> EvidenceSource::copies_of(const Candidate& item) {
  std::vector<CopyFound> found;
  for (const TransferRecord& transfer : transfers_) {
    if (!item.facts.digests) {
      MUNIMENT_ASSIGN(const std::optional<Time> seen, copied_entry(transfer, item));
      if (seen) {
        found.push_back({transfer.terms.reference, *seen});
      }
      continue;
    }
    if (!copies_) {
      std::vector<std::int64_t> destinations;
      for (const TransferRecord& each : transfers_) {
        destinations.push_back(each.to_id);
      }
      std::sort(destinations.begin(), destinations.end());
      destinations.erase(std::unique(destinations.begin(), destinations.end()),
                         destinations.end());
      MUNIMENT_ASSIGN(copies_, ContentIndex::make(places_.catalogue, places_.scratch,
                                                  destinations));
    }
    MUNIMENT_ASSIGN(const std::optional<ContentCopies> copies,
                    copies_->in_store(transfer.to_id, item.facts.digests->sha256));
    if (copies) {
      found.push_back({transfer.terms.reference, copies->read});
    }
  }
  return found;
}

// What is no regular file has no content but its type and target: it was taken along when
// the same stands under the same path at the destination.
Result<std::optional<Time>> EvidenceSource::copied_entry(const TransferRecord& transfer,
                                                         const Candidate& item) {
  MUNIMENT_ASSIGN(const std::optional<KnownItem> there,
                  reader_->item(transfer.to_id, item.path));
  const bool is_same = there && there->facts.type == item.facts.type &&
                       there->facts.link_target == item.facts.link_target;
  return is_same ? std::optional(there->first_seen) : std::optional<Time>();
}

std::vector<std::string> EvidenceSource::holds_in_force(
    const StorePath& path, const std::optional<ItemRegistered>& row,
    const std::vector<std::string>& listed_by) const {
  const auto& policies = evidence_.policies();
  const Policy* policy = policies.empty() ? nullptr : &policies.back();
  const Classification facts = classify(policy, path, row ? &*row : nullptr);
  std::vector<std::string> references;
  for (const std::size_t i : evidence_.holds_over(path, facts, listed_by)) {
    const HoldInForce& hold = evidence_.holds()[i];
    if (!hold.released) {
      references.push_back(hold.terms.reference);
    }
  }
  return references;
}

// What the register will say of the item where it is now: its own word for that path, or
// what it said before if it knew the item by a path. An identifier does not follow.
Result<std::optional<ItemRegistered>> EvidenceSource::registered_after(
    const ItemMoved& moved, const std::optional<ItemRegistered>& before) {
  MUNIMENT_ASSIGN(std::optional<ItemRegistered> there,
                  registered(moved.path, moved.facts));
  const bool by_own_path = there && !there->path.empty();
  const bool follows = before && !before->path.empty();
  return follows && !by_own_path ? before : there;
}

Result<std::vector<std::string>> EvidenceSource::holds_to_follow(
    const ItemMoved& moved) {
  MUNIMENT_ASSIGN(const std::optional<ItemRegistered> row,
                  registered(moved.from, moved.facts));
  MUNIMENT_ASSIGN(const std::optional<ItemRegistered> row_there,
                  registered_after(moved, row));
  MUNIMENT_ASSIGN(const Listings before, listings(moved.from));
  MUNIMENT_ASSIGN(const Listings after, listings(moved.path));
  std::vector<std::string> held = holds_in_force(moved.from, row, before.holds);
  const std::vector<std::string> still =
      holds_in_force(moved.path, row_there, after.holds);
  std::erase_if(held, [&](const std::string& reference) {
    return std::find(still.begin(), still.end(), reference) != still.end();
  });
  return held;
}

}  // namespace muniment
