#include "reconcile/hold_report.h"

#include <set>

namespace muniment {
namespace {

class Report {
 public:
  Report(Reader& reader, std::int64_t store_id, const ListedScope& scope,
         const HoldListener& listed)
      : reader_(reader), store_id_(store_id), scope_(scope), listed_(listed) {}

  Result<HoldReport> run(const Policy* policy) {
    MUNIMENT_ASSIGN(places_, UnobservedPlaces::of(reader_, store_id_));
    MUNIMENT_TRY(
        each_classified(reader_, store_id_, policy, [&](const ClassifiedItem& each) {
          return scope_.holds(each.path, each.facts) ? look_at(each) : Status(ok());
        }));
    MUNIMENT_TRY(look_for_what_went(policy));
    MUNIMENT_TRY(look_for_what_was_never_there());
    MUNIMENT_TRY(look_for_what_never_arrived(policy));
    return counts_;
  }

 private:
  Status found(std::uint64_t& count, HoldConcern concern, const StorePath& path,
               const std::string& detail) {
    count += 1;
    return listed_(concern, path, detail);
  }

  Status look_at(const ClassifiedItem& each) {
    counts_.items += 1;
    counts_.bytes += each.item.facts.size;
    if (const UnobservedPlace* place = places_.above(each.path)) {
      return found(counts_.unreadable, HoldConcern::kUnreadable, each.path,
                   place->reason);
    }
    if (each.item.is_corrupted) {
      return found(counts_.corrupted, HoldConcern::kCorrupted, each.path, "");
    }
    if (each.item.facts.type == ItemType::kFile && !each.item.verified) {
      return found(counts_.never_verified, HoldConcern::kNeverVerified, each.path, "");
    }
    return ok();
  }

  Status look_for_what_went(const Policy* policy) {
    MUNIMENT_ASSIGN(Classifier classifier, Classifier::make(reader_, store_id_));
    return reader_.each_tombstone(
        store_id_, "", [&](const Tombstone& tombstone) -> Status {
          const ItemRemoved& removed = tombstone.removed;
          MUNIMENT_ASSIGN(
              const Classification facts,
              classifier.classify_path(removed.path, removed.facts.digests, policy));
          if (!scope_.holds(removed.path, facts)) {
            return ok();
          }
          MUNIMENT_ASSIGN(const std::optional<KnownItem> back,
                          reader_.item(store_id_, removed.path));
          if (back || !gone_.insert(removed.path).second) {
            return ok();
          }
          return found(counts_.missing, HoldConcern::kMissing, removed.path,
                       std::string("gone, ") +
                           std::string(name_of(removed.explanation)) + ", last seen " +
                           format_time(removed.last_seen));
        });
  }

  Status look_for_what_was_never_there() {
    for (const StorePath& path : scope_.paths) {
      MUNIMENT_ASSIGN(const std::optional<KnownItem> item,
                      reader_.item(store_id_, path));
      if (!item && gone_.insert(path).second) {
        MUNIMENT_TRY(found(counts_.missing, HoldConcern::kMissing, path,
                           "never in the inventory"));
      }
    }
    return ok();
  }

  // The register lists it, of the case that is held, and the store never had it.
  Status look_for_what_never_arrived(const Policy* policy) {
    return reader_.each_registered(store_id_, [&](const ItemRegistered& row) -> Status {
      if (row.path.empty() || gone_.contains(row.path) ||
          !scope_.holds(row.path, classify(policy, row.path, &row))) {
        return ok();
      }
      MUNIMENT_ASSIGN(const std::optional<KnownItem> item,
                      reader_.item(store_id_, row.path));
      MUNIMENT_ASSIGN(const std::optional<StorePath> moved,
                      reader_.followed_to(store_id_, row.path));
      if (item || moved) {
        return ok();
      }
      const UnobservedPlace* place = places_.above(row.path);
      return place != nullptr ? found(counts_.unreadable, HoldConcern::kUnreadable,
                                      row.path, place->reason)
                              : found(counts_.missing, HoldConcern::kMissing, row.path,
                                      "registered, and never in the inventory");
    });
  }

  Reader& reader_;
  std::int64_t store_id_;
  const ListedScope& scope_;
  const HoldListener& listed_;
  UnobservedPlaces places_;
  std::set<StorePath> gone_;  // and not come back, or never there
  HoldReport counts_;
};

}  // namespace

std::string_view name_of(HoldConcern concern) {
  switch (concern) {
    case HoldConcern::kMissing:
      return "missing";
    case HoldConcern::kUnreadable:
      return "unreadable";
    case HoldConcern::kCorrupted:
      return "corrupted";
    case HoldConcern::kNeverVerified:
      return "never-verified";
  }
  return "";
}

Result<HoldReport> report_hold(Reader& reader, std::int64_t store_id,
                               const Policy* policy, const ListedScope& scope,
                               const HoldListener& listed) {
  return Report(reader, store_id, scope, listed).run(policy);
}

Result<std::vector<StorePath>> held_items(Reader& reader, std::int64_t store_id,
                                          const Policy* policy,
                                          const ListedScope& scope) {
  std::vector<StorePath> paths;
  MUNIMENT_TRY(
      each_classified(reader, store_id, policy, [&](const ClassifiedItem& each) {
        if (each.item.facts.type == ItemType::kFile &&
            scope.holds(each.path, each.facts)) {
          paths.push_back(each.path);
        }
        return ok();
      }));
  return paths;
}

}  // namespace muniment
