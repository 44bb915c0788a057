#include "model/event_bodies.h"

namespace muniment {

void write_tail(JsonObject& out, const EventTail& tail) {
  out.time("time", tail.time);
  out.text("type", tail.type);
}

void write_text_if(JsonObject& out, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    out.text(key, text);
  }
}

void write_number_if(JsonObject& out, std::string_view key, std::uint64_t number) {
  if (number != 0) {
    out.number(key, number);
  }
}

void write_time_if(JsonObject& out, std::string_view key, std::optional<Time> time) {
  if (time) {
    out.time(key, *time);
  }
}

namespace {

// The facts of an item are spread over the object in the order of their keys.

// Left out when it is the modification time, which it is until somebody touches the file.
void write_ctime(JsonObject& out, const ItemFacts& facts) {
  if (facts.ctime != facts.mtime) {
    out.time("ctime", facts.ctime);
  }
}

void write_sha256(JsonObject& out, const ItemFacts& facts) {
  if (facts.digests) {
    out.hex("sha256", facts.digests->sha256.data(), facts.digests->sha256.size());
  }
}

void write_xxh3(JsonObject& out, const ItemFacts& facts) {
  if (facts.digests) {
    out.hex("xxh3_128", facts.digests->xxh3_128.data(), facts.digests->xxh3_128.size());
  }
}

// "entry" is left out for regular files, which almost all items are.
void write_entry(JsonObject& out, const ItemFacts& facts) {
  if (facts.type != ItemType::kFile) {
    out.text("entry", name_of(facts.type));
  }
}

void write_target(JsonObject& out, const ItemFacts& facts) {
  if (facts.type == ItemType::kSymlink) {
    out.bytes("target", facts.link_target);
  }
}

}  // namespace

void write(JsonObject& out, const LedgerStarted& e, const EventTail& tail) {
  out.number("format", static_cast<std::uint64_t>(e.format));
  out.text("origin", e.origin);
  write_tail(out, tail);
}

void write(JsonObject& out, const StoreEnrolled& e, const EventTail& tail) {
  const StoreIdentity& identity = e.identity;
  write_text_if(out, "by", e.by);
  out.text("filesystem_id", identity.filesystem_id);
  out.text("filesystem_type", identity.filesystem_type);
  out.bytes("mount_source", identity.mount_source);
  write_text_if(out, "reason", e.reason);
  if (identity.root_birth) {
    out.time("root_birth", *identity.root_birth);
  }
  write_text_if(out, "root_handle", identity.root_handle);
  out.number("root_inode", identity.root_inode);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const ItemAdded& e, const EventTail& tail) {
  write_ctime(out, e.facts);
  write_entry(out, e.facts);
  out.number("ino", e.facts.inode);
  out.time("mtime", e.facts.mtime);
  out.bytes("path", e.path);
  write_sha256(out, e.facts);
  out.number("size", e.facts.size);
  out.text("store", e.store);
  write_target(out, e.facts);
  write_tail(out, tail);
  write_xxh3(out, e.facts);
}

void write(JsonObject& out, const ItemAltered& e, const EventTail& tail) {
  write_ctime(out, e.facts);
  write_text_if(out, "detail", e.detail);
  write_entry(out, e.facts);
  out.number("ino", e.facts.inode);
  out.text("kind", name_of(e.kind));
  out.time("last_seen", e.last_seen);
  out.time("mtime", e.facts.mtime);
  out.bytes("path", e.path);
  write_sha256(out, e.facts);
  if (e.digests_before) {
    out.hex("sha256_before", e.digests_before->sha256.data(), 32);
  }
  out.number("size", e.facts.size);
  out.number("size_before", e.size_before);
  out.text("store", e.store);
  write_target(out, e.facts);
  write_tail(out, tail);
  write_xxh3(out, e.facts);
  if (e.digests_before) {
    out.hex("xxh3_128_before", e.digests_before->xxh3_128.data(), 16);
  }
}

void write(JsonObject& out, const ItemMoved& e, const EventTail& tail) {
  write_ctime(out, e.facts);
  write_entry(out, e.facts);
  out.bytes("from", e.from);
  out.number("ino", e.facts.inode);
  out.time("mtime", e.facts.mtime);
  out.bytes("path", e.path);
  write_sha256(out, e.facts);
  out.number("size", e.facts.size);
  out.text("store", e.store);
  write_target(out, e.facts);
  write_tail(out, tail);
  write_xxh3(out, e.facts);
}

void write(JsonObject& out, const ItemRemoved& e, const EventTail& tail) {
  write_ctime(out, e.facts);
  write_text_if(out, "detail", e.detail);
  write_entry(out, e.facts);
  out.text("explanation", name_of(e.explanation));
  out.time("first_missed", e.first_missed);
  out.time("first_seen", e.first_seen);
  write_text_if(out, "hold", e.hold);
  out.number("ino", e.facts.inode);
  write_time_if(out, "kept_until", e.kept_until);
  out.time("last_seen", e.last_seen);
  out.time("mtime", e.facts.mtime);
  out.bytes("path", e.path);
  write_text_if(out, "reference", e.reference);
  write_sha256(out, e.facts);
  out.number("size", e.facts.size);
  out.text("store", e.store);
  write_target(out, e.facts);
  write_tail(out, tail);
  write_xxh3(out, e.facts);
}

void write(JsonObject& out, const RemovalReconsidered& e, const EventTail& tail) {
  out.text("before", name_of(e.before));
  write_text_if(out, "detail", e.detail);
  out.text("explanation", name_of(e.explanation));
  write_text_if(out, "hold", e.hold);
  write_time_if(out, "kept_until", e.kept_until);
  out.bytes("path", e.path);
  write_text_if(out, "reference", e.reference);
  out.number("removal", e.removal);
  out.number("size", e.size);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const EvidenceReconsidered& e, const EventTail& tail) {
  out.number("changed", e.changed);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("upto", e.upto);
}

void write(JsonObject& out, const ItemsVerified& e, const EventTail& tail) {
  out.bytes("directory", e.directory);
  out.byte_list("names", e.names);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const PlaceUnobserved& e, const EventTail& tail) {
  if (e.last_observed) {
    out.time("last_observed", *e.last_observed);
  }
  out.bytes("path", e.path);
  out.text("place", name_of(e.place));
  out.text("reason", e.reason);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const PlaceObserved& e, const EventTail& tail) {
  out.bytes("path", e.path);
  out.text("store", e.store);
  write_tail(out, tail);
}

void write(JsonObject& out, const ScanFinished& e, const EventTail& tail) {
  const ScanCounts& n = e.counts;
  out.number("added", n.added);
  out.number("bytes", n.bytes);
  out.number("corrupted", n.corrupted);
  out.number("emptied", n.emptied);
  out.number("explained", n.explained);
  write_number_if(out, "hold_breaches", n.hold_breaches);
  out.number("in_flight", n.in_flight);
  out.number("items", n.items);
  write_number_if(out, "logged", n.logged);
  out.number("metadata", n.metadata);
  out.number("modified", n.modified);
  out.number("moved", n.moved);
  out.number("not_observed", n.not_observed);
  out.text("outcome", name_of(e.outcome));
  write_text_if(out, "reason", e.reason);
  out.number("removed", n.removed);
  out.time("started", e.started);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("unexplained", n.unexplained);
  out.number("unexplained_bytes", n.unexplained_bytes);
}

void write(JsonObject& out, const CheckFinished& e, const EventTail& tail) {
  out.number("altered", e.altered);
  out.number("bytes", e.bytes);
  out.number("corrupted", e.corrupted);
  out.number("in_flight", e.in_flight);
  out.number("missing", e.missing);
  out.time("started", e.started);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("unreadable", e.unreadable);
  out.number("verified", e.verified);
}

void write(JsonObject& out, const GapRecorded& e, const EventTail& tail) {
  out.time("from", e.from);
  out.text("reason", e.reason);
  write_text_if(out, "store", e.store);
  write_tail(out, tail);
  out.time("until", e.until);
}

void write(JsonObject& out, const IncidentRecorded& e, const EventTail& tail) {
  out.number("bytes", e.bytes);
  out.time("first_missed", e.first_missed);
  write_number_if(out, "hold_breaches", e.hold_breaches);
  out.text("id", e.id);
  out.number("items", e.items);
  out.time("last_seen", e.last_seen);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("version", static_cast<std::uint64_t>(e.version));
}

void write(JsonObject& out, const AgentStarted& e, const EventTail& tail) {
  write_tail(out, tail);
  out.text("version", e.version);
}

void write(JsonObject& out, const AgentStopped& e, const EventTail& tail) {
  out.text("reason", e.reason);
  write_tail(out, tail);
}

void write(JsonObject& out, const KeyRotated& e, const EventTail& tail) {
  out.text("by", e.by);
  out.text("key", e.key);
  out.text("reason", e.reason);
  write_tail(out, tail);
}

void write(JsonObject& out, const WitnessConflict& e, const EventTail& tail) {
  write_text_if(out, "detail", e.detail);
  out.text("outcome", name_of(e.outcome));
  out.number("size", e.size);
  if (e.their_size) {
    out.number("their_size", *e.their_size);
  }
  write_tail(out, tail);
  out.text("witness", e.witness);
}

}  // namespace muniment
