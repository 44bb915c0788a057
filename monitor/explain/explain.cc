#include "explain/explain.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace muniment {
namespace {

// How closely an authority's scope fits a path: nullopt when the path is not in scope.
std::optional<std::size_t> closeness(const AuthorityInForce& authority,
                                     const RemovedItem& item) {
  const AuthorityAdded& terms = authority.terms;
  const auto& listed = item.listed_by;
  if (std::find(listed.begin(), listed.end(), terms.reference) != listed.end()) {
    return std::string::npos;
  }
  std::optional<std::size_t> best;
  for (const StorePath& prefix : terms.prefixes) {
    if (is_under(item.path, prefix)) {
      best = std::max(best.value_or(0), prefix.size());
    }
  }
  return best;
}

// "" when the authority can explain the item, else why it cannot.
std::string obstacle(const AuthorityInForce& authority, const RemovedItem& item) {
  const AuthorityAdded& terms = authority.terms;
  const std::string name = "authority " + terms.reference;
  // It went at some moment between last seen and first missed: one of them must be
  // allowed.
  if (item.first_missed < terms.from) {
    return name + " covers it only from " + format_time(terms.from);
  }
  if (terms.until && item.last_seen > *terms.until) {
    return name + " covered it only until " + format_time(*terms.until);
  }
  if (terms.max_items && authority.used_items >= *terms.max_items) {
    return name + " covers it but is used up (" + std::to_string(authority.used_items) +
           " of " + std::to_string(*terms.max_items) + " items)";
  }
  const bool fits =
      !terms.max_bytes || (authority.used_bytes <= *terms.max_bytes &&
                           item.size <= *terms.max_bytes - authority.used_bytes);
  if (!fits) {
    return name + " covers it but is used up (" + std::to_string(authority.used_bytes) +
           " of " + std::to_string(*terms.max_bytes) + " bytes, and it has " +
           std::to_string(item.size) + ")";
  }
  return "";
}

// Over the years a store gathers hundreds of authorities that are over: naming them all
// would not fit into the record of a removal. The newest, which come last, say most.
std::string sentence_of(const std::vector<std::string>& obstacles) {
  constexpr std::size_t kMostNamed = 3;
  const std::size_t named = std::min(obstacles.size(), kMostNamed);
  std::string sentence;
  for (std::size_t i = obstacles.size() - named; i < obstacles.size(); ++i) {
    sentence += (sentence.empty() ? "" : "; ") + obstacles[i];
  }
  if (obstacles.size() > named) {
    sentence += "; and " + std::to_string(obstacles.size() - named) + " older ones";
  }
  return sentence;
}

bool is_limited(const AuthorityAdded& terms) {
  return terms.max_items.has_value() || terms.max_bytes.has_value();
}

}  // namespace

Verdict explain_removal(const RemovedItem& item,
                        std::vector<AuthorityInForce>& authorities) {
  AuthorityInForce* chosen = nullptr;
  std::tuple<bool, std::size_t> chosen_rank;
  std::vector<std::string> obstacles;
  for (AuthorityInForce& authority : authorities) {
    const std::optional<std::size_t> close = closeness(authority, item);
    if (!close) {
      continue;
    }
    std::string why_not = obstacle(authority, item);
    if (!why_not.empty()) {
      obstacles.push_back(std::move(why_not));
      continue;
    }
    const std::tuple rank(!is_limited(authority.terms), *close);
    if (chosen == nullptr || rank > chosen_rank) {
      chosen = &authority;
      chosen_rank = rank;
    }
  }
  if (chosen == nullptr) {
    return {Explanation::kUnexplained, "", sentence_of(obstacles)};
  }
  chosen->used_items += 1;
  chosen->used_bytes += item.size;
  return {Explanation::kAuthority, chosen->terms.reference,
          "approved by " + chosen->terms.approved_by};
}

}  // namespace muniment
