#include "exporters/report/status_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "exporters/report/human.h"
#include "exporters/report/table.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string items_and_bytes(std::uint64_t items, std::uint64_t bytes) {
  return fmt::format("{} ({})", human_count(items, "item"), human_bytes(bytes));
}

const char* is_or_are(std::uint64_t count) {
  return count == 1 ? "is" : "are";
}

std::string because(const std::string& reason) {
  return reason.empty() ? "" : ": " + reason;  // printable already
}

// Alterations that nothing explains, since the store was enrolled.
std::uint64_t altered_items(const StoreSummary& store, ChangeKind kind) {
  std::uint64_t items = 0;
  for (const ChangeCount& change : store.changes) {
    const bool unexplained = change.explanation == Explanation::kNone ||
                             change.explanation == Explanation::kUnexplained;
    items += change.kind == kind && unexplained ? change.items : 0;
  }
  return items;
}

void add_findings(std::vector<std::string>& out, const StoreSummary& store) {
  const std::string name = printable(store.name);
  if (store.unexplained_items > 0) {
    out.push_back(
        fmt::format("{} {} gone and nothing explains it: muniment items {} --missing",
                    items_and_bytes(store.unexplained_items, store.unexplained_bytes),
                    is_or_are(store.unexplained_items), name));
  }
  if (store.hold_breaches > 0) {
    out.push_back(
        fmt::format("{} of them should have been kept by a HOLD: muniment hold "
                    "list --store {}",
                    human_count(store.hold_breaches), name));
  }
  if (store.logged_items > 0) {
    out.push_back(fmt::format(
        "{} {} gone; the storage's log shows who did it, and nobody authorised it: "
        "muniment changes --store {} --explanation logged",
        items_and_bytes(store.logged_items, store.logged_bytes),
        is_or_are(store.logged_items), name));
  }
  const auto add = [&](std::uint64_t items, const char* what) {
    if (items > 0) {
      out.push_back(fmt::format("{} {}: muniment changes --store {} --unexplained",
                                human_count(items, "item"), what, name));
    }
  };
  add(store.corrupted_items, "corrupted (other content under the same metadata)");
  add(altered_items(store, ChangeKind::kEmptied),
      "emptied since the store was enrolled");
  add(altered_items(store, ChangeKind::kModified),
      "modified since the store was enrolled");
}

void add_unknowns(std::vector<std::string>& out, const StoreSummary& store) {
  if (store.state == StoreState::kUnavailable) {
    out.push_back("the store is not available" + because(store.state_reason) +
                  ". Nothing is concluded about its items");
  } else if (!store.last_complete_scan) {
    out.push_back("no scan has seen the whole store yet" + because(store.state_reason));
  } else if (store.last_outcome != ScanOutcome::kComplete) {
    out.push_back("the last scan did not see the whole store" +
                  because(store.state_reason));
  }
  if (store.not_observed_items > 0) {
    out.push_back(fmt::format("{} could not be looked at: nothing is known of {} now",
                              human_count(store.not_observed_items, "item"),
                              store.not_observed_items == 1 ? "it" : "them"));
  }
}

// Worth knowing, and not against "all is well".
std::vector<std::string> notes_of(const StoreSummary& store) {
  std::vector<std::string> notes;
  if (store.in_flight_items > 0) {
    notes.push_back(fmt::format("{} being written at the last look",
                                human_count(store.in_flight_items, "item")));
  }
  if (store.overdue_fixity_items > 0) {
    notes.push_back(fmt::format("{} overdue for a content check: muniment verify {}",
                                human_count(store.overdue_fixity_items, "item"),
                                printable(store.name)));
  }
  if (store.holds_to_check > 0) {
    notes.push_back(
        fmt::format("{} whose items have not been read since: muniment hold "
                    "check REFERENCE",
                    human_count(store.holds_to_check, "hold")));
  }
  if (store.overdue_retention_items > 0) {
    notes.push_back(fmt::format(
        "{} past their retention and still held: muniment retention {}",
        items_and_bytes(store.overdue_retention_items, store.overdue_retention_bytes),
        printable(store.name)));
  }
  return notes;
}

std::string age(std::optional<Time> time, Time now) {
  if (!time || *time > now) {
    return human_time(time);
  }
  const double seconds = static_cast<double>(now.ns - time->ns) / 1e9;
  return fmt::format("{} ({} ago)", human_time(time), human_duration(seconds));
}

std::string table_of(const Summary& summary, Time now) {
  Table table({{"STORE"},
               {"STATE"},
               {"ITEMS", Align::kRight},
               {"SIZE", Align::kRight},
               {"MISSING", Align::kRight},
               {"CORRUPTED", Align::kRight},
               {"NOT SEEN", Align::kRight},
               {"LAST COMPLETE SCAN"}});
  for (const StoreSummary& store : summary.stores) {
    table.add_row(
        {store.name, std::string(name_of(store.state)), human_count(store.items),
         human_bytes(store.bytes), human_count(store.unexplained_items),
         human_count(store.corrupted_items), human_count(store.not_observed_items),
         age(store.last_complete_scan, now)});
  }
  return table.text();
}

// Who else vouches for the ledger, and since when.
std::string witness_lines(const Summary& summary, Time now) {
  if (summary.witnesses.empty()) {
    return "Witnesses: no witness is configured; nobody else vouches for the ledger.\n";
  }
  std::string conflicts;
  const WitnessSummary* newest = nullptr;
  for (const WitnessSummary& witness : summary.witnesses) {
    if (witness.conflict) {
      conflicts += fmt::format("Witness {}, {}: {}.\n", printable(witness.name),
                               human_time(witness.conflict_since),
                               printable(witness.conflict->detail));
    }
    if (witness.cosigned &&
        (newest == nullptr || witness.cosigned > newest->cosigned)) {
      newest = &witness;
    }
  }
  if (newest == nullptr) {
    return conflicts +
           fmt::format("Witnesses: none of {} has cosigned the ledger yet.\n",
                       human_count(summary.witnesses.size()));
  }
  const double seconds = static_cast<double>(now.ns - newest->cosigned->ns) / 1e9;
  return conflicts +
         fmt::format(
             "Witnesses: the newest cosignature is {} old, by {}, of {} events.\n",
             human_duration(seconds), printable(newest->name),
             human_count(newest->cosigned_size));
}

std::string closing_line(const Summary& summary, std::size_t stores_with_concerns) {
  if (has_witness_conflict(summary)) {
    return "Look at what the witnesses say above first: which ledger is right?\n";
  }
  if (summary.stores.empty()) {
    return "No store is enrolled: nothing is watched.\n";
  }
  if (stores_with_concerns > 0) {
    return fmt::format("Look at {} above.\n",
                       human_count(stores_with_concerns, "store"));
  }
  if (summary.incidents_open > 0) {
    return "Look at the open incidents: muniment incident list\n";
  }
  std::uint64_t items = 0;
  std::uint64_t bytes = 0;
  for (const StoreSummary& store : summary.stores) {
    items += store.items;
    bytes += store.bytes;
  }
  return fmt::format("All is well: {} in {}, every one accounted for.\n",
                     items_and_bytes(items, bytes),
                     human_count(summary.stores.size(), "store"));
}

}  // namespace

std::vector<std::string> concerns_of(const StoreSummary& store) {
  std::vector<std::string> concerns;
  add_findings(concerns, store);
  add_unknowns(concerns, store);
  return concerns;
}

bool has_witness_conflict(const Summary& summary) {
  return std::any_of(summary.witnesses.begin(), summary.witnesses.end(),
                     [](const WitnessSummary& witness) { return witness.conflict; });
}

std::string status_text(const Summary& summary, Time now) {
  std::string text = summary.stores.empty() ? "" : table_of(summary, now) + "\n";
  std::size_t stores_with_concerns = 0;
  bool has_lines = false;
  const auto add_line = [&](const StoreSummary& store, const std::string& sentence) {
    text += printable(store.name) + ": " + sentence + "\n";
    has_lines = true;
  };
  for (const StoreSummary& store : summary.stores) {
    const std::vector<std::string> concerns = concerns_of(store);
    stores_with_concerns += concerns.empty() ? 0U : 1U;
    for (const std::string& concern : concerns) {
      add_line(store, concern);
    }
    for (const std::string& note : notes_of(store)) {
      add_line(store, note);
    }
  }
  text += has_lines ? "\n" : "";
  text +=
      fmt::format("Ledger: {}, {} open.\n", human_count(summary.ledger_size, "event"),
                  human_count(summary.incidents_open, "incident"));
  text += witness_lines(summary, now);
  return text + closing_line(summary, stores_with_concerns);
}

}  // namespace muniment
