#include "reconcile/authority_check.h"

#include <algorithm>
#include <set>

#include "catalogue/content_index.h"

namespace muniment {
namespace {

// The holds of a store that are in force, with their lists.
class HoldsInForce {
 public:
  static Result<HoldsInForce> of(Reader& reader, std::int64_t store_id) {
    HoldsInForce result(reader, store_id);
    MUNIMENT_ASSIGN(result.holds_, reader.holds(store_id));
    std::erase_if(result.holds_,
                  [](const HoldRecord& hold) { return hold.released.has_value(); });
    return result;
  }

  // The reference of the oldest that keeps it; "" for none.
  Result<std::string> over(const StorePath& path, const Classification& facts) {
    if (holds_.empty()) {
      return std::string();
    }
    MUNIMENT_ASSIGN(const Listings listed, reader_->listings(store_id_, path));
    for (const HoldRecord& hold : holds_) {
      const std::string& reference = hold.terms.reference;
      const bool is_listed = std::find(listed.holds.begin(), listed.holds.end(),
                                       reference) != listed.holds.end();
      if (is_listed || held_by(hold.terms.scope, {path, facts, false})) {
        return reference;
      }
    }
    return std::string();
  }

 private:
  HoldsInForce(Reader& reader, std::int64_t store_id)
      : reader_(&reader), store_id_(store_id) {}

  Reader* reader_;
  std::int64_t store_id_;
  std::vector<HoldRecord> holds_;
};

class Check {
 public:
  Check(Reader& reader, const AuthorityQuestion& question,
        const ConcernListener& listed, HoldsInForce holds, UnobservedPlaces places,
        ContentIndex copies)
      : reader_(reader),
        question_(question),
        listed_(listed),
        holds_(std::move(holds)),
        places_(std::move(places)),
        copies_(std::move(copies)) {}

  Result<AuthorityCheck> run() {
    // First what would go as a whole: copies that would go together are no copies.
    MUNIMENT_TRY(each_covered([&](const ClassifiedItem& each) { return note(each); }));
    MUNIMENT_TRY(each_covered([&](const ClassifiedItem& each) { return judge(each); }));
    MUNIMENT_TRY(look_for_what_is_not_there());
    const AuthorityAdded& terms = *question_.terms;
    if (terms.max_items && counts_.items > *terms.max_items) {
      counts_.beyond_max_items = counts_.items - *terms.max_items;
    }
    if (terms.max_bytes && counts_.bytes > *terms.max_bytes) {
      counts_.beyond_max_bytes = counts_.bytes - *terms.max_bytes;
    }
    return counts_;
  }

 private:
  Status each_covered(const ClassifiedVisitor& visitor) {
    return each_classified(
        reader_, question_.store_id, question_.policy,
        [&](const ClassifiedItem& each) -> Status {
          return question_.scope->covers(each.path, each.facts) ? visitor(each) : ok();
        });
  }

  Status note(const ClassifiedItem& each) {
    for (const StorePath& prefix : question_.terms->scope.prefixes) {
      if (is_under(each.path, prefix)) {
        found_prefixes_.insert(prefix);
      }
    }
    // What is corrupted, or cannot be seen, is no copy: the index has it neither.
    const bool is_copy = each.item.facts.digests && !each.item.is_corrupted &&
                         places_.above(each.path) == nullptr;
    return is_copy ? copies_.note(each.item.facts.digests->sha256) : ok();
  }

  Status judge(const ClassifiedItem& each) {
    counts_.items += 1;
    counts_.bytes += each.item.facts.size;
    const Retention retention = retention_of(question_.policy, each.facts);
    if (retention.state == Retention::State::kForever ||
        (retention.state == Retention::State::kUntil &&
         retention.until > question_.now)) {
      counts_.kept_longer += 1;
    }
    MUNIMENT_ASSIGN(const std::string hold, holds_.over(each.path, each.facts));
    if (!hold.empty()) {
      counts_.held += 1;
      MUNIMENT_TRY(listed_(DisposalConcern::kHeld, each.path, hold));
    }
    if (const UnobservedPlace* place = places_.above(each.path)) {
      counts_.not_observed += 1;
      MUNIMENT_TRY(listed_(DisposalConcern::kNotObserved, each.path, place->reason));
    }
    return judge_copies(each);
  }

  Status judge_copies(const ClassifiedItem& each) {
    if (!each.item.facts.digests) {
      return ok();
    }
    const ContentIndex::Sha256& content = each.item.facts.digests->sha256;
    MUNIMENT_ASSIGN(const std::uint64_t all, copies_.items_with(content));
    MUNIMENT_ASSIGN(const std::uint64_t going, copies_.noted(content));
    if (all > going) {
      return ok();
    }
    counts_.last_copies += 1;
    return listed_(DisposalConcern::kLastCopy, each.path, "");
  }

  Status look_for_what_is_not_there() {
    for (const StorePath& path : question_.scope->paths) {
      MUNIMENT_ASSIGN(const std::optional<KnownItem> item,
                      reader_.item(question_.store_id, path));
      if (!item) {
        counts_.not_in_inventory += 1;
        MUNIMENT_TRY(listed_(DisposalConcern::kNotInInventory, path, "listed"));
      }
    }
    for (const StorePath& prefix : question_.terms->scope.prefixes) {
      if (!found_prefixes_.contains(prefix)) {
        counts_.not_in_inventory += 1;
        MUNIMENT_TRY(listed_(DisposalConcern::kNotInInventory, prefix,
                             "the authority covers nothing there"));
      }
    }
    return ok();
  }

  Reader& reader_;
  const AuthorityQuestion& question_;
  const ConcernListener& listed_;
  HoldsInForce holds_;
  UnobservedPlaces places_;
  ContentIndex copies_;
  std::set<StorePath> found_prefixes_;
  AuthorityCheck counts_;
};

}  // namespace

std::string_view name_of(DisposalConcern concern) {
  switch (concern) {
    case DisposalConcern::kHeld:
      return "held";
    case DisposalConcern::kLastCopy:
      return "last-copy";
    case DisposalConcern::kNotInInventory:
      return "not-in-inventory";
    case DisposalConcern::kNotObserved:
      return "not-observed";
  }
  return "";
}

Result<AuthorityCheck> check_authority(Reader& reader,
                                       const AuthorityQuestion& question,
                                       const ConcernListener& listed) {
  MUNIMENT_ASSIGN(HoldsInForce holds, HoldsInForce::of(reader, question.store_id));
  MUNIMENT_ASSIGN(UnobservedPlaces places,
                  UnobservedPlaces::of(reader, question.store_id));
  MUNIMENT_ASSIGN(
      ContentIndex copies,
      ContentIndex::make(question.catalogue, question.scratch, question.all_stores));
  return Check(reader, question, listed, std::move(holds), std::move(places),
               std::move(copies))
      .run();
}

}  // namespace muniment
