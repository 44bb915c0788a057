#include <algorithm>
#include <vector>

#include "explain/rules.h"
#include "explain/scope_match.h"
#include "explain/sentences.h"

namespace muniment {
namespace {

bool was_open(const TransferInForce& transfer, const RemovedItem& item) {
  return transfer.opened <= item.first_missed &&
         (!transfer.closed || *transfer.closed >= item.last_seen);
}

bool takes(const TransferInForce& transfer, const Removal& removal) {
  const Scope& scope = transfer.terms.scope;
  const RemovedItem& item = removal.item;
  return scope.is_everything() ||
         covered_by(scope,
                    {item.path, removal.facts,
                     is_listed_by(transfer.terms.reference, item.transferred_by)});
}

// When the destination's copy was last read since the transfer was opened.
std::optional<Time> verified(const TransferInForce& transfer, const RemovedItem& item) {
  std::optional<Time> newest;
  for (const CopyFound& copy : item.copies) {
    if (copy.transfer == transfer.terms.reference && copy.read >= transfer.opened) {
      newest = std::max(newest.value_or(copy.read), copy.read);
    }
  }
  return newest;
}

}  // namespace

Answer by_transfer(const Removal& removal, const Evidence& evidence) {
  std::vector<const TransferOpened*> unverified;
  for (const TransferInForce& transfer : evidence.transfers()) {
    if (!was_open(transfer, removal.item) || !takes(transfer, removal)) {
      continue;
    }
    const TransferOpened& terms = transfer.terms;
    if (const auto read = verified(transfer, removal.item)) {
      Verdict verdict{Explanation::kTransfer, terms.reference, "", "", {}};
      verdict.detail = "verified at " + shown(terms.to) + " on " + format_time(*read);
      return {std::move(verdict), "", std::nullopt};
    }
    unverified.push_back(&terms);
  }
  const auto sentence = [&](std::size_t i) {
    return "transfer " + shown(unverified[i]->reference) +
           " covers it, but no copy of it has been verified at " +
           shown(unverified[i]->to);
  };
  return {std::nullopt,
          newest_sentences(unverified.size(), sentence, "older transfers"),
          std::nullopt};
}

}  // namespace muniment
