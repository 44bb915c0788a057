#include <algorithm>
#include <tuple>
#include <vector>

#include "explain/rules.h"
#include "explain/scope_match.h"
#include "explain/sentences.h"
#include "model/printable.h"

namespace muniment {
namespace {

// Why an authority that covers an item does not explain it.
enum class Obstacle { kNone, kNotYet, kOver, kRevoked, kReplayed, kItems, kBytes };

std::optional<Time> end_of(const AuthorityInForce& authority) {
  const std::optional<Time>& until = authority.terms.until;
  return until && authority.revoked ? std::min(*until, *authority.revoked)
         : until                    ? until
                                    : authority.revoked;
}

// It went at some moment between last seen and first missed: one of them must be allowed.
Obstacle obstacle_of_time(const AuthorityInForce& authority, const RemovedItem& item) {
  const AuthorityAdded& terms = authority.terms;
  const std::optional<Time> end = end_of(authority);
  if (end && (item.last_seen > *end || terms.from > *end)) {
    return end == terms.until ? Obstacle::kOver : Obstacle::kRevoked;
  }
  return item.first_missed < terms.from ? Obstacle::kNotYet : Obstacle::kNone;
}

bool has_bytes_left(const AuthorityInForce& authority, std::uint64_t size) {
  const std::optional<std::uint64_t>& most = authority.terms.max_bytes;
  return !most ||
         (authority.used_bytes <= *most && size <= *most - authority.used_bytes);
}

Obstacle obstacle_of(const AuthorityInForce& authority, const RemovedItem& item) {
  const AuthorityAdded& terms = authority.terms;
  if (const Obstacle time = obstacle_of_time(authority, item);
      time != Obstacle::kNone) {
    return time;
  }
  if (is_listed_by(terms.reference, item.used_before)) {
    return Obstacle::kReplayed;
  }
  if (terms.max_items && authority.used_items >= *terms.max_items) {
    return Obstacle::kItems;
  }
  return has_bytes_left(authority, item.size) ? Obstacle::kNone : Obstacle::kBytes;
}

std::string sentence_of(const AuthorityInForce& authority, const RemovedItem& item) {
  const AuthorityAdded& terms = authority.terms;
  const std::string name = "authority " + shown(terms.reference);
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  switch (obstacle_of(authority, item)) {
    case Obstacle::kNone:
      break;
    case Obstacle::kNotYet:
      return name + " covers it only from " + format_time(terms.from);
    case Obstacle::kOver:
      return name + " covered it only until " + format_time(*terms.until);
    case Obstacle::kRevoked:
      return name + " covers it but was revoked on " + format_time(*authority.revoked);
    case Obstacle::kReplayed:
      return name +
             " was used for this path before: what came back and went again needs "
             "another";
    case Obstacle::kItems:
      return name + " covers it but is used up (" + number(authority.used_items) +
             " of " + number(*terms.max_items) + " items)";
    case Obstacle::kBytes:
      return name + " covers it but is used up (" + number(authority.used_bytes) +
             " of " + number(*terms.max_bytes) + " bytes, and it has " +
             number(item.size) + ")";
  }
  return "";
}

// More is better; of equal ones the older.
std::tuple<bool, std::size_t> rank_of(const AuthorityAdded& terms,
                                      std::size_t closeness) {
  const bool is_limited = terms.max_items || terms.max_bytes;
  return {!is_limited, closeness};
}

Verdict verdict_of(const AuthorityAdded& terms) {
  constexpr std::size_t kApproverBytes = 200;
  Verdict verdict{Explanation::kAuthority, terms.reference, "", "", {}};
  verdict.detail = "approved by " + shortened(terms.approved_by, kApproverBytes);
  if (!terms.second_approver.empty()) {
    verdict.detail += " and " + shortened(terms.second_approver, kApproverBytes);
  }
  return verdict;
}

}  // namespace

Answer by_authority(const Removal& removal, const Evidence& evidence) {
  const RemovedItem& item = removal.item;
  const std::vector<AuthorityInForce>& all = evidence.authorities();
  std::optional<std::size_t> chosen;
  std::tuple<bool, std::size_t> chosen_rank;
  std::vector<std::size_t> unable;
  for (const auto& [i, closeness] :
       evidence.authorities_over(item.path, removal.facts, item.listed_by)) {
    const auto rank = rank_of(all[i].terms, closeness);
    if (chosen && rank <= chosen_rank) {
      continue;
    }
    if (obstacle_of(all[i], item) != Obstacle::kNone) {
      unable.push_back(i);
      continue;
    }
    chosen = i;
    chosen_rank = rank;
  }
  if (chosen) {
    return {verdict_of(all[*chosen].terms), "", chosen};
  }
  const auto sentence = [&](std::size_t i) {
    return sentence_of(all[unable[i]], item);
  };
  return {std::nullopt, newest_sentences(unable.size(), sentence, "older ones"),
          std::nullopt};
}

}  // namespace muniment
