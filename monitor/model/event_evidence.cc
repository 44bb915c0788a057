// How events of disposal_events.h and register_events.h are written and read.

#include "model/event_bodies.h"

namespace muniment {
namespace {

// The conditions of a scope that come before "listed_paths" in the order of keys, and
// those after it. Between the two go keys of the event itself.
void write_scope_begin(JsonObject& out, const Scope& scope) {
  out.byte_list("cases", scope.cases);
  out.byte_list("classes", scope.classes);
  out.byte_list("collections", scope.collections);
}

void write_recorded(JsonObject& out, const Scope& scope) {
  write_time_if(out, "recorded_from", scope.recorded_from);
  write_time_if(out, "recorded_to", scope.recorded_to);
}

void read_scope(Fields& json, Scope& scope) {
  read_list(json, "prefixes", scope.prefixes);
  read_list(json, "collections", scope.collections);
  read_list(json, "classes", scope.classes);
  read_list(json, "cases", scope.cases);
  read(json, "recorded_from", scope.recorded_from);
  read(json, "recorded_to", scope.recorded_to);
  read(json, "listed_paths", scope.listed_paths);
}

// A part of a list of paths.
template <typename Paths>
void write_paths(JsonObject& out, const Paths& e, const EventTail& tail) {
  out.byte_list("paths", e.paths);
  out.text("reference", e.reference);
  out.text("store", e.store);
  write_tail(out, tail);
}

template <typename Paths>
void read_paths(Fields& json, Paths& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read_list(json, "paths", e.paths);
}

// Somebody put an end to something.
template <typename Ended>
void write_ended(JsonObject& out, const Ended& e, const EventTail& tail) {
  out.text("by", e.by);
  out.text("reason", e.reason);
  out.text("reference", e.reference);
  out.text("store", e.store);
  write_tail(out, tail);
}

template <typename Ended>
void read_ended(Fields& json, Ended& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read(json, "by", e.by);
  read(json, "reason", e.reason);
}

// "evidential=7y"; a class may have any character but the period has none of these.
std::vector<std::string> period_texts(const RetentionPeriods& classes) {
  std::vector<std::string> texts;
  for (const auto& [name, period] : classes) {
    texts.push_back(name + '=' + show_period(period));
  }
  return texts;
}

void read_periods(Fields& json, const char* key, RetentionPeriods& classes) {
  for (const std::string& text : json.texts(key)) {
    const std::size_t equals = text.rfind('=');
    const auto period = parse_period(
        equals == std::string::npos ? "" : std::string_view(text).substr(equals + 1));
    if (!period) {
      json.complain(key, "has a period that is none");
      return;
    }
    classes[text.substr(0, equals)] = period.value();
  }
}

void read_sha256(Fields& json, ItemRegistered& e) {
  if (!json.has("sha256")) {
    return;
  }
  auto& digest = e.sha256.emplace();
  if (!from_hex(json.text("sha256"), digest.data(), digest.size())) {
    json.complain("sha256", "is not a digest in hexadecimal");
  }
}

}  // namespace

void write(JsonObject& out, const AuthorityAdded& e, const EventTail& tail) {
  out.text("approved_by", e.approved_by);
  write_scope_begin(out, e.scope);
  write_text_if(out, "document", e.document);
  out.time("from", e.from);
  out.number("listed_paths", e.scope.listed_paths);
  if (e.max_bytes) {
    out.number("max_bytes", *e.max_bytes);
  }
  if (e.max_items) {
    out.number("max_items", *e.max_items);
  }
  out.byte_list("prefixes", e.scope.prefixes);
  write_recorded(out, e.scope);
  out.text("reference", e.reference);
  write_text_if(out, "second_approver", e.second_approver);
  out.byte_list("signed_by", e.signed_by);
  out.text("store", e.store);
  write_tail(out, tail);
  write_time_if(out, "until", e.until);
}

void write(JsonObject& out, const AuthorityPaths& e, const EventTail& tail) {
  write_paths(out, e, tail);
}

void write(JsonObject& out, const AuthorityRevoked& e, const EventTail& tail) {
  write_ended(out, e, tail);
}

void write(JsonObject& out, const HoldPlaced& e, const EventTail& tail) {
  out.text("by", e.by);
  write_scope_begin(out, e.scope);
  out.number("listed_paths", e.scope.listed_paths);
  out.byte_list("prefixes", e.scope.prefixes);
  out.text("reason", e.reason);
  write_recorded(out, e.scope);
  out.text("reference", e.reference);
  write_text_if(out, "requester", e.requester);
  write_time_if(out, "review", e.review);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const HoldPaths& e, const EventTail& tail) {
  write_paths(out, e, tail);
}

void write(JsonObject& out, const HoldReleased& e, const EventTail& tail) {
  write_ended(out, e, tail);
}

void write(JsonObject& out, const HoldChecked& e, const EventTail& tail) {
  out.number("altered", e.altered);
  out.number("missing", e.missing);
  out.text("reference", e.reference);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("unreadable", e.unreadable);
  out.number("verified", e.verified);
}

void write(JsonObject& out, const TransferOpened& e, const EventTail& tail) {
  out.text("by", e.by);
  write_scope_begin(out, e.scope);
  out.number("listed_paths", e.scope.listed_paths);
  out.byte_list("prefixes", e.scope.prefixes);
  write_recorded(out, e.scope);
  out.text("reference", e.reference);
  out.text("store", e.store);
  out.time("time", tail.time);
  out.text("to", e.to);
  out.text("type", tail.type);
}

void write(JsonObject& out, const TransferPaths& e, const EventTail& tail) {
  write_paths(out, e, tail);
}

void write(JsonObject& out, const TransferClosed& e, const EventTail& tail) {
  out.number("absent", e.absent);
  out.text("by", e.by);
  out.number("different", e.different);
  out.number("lost", e.lost);
  out.text("reference", e.reference);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("unverified", e.unverified);
  out.number("verified", e.verified);
}

void write(JsonObject& out, const ItemRegistered& e, const EventTail& tail) {
  out.byte_list("cases", e.cases);
  write_text_if(out, "class", e.class_name);
  write_text_if(out, "exhibit", e.exhibit);
  write_text_if(out, "identifier", e.identifier);
  if (!e.path.empty()) {
    out.bytes("path", e.path);
  }
  write_time_if(out, "recorded", e.recorded);
  if (e.sha256) {
    out.hex("sha256", e.sha256->data(), e.sha256->size());
  }
  if (e.size) {
    out.number("size", *e.size);
  }
  out.text("store", e.store);
  if (e.subjects) {
    out.number("subjects", *e.subjects);
  }
  write_tail(out, tail);
}

void write(JsonObject& out, const RegisterImported& e, const EventTail& tail) {
  out.number("added", e.added);
  out.bytes("file", e.file);
  out.number("rows", e.rows);
  out.text("sha256", e.sha256);
  out.number("skipped", e.skipped);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("unchanged", e.unchanged);
  out.number("updated", e.updated);
}

void write(JsonObject& out, const DeletionLogged& e, const EventTail& tail) {
  out.text("action", e.action);
  write_text_if(out, "actor", e.actor);
  out.time("at", e.at);
  out.bytes("path", e.path);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const LogImported& e, const EventTail& tail) {
  out.number("deletions", e.deletions);
  out.bytes("file", e.file);
  out.number("ignored", e.ignored);
  out.number("known", e.known);
  out.text("sha256", e.sha256);
  out.number("skipped", e.skipped);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const PolicyDeclared& e, const EventTail& tail) {
  out.byte_list("classes", period_texts(e.classes));
  write_text_if(out, "collection", e.collection);
  write_text_if(out, "default_class", e.default_class);
  write_text_if(out, "recorded_at", e.recorded_at);
  write_text_if(out, "rule", e.rule);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const RetentionReviewed& e, const EventTail& tail) {
  out.number("overdue_bytes", e.overdue_bytes);
  out.number("overdue_items", e.overdue_items);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("undated_items", e.undated_items);
  out.number("within_30d_bytes", e.within_30d_bytes);
  out.number("within_30d_items", e.within_30d_items);
  out.number("within_7d_bytes", e.within_7d_bytes);
  out.number("within_7d_items", e.within_7d_items);
}

void read_body(Fields& json, AuthorityAdded& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read(json, "approved_by", e.approved_by);
  read_text_if(json, "second_approver", e.second_approver);
  read(json, "from", e.from);
  read(json, "until", e.until);
  read(json, "max_items", e.max_items);
  read(json, "max_bytes", e.max_bytes);
  read_scope(json, e.scope);
  read_list(json, "signed_by", e.signed_by);
  read_text_if(json, "document", e.document);
}

void read_body(Fields& json, AuthorityPaths& e) {
  read_paths(json, e);
}

void read_body(Fields& json, AuthorityRevoked& e) {
  read_ended(json, e);
}

void read_body(Fields& json, HoldPlaced& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read(json, "reason", e.reason);
  read(json, "by", e.by);
  read_text_if(json, "requester", e.requester);
  read(json, "review", e.review);
  read_scope(json, e.scope);
}

void read_body(Fields& json, HoldPaths& e) {
  read_paths(json, e);
}

void read_body(Fields& json, HoldReleased& e) {
  read_ended(json, e);
}

void read_body(Fields& json, HoldChecked& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read(json, "verified", e.verified);
  read(json, "altered", e.altered);
  read(json, "unreadable", e.unreadable);
  read(json, "missing", e.missing);
}

void read_body(Fields& json, TransferOpened& e) {
  read(json, "store", e.store);
  read(json, "to", e.to);
  read(json, "reference", e.reference);
  read(json, "by", e.by);
  read_scope(json, e.scope);
}

void read_body(Fields& json, TransferPaths& e) {
  read_paths(json, e);
}

void read_body(Fields& json, TransferClosed& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read(json, "by", e.by);
  read(json, "verified", e.verified);
  read(json, "unverified", e.unverified);
  read(json, "different", e.different);
  read(json, "absent", e.absent);
  read(json, "lost", e.lost);
}

void read_body(Fields& json, ItemRegistered& e) {
  read(json, "store", e.store);
  if (json.has("path") || json.has("path_b64")) {
    read_bytes(json, "path", e.path);
  }
  read_text_if(json, "identifier", e.identifier);
  read(json, "recorded", e.recorded);
  read_text_if(json, "class", e.class_name);
  read_list(json, "cases", e.cases);
  read_text_if(json, "exhibit", e.exhibit);
  read(json, "size", e.size);
  read_sha256(json, e);
  read(json, "subjects", e.subjects);
}

void read_body(Fields& json, RegisterImported& e) {
  read(json, "store", e.store);
  read_bytes(json, "file", e.file);
  read(json, "sha256", e.sha256);
  read(json, "rows", e.rows);
  read(json, "added", e.added);
  read(json, "updated", e.updated);
  read(json, "unchanged", e.unchanged);
  read(json, "skipped", e.skipped);
}

void read_body(Fields& json, DeletionLogged& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read(json, "at", e.at);
  read_text_if(json, "actor", e.actor);
  read(json, "action", e.action);
}

void read_body(Fields& json, LogImported& e) {
  read(json, "store", e.store);
  read_bytes(json, "file", e.file);
  read(json, "sha256", e.sha256);
  read(json, "deletions", e.deletions);
  read(json, "known", e.known);
  read(json, "ignored", e.ignored);
  read(json, "skipped", e.skipped);
}

void read_body(Fields& json, PolicyDeclared& e) {
  read(json, "store", e.store);
  read_text_if(json, "collection", e.collection);
  read_text_if(json, "recorded_at", e.recorded_at);
  read_text_if(json, "default_class", e.default_class);
  read_text_if(json, "rule", e.rule);
  read_periods(json, "classes", e.classes);
}

void read_body(Fields& json, RetentionReviewed& e) {
  read(json, "store", e.store);
  read(json, "overdue_items", e.overdue_items);
  read(json, "overdue_bytes", e.overdue_bytes);
  read(json, "within_7d_items", e.within_7d_items);
  read(json, "within_7d_bytes", e.within_7d_bytes);
  read(json, "within_30d_items", e.within_30d_items);
  read(json, "within_30d_bytes", e.within_30d_bytes);
  read(json, "undated_items", e.undated_items);
}

}  // namespace muniment
