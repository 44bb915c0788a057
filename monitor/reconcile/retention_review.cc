#include "reconcile/retention_review.h"

#include <algorithm>
#include <unordered_map>

namespace muniment {
namespace {

constexpr std::int64_t kNsPerDay = 86'400 * kNsPerSecond;

class Review {
 public:
  Review(const std::string& store, const Policy& policy, Time now)
      : policy_(policy), now_(now) {
    counted_.store = store;
  }

  void add(const Classification& facts, std::uint64_t items, std::uint64_t bytes) {
    const Retention retention = retention_of(&policy_, facts);
    if (retention.state == Retention::State::kUnknown) {
      counted_.undated_items += items;
    }
    if (retention.state != Retention::State::kUntil) {
      return;
    }
    if (retention.until <= now_) {
      counted_.overdue_items += items;
      counted_.overdue_bytes += bytes;
    } else if (retention.until.ns - now_.ns <= 30 * kNsPerDay) {
      counted_.within_30d_items += items;
      counted_.within_30d_bytes += bytes;
      if (retention.until.ns - now_.ns <= 7 * kNsPerDay) {
        counted_.within_7d_items += items;
        counted_.within_7d_bytes += bytes;
      }
    }
  }

  const RetentionReviewed& counted() const { return counted_; }

 private:
  const Policy& policy_;
  Time now_;
  RetentionReviewed counted_;
};

// Item by item: the register may know any of them by its name or its content.
Status review_items(Reader& reader, std::int64_t store_id, const Policy& policy,
                    Review& review) {
  return each_classified(reader, store_id, &policy, [&](const ClassifiedItem& each) {
    if (each.item.facts.type == ItemType::kFile) {
      review.add(each.facts, 1, each.item.facts.size);
    }
    return ok();
  });
}

// Directory by directory: what the register does not know of one is all alike.
Status review_directories(Reader& reader, std::int64_t store_id, const Policy& policy,
                          Review& review) {
  MUNIMENT_ASSIGN(std::vector<KnownDirectory> directories,
                  reader.directories(store_id));
  std::unordered_map<std::int64_t, KnownDirectory*> by_id;
  for (KnownDirectory& directory : directories) {
    by_id.emplace(directory.id, &directory);
  }
  MUNIMENT_TRY(
      reader.each_registered_group(store_id, [&](const RegisteredGroup& group) {
        const auto found = by_id.find(group.directory);
        if (found != by_id.end()) {
          KnownDirectory& directory = *found->second;
          ItemRegistered row;
          row.class_name = group.class_name;
          row.recorded = group.recorded;
          review.add(classify(&policy, join_path(directory.path, "?"), &row),
                     group.items, group.bytes);
          directory.items -= std::min(directory.items, group.items);
          directory.bytes -= std::min(directory.bytes, group.bytes);
        }
        return ok();
      }));
  for (const KnownDirectory& directory : directories) {
    if (directory.items > 0) {
      review.add(classify(&policy, join_path(directory.path, "?"), nullptr),
                 directory.items, directory.bytes);
    }
  }
  return ok();
}

}  // namespace

Result<RetentionReviewed> review_retention(Reader& reader, const StoreRecord& store,
                                           const std::string& name,
                                           const Policy& policy, Time now) {
  Review review(name, policy, now);
  if (policy.rule.empty()) {
    return review.counted();
  }
  MUNIMENT_ASSIGN(const bool one_by_one, reader.has_identifiers(store.id));
  MUNIMENT_TRY(one_by_one ? review_items(reader, store.id, policy, review)
                          : review_directories(reader, store.id, policy, review));
  return review.counted();
}

Status each_overdue(
    Reader& reader, const StoreRecord& store, const Policy& policy, Time now,
    const std::function<Status(const ClassifiedItem&, Time until)>& visitor) {
  return each_classified(
      reader, store.id, &policy, [&](const ClassifiedItem& each) -> Status {
        const Retention retention = retention_of(&policy, each.facts);
        const bool overdue = each.item.facts.type == ItemType::kFile &&
                             retention.state == Retention::State::kUntil &&
                             retention.until <= now;
        return overdue ? visitor(each, retention.until) : ok();
      });
}

}  // namespace muniment
