#include "exporters/report/history_report.h"

#include <fmt/core.h>

#include "exporters/report/human.h"
#include "model/printable.h"

namespace muniment {
namespace {

void put_digests(Json& json, const std::optional<Digests>& digests,
                 const std::string& suffix = "") {
  json["sha256" + suffix] = digests ? Json(to_hex(digests->sha256)) : Json();
  json["xxh3_128" + suffix] = digests ? Json(to_hex(digests->xxh3_128)) : Json();
}

ChangeLine altered(const ItemAltered& e, Time time) {
  ChangeLine line;
  line.store = e.store;
  line.path = e.path;
  line.kind = e.kind;
  line.explanation =
      e.kind == ChangeKind::kMetadata ? Explanation::kNone : Explanation::kUnexplained;
  line.facts = e.facts;
  line.digests_before = e.digests_before;
  line.last_seen = e.last_seen;
  line.first_missed = time;
  line.detail = e.detail;
  return line;
}

ChangeLine removed(const ItemRemoved& e) {
  ChangeLine line;
  line.store = e.store;
  line.path = e.path;
  line.kind = ChangeKind::kRemoved;
  line.explanation = e.explanation;
  line.facts = e.facts;
  line.last_seen = e.last_seen;
  line.first_missed = e.first_missed;
  line.reference = e.reference;
  line.detail = e.detail;
  line.hold = e.hold;
  line.kept_until = e.kept_until;
  return line;
}

// How long before the end of its retention it went, at least; nullopt when it was over.
std::optional<double> early_seconds(const ChangeLine& change) {
  if (!change.kept_until || !change.first_missed ||
      *change.first_missed >= *change.kept_until) {
    return std::nullopt;
  }
  return Time{change.kept_until->ns - change.first_missed->ns}.seconds();
}

ChangeLine present(const std::string& store, const StorePath& path,
                   const ItemFacts& facts) {
  ChangeLine line;
  line.store = store;
  line.path = path;
  line.facts = facts;
  return line;
}

}  // namespace

Json item_json(const ItemLine& item) {
  Json json;
  json["store"] = item.store;
  put_path(json, "path", item.path);
  json["type"] = std::string(name_of(item.facts.type));
  json["size"] = item.facts.size;
  json["mtime"] = json_time(item.facts.mtime);
  put_digests(json, item.facts.digests);
  json["first_seen"] = json_time(item.first_seen);
  json["last_seen"] = json_time(item.last_seen);
  json["last_verified"] = json_time(item.last_verified);
  json["state"] = item.state;
  json["corrupted"] = item.is_corrupted;
  if (item.facts.type == ItemType::kSymlink) {
    put_path(json, "target", item.facts.link_target);
  }
  if (item.first_missed) {
    json["first_missed"] = json_time(item.first_missed);
    json["explanation"] = item.explanation;
    json["reference"] = item.reference;
  }
  return json;
}

std::string item_text(const ItemLine& item) {
  std::string state = item.state;
  if (item.is_corrupted) {
    state += ", CORRUPTED";
  }
  if (item.first_missed) {
    state += ", " + item.explanation;
    if (!item.reference.empty()) {
      state += " " + printable(item.reference);
    }
    state += ", last seen " + human_time(item.last_seen);
  }
  const std::string what = item.facts.type == ItemType::kFile
                               ? human_bytes(item.facts.size)
                               : std::string(name_of(item.facts.type));
  return fmt::format("{:>10}  {}  {}\n", what, printable(item.path), state);
}

std::optional<ChangeLine> change_of(std::uint64_t seq, const Event& event) {
  std::optional<ChangeLine> line;
  if (const auto* added = std::get_if<ItemAdded>(&event.body)) {
    line = present(added->store, added->path, added->facts);
  } else if (const auto* moved = std::get_if<ItemMoved>(&event.body)) {
    line = present(moved->store, moved->path, moved->facts);
    line->kind = ChangeKind::kMoved;
    line->explanation = Explanation::kMoved;
    line->from = moved->from;
  } else if (const auto* change = std::get_if<ItemAltered>(&event.body)) {
    line = altered(*change, event.time);
  } else if (const auto* removal = std::get_if<ItemRemoved>(&event.body)) {
    line = removed(*removal);
  }
  if (line) {
    line->seq = seq;
    line->time = event.time;
  }
  return line;
}

void put_current(ChangeLine& change, const CurrentVerdict& verdict) {
  if (!verdict.reconsidered) {
    return;
  }
  change.first_explanation = change.explanation;
  change.first_reference = std::move(change.reference);
  change.first_detail = std::move(change.detail);
  change.explanation = verdict.explanation;
  change.reference = verdict.reference;
  change.detail = verdict.detail;
  change.hold = verdict.hold;
  change.kept_until = verdict.kept_until;
}

Json change_json(const ChangeLine& change) {
  Json json;
  json["seq"] = change.seq;
  json["time"] = json_time(change.time);
  json["store"] = change.store;
  put_path(json, "path", change.path);
  json["kind"] = std::string(name_of(change.kind));
  json["explanation"] = change.explanation == Explanation::kNone
                            ? Json()
                            : Json(std::string(name_of(change.explanation)));
  json["size"] = change.facts.size;
  put_digests(json, change.facts.digests);
  json["last_seen"] = json_time(change.last_seen);
  json["first_missed"] = json_time(change.first_missed);
  json["detail"] = change.detail;
  json["type"] = std::string(name_of(change.facts.type));
  json["reference"] = change.reference;
  if (change.kind == ChangeKind::kRemoved) {
    const std::optional<double> early = early_seconds(change);
    json["hold"] = change.hold;
    json["kept_until"] = json_time(change.kept_until);
    json["early_seconds"] = early ? Json(*early) : Json();
    json["first_explanation"] =
        std::string(name_of(change.first_explanation.value_or(change.explanation)));
    json["first_reference"] =
        change.first_explanation ? change.first_reference : change.reference;
  }
  if (change.from) {
    put_path(json, "from", *change.from);
  }
  if (change.digests_before) {
    put_digests(json, change.digests_before, "_before");
  }
  return json;
}

std::string change_text(const ChangeLine& change) {
  std::string text =
      fmt::format("{}  {:<9}  {}  {}", human_time(change.time), name_of(change.kind),
                  change.store, printable(change.path));
  if (change.from) {
    text += " (from " + printable(*change.from) + ")";
  }
  text += ", " + human_bytes(change.facts.size);
  if (change.kind == ChangeKind::kRemoved) {
    text += fmt::format(", {}{}{}, last seen {}", name_of(change.explanation),
                        change.reference.empty() ? "" : " ",
                        printable(change.reference), human_time(change.last_seen));
  }
  if (!change.hold.empty()) {
    text += ", BREACHES HOLD " + printable(change.hold);
  }
  if (!change.detail.empty()) {
    text += ": " + printable(change.detail);
  }
  if (change.first_explanation) {
    text += fmt::format(" (at first {}{}{})", name_of(*change.first_explanation),
                        change.first_reference.empty() ? "" : " ",
                        printable(change.first_reference));
  }
  return text + "\n";
}

}  // namespace muniment
