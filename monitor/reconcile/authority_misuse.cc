#include "reconcile/authority_misuse.h"

#include <algorithm>

#include "explain/evidence.h"
#include "reconcile/classified_items.h"

namespace muniment {
namespace {

constexpr int kPage = 4096;  // removals

bool is_used_up(const AuthorityRecord& authority, std::uint64_t bytes) {
  const AuthorityAdded& terms = authority.terms;
  return (terms.max_items && authority.used_items >= *terms.max_items) ||
         (terms.max_bytes && (authority.used_bytes >= *terms.max_bytes ||
                              bytes > *terms.max_bytes - authority.used_bytes));
}

// Was some moment at which the item may have gone one at which it was allowed?
bool was_in_time(const AuthorityRecord& authority, const ItemRemoved& removed) {
  const std::optional<Time>& until = authority.terms.until;
  return removed.first_missed >= authority.terms.from &&
         (!until || removed.last_seen <= *until) &&
         (!authority.revoked || removed.last_seen <= *authority.revoked);
}

Evidence evidence_of(const std::vector<AuthorityRecord>& authorities) {
  Evidence::Input input;
  for (const AuthorityRecord& record : authorities) {
    input.authorities.push_back({record.terms, record.added, record.revoked,
                                 record.used_items, record.used_bytes});
  }
  return Evidence(std::move(input));
}

class Search {
 public:
  Search(Reader& reader, std::int64_t store_id,
         const std::vector<AuthorityRecord>& authorities, std::vector<Policy> policies,
         Classifier classifier)
      : reader_(reader),
        store_id_(store_id),
        authorities_(authorities),
        policies_(std::move(policies)),
        classifier_(std::move(classifier)),
        evidence_(evidence_of(authorities)),
        misuse_(authorities.size()) {}

  Status look_at(const Tombstone& tombstone) {
    const ItemRemoved& removed = tombstone.removed;
    MUNIMENT_ASSIGN(
        const Classification facts,
        classifier_.classify_path(removed.path, removed.facts.digests,
                                  policy_at(policies_, removed.first_missed)));
    MUNIMENT_ASSIGN(const Listings listed, reader_.listings(store_id_, removed.path));
    for (const ScopeMatch& match :
         evidence_.authorities_over(removed.path, facts, listed.authorities)) {
      if (was_in_time(authorities_[match.number], removed)) {
        MUNIMENT_TRY(count(match.number, tombstone));
      }
    }
    return ok();
  }

  std::vector<AuthorityMisuse> take() { return std::move(misuse_); }

 private:
  Status count(std::size_t i, const Tombstone& tombstone) {
    const ItemRemoved& removed = tombstone.removed;
    MUNIMENT_ASSIGN(
        const std::vector<std::string> used,
        reader_.authorities_used_for(store_id_, removed.path, tombstone.seq));
    const std::string& reference = authorities_[i].terms.reference;
    if (std::find(used.begin(), used.end(), reference) != used.end()) {
      misuse_[i].replayed += 1;
    } else if (is_used_up(authorities_[i], removed.facts.size)) {
      misuse_[i].beyond += 1;
    }
    return ok();
  }

  Reader& reader_;
  std::int64_t store_id_;
  const std::vector<AuthorityRecord>& authorities_;
  std::vector<Policy> policies_;
  Classifier classifier_;
  Evidence evidence_;
  std::vector<AuthorityMisuse> misuse_;
};

}  // namespace

Result<std::vector<AuthorityMisuse>> find_misuse(
    Reader& reader, std::int64_t store_id,
    const std::vector<AuthorityRecord>& authorities) {
  std::vector<Policy> policies;
  MUNIMENT_ASSIGN(const std::vector<PolicyRecord> declared, reader.policies(store_id));
  for (const PolicyRecord& record : declared) {
    MUNIMENT_ASSIGN(policies.emplace_back(),
                    policy_from(record.declared, record.since));
  }
  MUNIMENT_ASSIGN(Classifier classifier, Classifier::make(reader, store_id));
  Search search(reader, store_id, authorities, std::move(policies),
                std::move(classifier));
  std::uint64_t after = 0;
  for (bool is_more = true; is_more;) {
    MUNIMENT_ASSIGN(const std::vector<Tombstone> page,
                    reader.removals(store_id, after, kPage,
                                    {Explanation::kUnexplained, Explanation::kLogged}));
    for (const Tombstone& tombstone : page) {
      MUNIMENT_TRY(search.look_at(tombstone));
      after = tombstone.seq;
    }
    is_more = page.size() == kPage;
  }
  return search.take();
}

}  // namespace muniment
