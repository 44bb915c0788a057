#include "exporters/report/event_report.h"

#include <fmt/core.h>

#include "exporters/report/disposal_summary.h"
#include "exporters/report/history_report.h"
#include "exporters/report/human.h"
#include "model/event_json.h"
#include "model/event_subject.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string shown(const StorePath& path) {
  return path.empty() ? "(root)" : printable(path);
}

// ": because", or nothing when there is no reason.
std::string because(const std::string& reason) {
  return reason.empty() ? "" : ": " + printable(reason);
}

// What an event says besides its type and store; disposal_summary.cc has the rest.

std::string summary(const LedgerStarted& e) {
  return fmt::format("{}, format {}", printable(e.origin), e.format);
}

std::string summary(const StoreEnrolled& e) {
  std::string text = fmt::format("{} {}", printable(e.identity.filesystem_type),
                                 printable(e.identity.mount_source));
  return e.by.empty() ? text
                      : text + ", accepted by " + printable(e.by) + because(e.reason);
}

std::string summary(const ItemAdded& e) {
  return fmt::format("{}, {}", shown(e.path), human_bytes(e.facts.size));
}

std::string summary(const ItemAltered& e) {
  return fmt::format("{}, {}, {}, was {}{}", shown(e.path), name_of(e.kind),
                     human_bytes(e.facts.size), human_bytes(e.size_before),
                     because(e.detail));
}

std::string summary(const ItemMoved& e) {
  return fmt::format("{} (from {}), {}", shown(e.path), shown(e.from),
                     human_bytes(e.facts.size));
}

std::string summary(const ItemRemoved& e) {
  return fmt::format("{}, {}, {}{}{}, last seen {}{}", shown(e.path),
                     human_bytes(e.facts.size), name_of(e.explanation),
                     e.reference.empty() ? "" : " ", printable(e.reference),
                     human_time(e.last_seen), because(e.detail));
}

std::string summary(const ItemsVerified& e) {
  return fmt::format("{}: {} as recorded", shown(e.directory),
                     human_count(e.names.size(), "item"));
}

std::string summary(const PlaceUnobserved& e) {
  return fmt::format("{} {}{}", name_of(e.place), shown(e.path), because(e.reason));
}

std::string summary(const PlaceObserved& e) {
  return shown(e.path);
}

std::string summary(const ScanFinished& e) {
  const ScanCounts& n = e.counts;
  return fmt::format("{}, {} held, {} added, {} removed, {} unexplained{}",
                     name_of(e.outcome), human_count(n.items, "item"),
                     human_count(n.added), human_count(n.removed),
                     human_count(n.unexplained), because(e.reason));
}

std::string summary(const CheckFinished& e) {
  return fmt::format(
      "{} as recorded, {} corrupted, {} altered, {} missing, {} unreadable",
      human_count(e.verified, "item"), human_count(e.corrupted), human_count(e.altered),
      human_count(e.missing), human_count(e.unreadable));
}

std::string summary(const GapRecorded& e) {
  return fmt::format("{} until {}{}", human_time(e.from), human_time(e.until),
                     because(e.reason));
}

std::string summary(const IncidentRecorded& e) {
  return fmt::format("{} version {}: {}, {}", printable(e.id), e.version,
                     human_count(e.items, "item"), human_bytes(e.bytes));
}

std::string summary(const AgentStarted& e) {
  return printable(e.version);
}

std::string summary(const AgentStopped& e) {
  return printable(e.reason);
}

std::string summary(const KeyRotated& e) {
  return fmt::format("{} by {}: {}", printable(e.key), printable(e.by),
                     printable(e.reason));
}

std::string summary(const WitnessConflict& e) {
  return fmt::format("{}: {}{}", printable(e.witness), name_of(e.outcome),
                     because(e.detail));
}

std::string summary_of(const Event& event) {
  return std::visit([](const auto& body) { return summary(body); }, event.body);
}

class Lines {
 public:
  // `value` must be safe to print; nothing is added for an empty one.
  void add(std::string_view label, std::string_view value) {
    if (!value.empty()) {
      text += fmt::format("  {:<14}{}\n", std::string(label) + ':', value);
    }
  }
  void add(std::string_view label, const std::optional<Time>& time) {
    add(label, time ? format_time(*time) : std::string());
  }
  void add(const std::optional<Digests>& digests, std::string_view suffix = "") {
    if (digests) {
      add("SHA-256" + std::string(suffix), to_hex(digests->sha256));
      add("XXH3-128" + std::string(suffix), to_hex(digests->xxh3_128));
    }
  }

  std::string text;
};

void add_change(Lines& lines, const ChangeLine& change) {
  lines.add("path", shown(change.path));
  lines.add("from", change.from ? shown(*change.from) : std::string());
  lines.add("what", name_of(change.kind));
  lines.add("explanation", name_of(change.explanation));
  lines.add("reference", printable(change.reference));
  lines.add("breached hold", printable(change.hold));
  lines.add("kept until", change.kept_until);
  lines.add("detail", printable(change.detail));
  lines.add("type", name_of(change.facts.type));
  lines.add("size", fmt::format("{} bytes", change.facts.size));
  lines.add("modified", change.facts.mtime);
  lines.add(change.facts.digests);
  lines.add(change.digests_before, " was");
  lines.add("last seen", change.last_seen);
  lines.add("first missed", change.first_missed);
}

}  // namespace

std::string event_line(std::uint64_t seq, const Event& event) {
  const std::string store = printable(store_of(event));
  return fmt::format("{:>8}  {}  {:<15}  {}{}{}\n", seq, human_time(event.time),
                     type_of(event), store, store.empty() ? "" : "  ",
                     summary_of(event));
}

std::string event_text(const Event& event) {
  Lines lines;
  lines.add("event", type_of(event));
  lines.add("recorded", format_time(event.time));
  lines.add("store", printable(store_of(event)));
  if (const std::optional<ChangeLine> change = change_of(0, event)) {
    add_change(lines, *change);
  } else {
    lines.add("says", summary_of(event));
  }
  return lines.text;
}

std::string event_json_line(std::uint64_t seq, const Event& event) {
  return "{\"seq\":" + std::to_string(seq) + ',' + encode_event(event).substr(1);
}

}  // namespace muniment
