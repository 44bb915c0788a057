#include <limits>

#include "explain/rules.h"
#include "explain/sentences.h"

namespace muniment {
namespace {

// The nearest Time there is.
Time shifted(Time time, std::int64_t ns) {
  using Limits = std::numeric_limits<std::int64_t>;
  Time sum;
  if (__builtin_add_overflow(time.ns, ns, &sum.ns)) {
    return Time{ns < 0 ? Limits::min() : Limits::max()};
  }
  return sum;
}

}  // namespace

const DeletionLogged* deletion_within(const std::vector<DeletionLogged>& deletions,
                                      Time last_seen, Time first_missed) {
  const Time from = shifted(last_seen, -kLogClockSlackNs);
  const Time until = shifted(first_missed, kLogClockSlackNs);
  const DeletionLogged* newest = nullptr;
  for (const DeletionLogged& deletion : deletions) {
    if (deletion.at >= from && deletion.at <= until &&
        (newest == nullptr || deletion.at >= newest->at)) {
      newest = &deletion;
    }
  }
  return newest;
}

Answer by_log(const Removal& removal, const Evidence&) {
  const RemovedItem& item = removal.item;
  const DeletionLogged* const found =
      deletion_within(item.logged, item.last_seen, item.first_missed);
  if (found == nullptr) {
    return {};
  }
  Verdict verdict{Explanation::kLogged, "", "", "", {}};
  verdict.detail = "the storage's log says that " +
                   (found->actor.empty() ? "somebody" : shown(found->actor)) +
                   " did it on " + format_time(found->at) +
                   (found->action.empty() ? "" : " (" + shown(found->action) + ')') +
                   "; nobody authorised it";
  return {std::move(verdict), "", std::nullopt};
}

}  // namespace muniment
