#include "explain/explain.h"

#include <utility>

#include "explain/rules.h"
#include "explain/sentences.h"
#include "model/printable.h"

namespace muniment {
namespace {

using Rule = Answer (*)(const Removal&, const Evidence&);
constexpr Rule kInThisOrder[] = {by_transfer, by_authority, by_retention, by_log};

Removal removal_of(const RemovedItem& item, const Evidence& evidence) {
  const Policy* const policy = policy_at(evidence.policies(), item.first_missed);
  Removal removal{item, policy, classify(policy, item.path, item.registered), {}};
  removal.retention = retention_of(policy, removal.facts);
  return removal;
}

// Of the first rule that has a verdict, with the obstacles of those before it.
Answer first_answer(const Removal& removal, const Evidence& evidence) {
  std::string obstacles;
  for (const Rule rule : kInThisOrder) {
    Answer answer = rule(removal, evidence);
    obstacles = joined(std::move(obstacles), answer.obstacle);
    if (answer.verdict) {
      answer.obstacle = std::move(obstacles);
      return answer;
    }
  }
  return {std::nullopt, std::move(obstacles), std::nullopt};
}

// The oldest that was in force at some moment at which the item may have gone.
const HoldInForce* hold_on(const Removal& removal, const Evidence& evidence) {
  const RemovedItem& item = removal.item;
  for (const std::size_t i :
       evidence.holds_over(item.path, removal.facts, item.held_by)) {
    const HoldInForce& hold = evidence.holds()[i];
    if (hold.placed <= item.first_missed &&
        (!hold.released || *hold.released >= item.last_seen)) {
      return &hold;
    }
  }
  return nullptr;
}

// What would have allowed it without the hold, or who did it, for people.
std::string although(const Verdict& verdict) {
  const std::string name = shown(verdict.reference);
  switch (verdict.explanation) {
    case Explanation::kTransfer:
      return "although transfer " + name + " took it (" + verdict.detail + ')';
    case Explanation::kAuthority:
      return "although authority " + name + " covers it (" + verdict.detail + ')';
    case Explanation::kRetention:
      return "although rule " + name + " allows it (" + verdict.detail + ')';
    default:
      return verdict.detail;
  }
}

Verdict breach_of(const HoldInForce& hold, const Answer& otherwise) {
  constexpr std::size_t kReasonBytes = 300;
  const HoldPlaced& terms = hold.terms;
  Verdict verdict;
  verdict.hold = terms.reference;
  verdict.detail = "breaches hold " + shown(terms.reference);
  if (!terms.reason.empty()) {
    verdict.detail += " (" + shortened(terms.reason, kReasonBytes) + ')';
  }
  if (otherwise.verdict) {
    verdict.detail = joined(std::move(verdict.detail), although(*otherwise.verdict));
  }
  return verdict;
}

Verdict verdict_of(Answer answer) {
  Verdict verdict = answer.verdict ? std::move(*answer.verdict) : Verdict{};
  if (verdict.explanation == Explanation::kUnexplained ||
      verdict.explanation == Explanation::kLogged) {
    verdict.detail = joined(std::move(verdict.detail), answer.obstacle);
  }
  return verdict;
}

}  // namespace

Verdict explain_removal(const RemovedItem& item, Evidence& evidence) {
  const Removal removal = removal_of(item, evidence);
  const HoldInForce* const hold = hold_on(removal, evidence);
  Answer answer = first_answer(removal, evidence);
  if (hold == nullptr && answer.uses) {
    evidence.use(*answer.uses, item.size);
  }
  Verdict verdict =
      hold != nullptr ? breach_of(*hold, answer) : verdict_of(std::move(answer));
  if (removal.retention.state == Retention::State::kUntil) {
    verdict.kept_until = removal.retention.until;
  }
  return verdict;
}

}  // namespace muniment
