// Items and changes, one a line, as text and as the JSON that scripts read.
//
// Owner: pure functions. Threads: any. Failure: none.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "catalogue/reader.h"
#include "exporters/report/json_line.h"
#include "model/event.h"

namespace muniment {

struct ItemLine {
  std::string store;
  StorePath path;
  ItemFacts facts;
  Time first_seen;
  std::optional<Time> last_seen;
  std::optional<Time> last_verified;
  std::string state;  // present, missing, not-observed, in-flight
  bool is_corrupted = false;
  // Of missing items
  std::optional<Time> first_missed;
  std::string explanation;
  std::string reference;
};

Json item_json(const ItemLine& item);
std::string item_text(const ItemLine& item);

// An event as a change: nullopt for events that are none.
struct ChangeLine {
  std::uint64_t seq = 0;
  Time time;
  std::string store;
  StorePath path;
  std::optional<StorePath> from;  // of a move
  ChangeKind kind = ChangeKind::kAdded;
  Explanation explanation = Explanation::kNone;
  ItemFacts facts;
  std::optional<Digests> digests_before;
  std::optional<Time> last_seen;
  std::optional<Time> first_missed;
  std::string reference;
  std::string detail;              // printable
  std::string hold;                // that it breaches; else ""
  std::optional<Time> kept_until;  // the end of its retention, where that is known
  // The explanation that was recorded first, where later evidence gave it the one above.
  std::optional<Explanation> first_explanation;
  std::string first_reference;
  std::string first_detail;
};
std::optional<ChangeLine> change_of(std::uint64_t seq, const Event& event);

// Gives a removal the explanation that it has now, and keeps the first.
void put_current(ChangeLine& change, const CurrentVerdict& verdict);

Json change_json(const ChangeLine& change);
std::string change_text(const ChangeLine& change);

}  // namespace muniment
