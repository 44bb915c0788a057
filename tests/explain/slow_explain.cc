#include "slow_explain.h"

#include <algorithm>
#include <utility>

#include "slow_calendar.h"

namespace muniment {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return path.empty() ? std::vector<std::string>() : parts;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  for (const std::string& each : all) {
    if (each == one) {
      return true;
    }
  }
  return false;
}

// "{1}/{2}" of a path: the digits of a template here are single.
std::string filled_in(const std::string& text, const std::string& path) {
  std::vector<std::string> parts = parts_of(path);
  if (!parts.empty()) {
    parts.pop_back();
  }
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      result += text[i];
      continue;
    }
    const auto number = static_cast<std::size_t>(text[i + 1] - '0');
    if (number > parts.size()) {
      return "";
    }
    result += parts[number - 1];
    i += 2;
  }
  return result;
}

struct Known {
  const Policy* policy = nullptr;
  std::string collection;
  std::string class_name;
  std::optional<Time> recorded;
  std::vector<std::string> cases;
};

Known known_of(const RemovedItem& item, const Evidence::Input& evidence) {
  Known known;
  for (const Policy& policy : evidence.policies) {
    if (policy.since.ns <= item.first_missed.ns) {
      known.policy = &policy;  // a newer one takes its place
    }
  }
  if (known.policy != nullptr) {
    known.collection = filled_in(known.policy->collection.text(), item.path);
    known.recorded = date_from(filled_in(known.policy->recorded_at.text(), item.path));
    known.class_name = known.policy->default_class;
  }
  if (item.registered != nullptr) {
    known.cases = item.registered->cases;
    if (!item.registered->class_name.empty()) {
      known.class_name = item.registered->class_name;
    }
    if (item.registered->recorded) {
      known.recorded = item.registered->recorded;
    }
  }
  return known;
}

// How many parts the longest prefix has that the path begins with; -1 for none.
int longest_prefix(const Scope& scope, const std::string& path) {
  const std::vector<std::string> whole = parts_of(path);
  int best = -1;
  for (const std::string& prefix : scope.prefixes) {
    const std::vector<std::string> parts = parts_of(prefix);
    bool same = parts.size() <= whole.size();
    for (std::size_t i = 0; same && i < parts.size(); ++i) {
      same = parts[i] == whole[i];
    }
    if (same) {
      best = std::max(best, static_cast<int>(parts.size()));
    }
  }
  return best;
}

struct Match {
  bool place = false;
  bool of_class = false;
  bool of_case = false;
  bool dates = false;
};

Match match_of(const Scope& scope, const RemovedItem& item, const Known& known,
               bool is_listed) {
  Match match;
  match.place = is_listed || longest_prefix(scope, item.path) >= 0 ||
                has(scope.collections, known.collection);
  match.of_class = !known.class_name.empty() && has(scope.classes, known.class_name);
  for (const std::string& one : known.cases) {
    match.of_case = match.of_case || has(scope.cases, one);
  }
  match.dates =
      known.recorded &&
      !(scope.recorded_from && known.recorded->ns < scope.recorded_from->ns) &&
      !(scope.recorded_to && known.recorded->ns > scope.recorded_to->ns);
  return match;
}

bool is_covered(const Scope& scope, const RemovedItem& item, const Known& known,
                bool is_listed) {
  const Match match = match_of(scope, item, known, is_listed && scope.listed_paths > 0);
  const bool asks_place =
      !scope.prefixes.empty() || !scope.collections.empty() || scope.listed_paths > 0;
  const bool asks_dates = scope.recorded_from || scope.recorded_to;
  const bool asks_anything =
      asks_place || asks_dates || !scope.classes.empty() || !scope.cases.empty();
  return asks_anything && (!asks_place || match.place) &&
         (scope.classes.empty() || match.of_class) &&
         (scope.cases.empty() || match.of_case) && (!asks_dates || match.dates);
}

bool is_held(const Scope& scope, const RemovedItem& item, const Known& known,
             bool is_listed) {
  const Match match = match_of(scope, item, known, is_listed);
  const bool asks_dates = scope.recorded_from || scope.recorded_to;
  const bool by_class_and_dates = (!scope.classes.empty() || asks_dates) &&
                                  (scope.classes.empty() || match.of_class) &&
                                  (!asks_dates || match.dates);
  return match.place || match.of_case || by_class_and_dates;
}

// Is `allowed` true of some moment at which the item may have gone?
template <typename Allowed>
bool at_some_moment(const RemovedItem& item, const Allowed& allowed) {
  for (std::int64_t ns = item.last_seen.ns; ns <= item.first_missed.ns; ns += kTickNs) {
    if (allowed(ns)) {
      return true;
    }
  }
  return false;
}

const HoldInForce* hold_of(const RemovedItem& item, const Evidence::Input& evidence,
                           const Known& known) {
  for (const HoldInForce& hold : evidence.holds) {
    const bool in_force = at_some_moment(item, [&](std::int64_t ns) {
      return hold.placed.ns <= ns && (!hold.released || ns <= hold.released->ns);
    });
    if (in_force && is_held(hold.terms.scope, item, known,
                            has(item.held_by, hold.terms.reference))) {
      return &hold;
    }
  }
  return nullptr;
}

bool moved_by(const TransferInForce& transfer, const RemovedItem& item,
              const Known& known) {
  const Scope& scope = transfer.terms.scope;
  const bool everything = scope == Scope{};
  const bool open = at_some_moment(item, [&](std::int64_t ns) {
    return transfer.opened.ns <= ns && (!transfer.closed || ns <= transfer.closed->ns);
  });
  bool verified = false;
  for (const CopyFound& copy : item.copies) {
    verified = verified || (copy.transfer == transfer.terms.reference &&
                            copy.read.ns >= transfer.opened.ns);
  }
  return open && verified &&
         (everything || is_covered(scope, item, known,
                                   has(item.transferred_by, transfer.terms.reference)));
}

enum class Ability { kNo, kUsedUp, kReplay, kYes };

Ability ability_of(const AuthorityInForce& authority, const RemovedItem& item,
                   const Known& known, const std::vector<PastRemoval>& past) {
  const AuthorityAdded& terms = authority.terms;
  const bool allowed = at_some_moment(item, [&](std::int64_t ns) {
    return ns >= terms.from.ns && (!terms.until || ns <= terms.until->ns) &&
           (!authority.revoked || ns <= authority.revoked->ns);
  });
  if (!allowed ||
      !is_covered(terms.scope, item, known, has(item.listed_by, terms.reference))) {
    return Ability::kNo;
  }
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
  bool replay = false;
  for (const PastRemoval& removal : past) {
    if (removal.verdict.explanation == Explanation::kAuthority &&
        removal.verdict.reference == terms.reference) {
      items += 1;
      bytes += removal.size;
      replay = replay || removal.path == item.path;
    }
  }
  if (replay) {
    return Ability::kReplay;
  }
  const bool fits = (!terms.max_items || items + 1 <= *terms.max_items) &&
                    (!terms.max_bytes || bytes + item.size <= *terms.max_bytes);
  return fits ? Ability::kYes : Ability::kUsedUp;
}

struct Choice {
  const AuthorityInForce* authority = nullptr;
  bool met_used_up = false;
  bool met_replay = false;
};

Choice choice_of(const RemovedItem& item, const Evidence::Input& evidence,
                 const Known& known, const std::vector<PastRemoval>& past) {
  Choice choice;
  std::vector<const AuthorityInForce*> able;
  for (const AuthorityInForce& authority : evidence.authorities) {
    const Ability ability = ability_of(authority, item, known, past);
    choice.met_used_up = choice.met_used_up || ability == Ability::kUsedUp;
    choice.met_replay = choice.met_replay || ability == Ability::kReplay;
    if (ability == Ability::kYes) {
      able.push_back(&authority);
    }
  }
  const auto is_better = [&](const AuthorityInForce* a, const AuthorityInForce* b) {
    const bool a_is_limited = a->terms.max_items || a->terms.max_bytes;
    const bool b_is_limited = b->terms.max_items || b->terms.max_bytes;
    if (a_is_limited != b_is_limited) {
      return b_is_limited;
    }
    const auto lists = [&](const AuthorityInForce* one) {
      return one->terms.scope.listed_paths > 0 &&
             has(item.listed_by, one->terms.reference);
    };
    if (lists(a) != lists(b)) {
      return lists(a);
    }
    const auto parts = [&](const AuthorityInForce* one) {
      return std::max(longest_prefix(one->terms.scope, item.path), 0);
    };
    return !lists(a) && parts(a) > parts(b);
  };
  std::stable_sort(able.begin(), able.end(), is_better);
  choice.authority = able.empty() ? nullptr : able.front();
  return choice;
}

std::optional<Time> kept_until(const Known& known) {
  if (known.policy == nullptr || known.policy->rule.empty() || !known.recorded ||
      known.class_name.empty()) {
    return std::nullopt;
  }
  for (const auto& [name, period] : known.policy->classes) {
    const int count = static_cast<int>(period.count);
    if (name != known.class_name || period.unit == RetentionPeriod::Unit::kForever) {
      continue;
    }
    switch (period.unit) {
      case RetentionPeriod::Unit::kDays:
        return Time{known.recorded->ns + count * 2 * kTickNs};
      case RetentionPeriod::Unit::kMonths:
        return after_months(*known.recorded, count);
      default:
        return after_months(*known.recorded, 12 * count);
    }
  }
  return std::nullopt;
}

bool is_logged(const RemovedItem& item) {
  for (const DeletionLogged& deletion : item.logged) {
    if (deletion.at.ns + 300 * kNsPerSecond >= item.last_seen.ns &&
        deletion.at.ns - 300 * kNsPerSecond <= item.first_missed.ns) {
      return true;
    }
  }
  return false;
}

void explain_without_holds(const RemovedItem& item, const Evidence::Input& evidence,
                           const Known& known, const std::vector<PastRemoval>& past,
                           SlowVerdict& verdict) {
  for (const TransferInForce& transfer : evidence.transfers) {
    if (moved_by(transfer, item, known)) {
      verdict.explanation = Explanation::kTransfer;
      verdict.reference = transfer.terms.reference;
      return;
    }
  }
  const Choice choice = choice_of(item, evidence, known, past);
  verdict.met_used_up = choice.met_used_up;
  verdict.met_replay = choice.met_replay;
  const bool is_over = verdict.kept_until && at_some_moment(item, [&](std::int64_t ns) {
                         return ns >= verdict.kept_until->ns;
                       });
  if (choice.authority != nullptr) {
    verdict.explanation = Explanation::kAuthority;
    verdict.reference = choice.authority->terms.reference;
  } else if (is_over) {
    verdict.explanation = Explanation::kRetention;
    verdict.reference = known.policy->rule;
  } else if (is_logged(item)) {
    verdict.explanation = Explanation::kLogged;
  }
}

}  // namespace

SlowVerdict slow_explain(const RemovedItem& item, const Evidence::Input& evidence,
                         const std::vector<PastRemoval>& past) {
  const Known known = known_of(item, evidence);
  SlowVerdict verdict;
  verdict.kept_until = kept_until(known);
  explain_without_holds(item, evidence, known, past, verdict);
  if (const HoldInForce* const hold = hold_of(item, evidence, known)) {
    SlowVerdict breach;
    breach.hold = hold->terms.reference;
    breach.kept_until = verdict.kept_until;
    breach.met_allowed = verdict.explanation != Explanation::kUnexplained &&
                         verdict.explanation != Explanation::kLogged;
    return breach;
  }
  return verdict;
}

}  // namespace muniment
