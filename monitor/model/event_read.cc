#include "model/event_bodies.h"

namespace muniment {
namespace {

std::optional<PlaceKind> place_kind_from(std::string_view name) {
  for (const PlaceKind kind :
       {PlaceKind::kDirectory, PlaceKind::kFile, PlaceKind::kInFlight}) {
    if (name_of(kind) == name) {
      return kind;
    }
  }
  return std::nullopt;
}

std::optional<ScanOutcome> scan_outcome_from(std::string_view name) {
  for (const ScanOutcome outcome :
       {ScanOutcome::kComplete, ScanOutcome::kIncomplete, ScanOutcome::kUnavailable}) {
    if (name_of(outcome) == name) {
      return outcome;
    }
  }
  return std::nullopt;
}

}  // namespace

void read_body(Fields& json, LedgerStarted& e) {
  read(json, "format", e.format);
  read(json, "origin", e.origin);
}

void read_body(Fields& json, StoreEnrolled& e) {
  StoreIdentity& identity = e.identity;
  read_text_if(json, "by", e.by);
  read_text_if(json, "reason", e.reason);
  read(json, "filesystem_id", identity.filesystem_id);
  read(json, "filesystem_type", identity.filesystem_type);
  read_bytes(json, "mount_source", identity.mount_source);
  read(json, "root_birth", identity.root_birth);
  read_text_if(json, "root_handle", identity.root_handle);
  read(json, "root_inode", identity.root_inode);
  read(json, "store", e.store);
}

void read_body(Fields& json, ItemAdded& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_facts(json, e.facts);
}

void read_body(Fields& json, ItemAltered& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_name(json, "kind", e.kind, &change_kind_from);
  read_facts(json, e.facts);
  read(json, "size_before", e.size_before);
  read_digests(json, "sha256_before", "xxh3_128_before", e.digests_before);
  read(json, "last_seen", e.last_seen);
  read_text_if(json, "detail", e.detail);
}

void read_body(Fields& json, ItemMoved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_bytes(json, "from", e.from);
  read_facts(json, e.facts);
}

void read_body(Fields& json, ItemRemoved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_facts(json, e.facts);
  read(json, "first_seen", e.first_seen);
  read(json, "last_seen", e.last_seen);
  read(json, "first_missed", e.first_missed);
  read_name(json, "explanation", e.explanation, &explanation_from);
  read_text_if(json, "reference", e.reference);
  read_text_if(json, "detail", e.detail);
  read_text_if(json, "hold", e.hold);
  read(json, "kept_until", e.kept_until);
}

void read_body(Fields& json, RemovalReconsidered& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read(json, "removal", e.removal);
  read(json, "size", e.size);
  read_name(json, "before", e.before, &explanation_from);
  read_name(json, "explanation", e.explanation, &explanation_from);
  read_text_if(json, "reference", e.reference);
  read_text_if(json, "detail", e.detail);
  read_text_if(json, "hold", e.hold);
  read(json, "kept_until", e.kept_until);
}

void read_body(Fields& json, EvidenceReconsidered& e) {
  read(json, "store", e.store);
  read(json, "upto", e.upto);
  read(json, "changed", e.changed);
}

void read_body(Fields& json, ItemsVerified& e) {
  read(json, "store", e.store);
  read_bytes(json, "directory", e.directory);
  read_list(json, "names", e.names);
}

void read_body(Fields& json, PlaceUnobserved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_name(json, "place", e.place, &place_kind_from);
  read(json, "reason", e.reason);
  read(json, "last_observed", e.last_observed);
}

void read_body(Fields& json, PlaceObserved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
}

void read_body(Fields& json, ScanFinished& e) {
  ScanCounts& n = e.counts;
  read(json, "store", e.store);
  read_name(json, "outcome", e.outcome, &scan_outcome_from);
  read(json, "started", e.started);
  read(json, "items", n.items);
  read(json, "bytes", n.bytes);
  read(json, "added", n.added);
  read(json, "removed", n.removed);
  read(json, "modified", n.modified);
  read(json, "moved", n.moved);
  read(json, "corrupted", n.corrupted);
  read(json, "emptied", n.emptied);
  read(json, "metadata", n.metadata);
  read(json, "not_observed", n.not_observed);
  read(json, "in_flight", n.in_flight);
  read(json, "unexplained", n.unexplained);
  read(json, "unexplained_bytes", n.unexplained_bytes);
  read(json, "explained", n.explained);
  read_count_if(json, "logged", n.logged);
  read_count_if(json, "hold_breaches", n.hold_breaches);
  read_text_if(json, "reason", e.reason);
}

void read_body(Fields& json, CheckFinished& e) {
  read(json, "store", e.store);
  read(json, "started", e.started);
  read(json, "verified", e.verified);
  read(json, "bytes", e.bytes);
  read(json, "corrupted", e.corrupted);
  read(json, "altered", e.altered);
  read(json, "unreadable", e.unreadable);
  read(json, "missing", e.missing);
  read(json, "in_flight", e.in_flight);
}

void read_body(Fields& json, GapRecorded& e) {
  read_text_if(json, "store", e.store);
  read(json, "from", e.from);
  read(json, "until", e.until);
  read(json, "reason", e.reason);
}

void read_body(Fields& json, IncidentRecorded& e) {
  read(json, "id", e.id);
  read(json, "store", e.store);
  read(json, "version", e.version);
  read(json, "items", e.items);
  read(json, "bytes", e.bytes);
  read(json, "last_seen", e.last_seen);
  read(json, "first_missed", e.first_missed);
  read_count_if(json, "hold_breaches", e.hold_breaches);
}

void read_body(Fields& json, AgentStarted& e) {
  read(json, "version", e.version);
}

void read_body(Fields& json, AgentStopped& e) {
  read(json, "reason", e.reason);
}

void read_body(Fields& json, KeyRotated& e) {
  read(json, "by", e.by);
  read(json, "key", e.key);
  read(json, "reason", e.reason);
}

void read_body(Fields& json, WitnessConflict& e) {
  read(json, "witness", e.witness);
  read_name(json, "outcome", e.outcome, &witness_outcome_from);
  read(json, "size", e.size);
  read(json, "their_size", e.their_size);
  read_text_if(json, "detail", e.detail);
}

}  // namespace muniment
