#include "model/event_json.h"

#include <nlohmann/json.hpp>

#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

using Json = nlohmann::json;

// The fields of one object. The first one that is missing or wrong is remembered; after
// it, reading goes on with empty values and the result is thrown away.
class Fields {
 public:
  explicit Fields(const Json& json) : json_(json) {}

  bool has(const char* key) const { return json_.contains(key); }
  const std::string& problem() const { return problem_; }

  const std::string& text(const char* key) {
    static const std::string kEmpty;
    const auto field = json_.find(key);
    if (field == json_.end() || !field->is_string()) {
      complain(key, field == json_.end() ? "is missing" : "is not a text");
      return kEmpty;
    }
    return field->get_ref<const std::string&>();
  }

  std::uint64_t count(const char* key) {
    const auto field = json_.find(key);
    if (field == json_.end() || !field->is_number_unsigned()) {
      complain(key, field == json_.end() ? "is missing" : "is not a count");
      return 0;
    }
    return field->get<std::uint64_t>();
  }

  // The texts of a list that may be absent.
  std::vector<std::string> texts(const std::string& key) {
    std::vector<std::string> list;
    const auto field = json_.find(key);
    if (field == json_.end()) {
      return list;
    }
    if (!field->is_array()) {
      complain(key, "is not a list");
      return list;
    }
    for (const Json& member : *field) {
      if (!member.is_string()) {
        complain(key, "is not a list of texts");
        return {};
      }
      list.push_back(member.get_ref<const std::string&>());
    }
    return list;
  }

  void complain(std::string_view key, std::string_view why) {
    if (problem_.empty()) {
      problem_.append("\"").append(key).append("\" ").append(why);
    }
  }

 private:
  const Json& json_;
  std::string problem_;
};

// ---- Reading one field
// ------------------------------------------------------------------

// A field is read with read(json, "key", member); what it must be follows from the
// member.
void read(Fields& json, const char* key, std::string& value) {
  value = json.text(key);
}

void read(Fields& json, const char* key, std::uint64_t& value) {
  value = json.count(key);
}

void read(Fields& json, const char* key, int& value) {
  const std::uint64_t number = json.count(key);
  if (number > 1'000'000'000) {
    json.complain(key, "is too large");
  } else {
    value = static_cast<int>(number);
  }
}

void read(Fields& json, const char* key, Time& value) {
  const auto time = parse_time(json.text(key));
  if (time) {
    value = time.value();
  } else {
    json.complain(key, "is not a time");
  }
}

template <typename T>
void read(Fields& json, const char* key, std::optional<T>& value) {
  if (json.has(key)) {
    read(json, key, value.emplace());
  }
}

template <typename Enum>
void read_name(Fields& json, const char* key, Enum& value,
               std::optional<Enum> (*from_name)(std::string_view)) {
  if (const auto found = from_name(json.text(key))) {
    value = *found;
  } else {
    json.complain(key, "is not one of its names");
  }
}

std::string decode_base64(Fields& json, const std::string& key, std::string_view text) {
  auto bytes = from_base64(text);
  if (!bytes || is_utf8(*bytes)) {
    // UTF-8 is written as text: no value has two encodings.
    json.complain(key, bytes ? "is UTF-8 in base64" : "is not base64");
    return {};
  }
  return std::move(*bytes);
}

void read_bytes(Fields& json, const char* key, std::string& value) {
  const std::string encoded = std::string(key) + "_b64";
  value = json.has(encoded.c_str())
              ? decode_base64(json, encoded, json.text(encoded.c_str()))
              : json.text(key);
}

void read_list(Fields& json, const std::string& key, std::vector<std::string>& list) {
  list = json.texts(key);
  for (const std::string& text : json.texts(key + "_b64")) {
    list.push_back(decode_base64(json, key, text));
  }
}

void read_digests(Fields& json, const char* sha256, const char* xxh3,
                  std::optional<Digests>& digests) {
  if (!json.has(sha256) && !json.has(xxh3)) {
    return;  // but never one without the other
  }
  Digests& value = digests.emplace();
  if (!from_hex(json.text(sha256), value.sha256.data(), value.sha256.size()) ||
      !from_hex(json.text(xxh3), value.xxh3_128.data(), value.xxh3_128.size())) {
    json.complain(sha256, "is not a digest in hexadecimal");
  }
}

// Optional texts are left out of the object when they are empty.
void write_text_if(JsonObject& out, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    out.text(key, text);
  }
}
void read_text_if(Fields& json, const char* key, std::string& value) {
  if (json.has(key)) {
    read(json, key, value);
  }
}

// ---- The facts of an item, spread over the object in the order of their keys
// -------------

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

void read_facts(Fields& json, ItemFacts& facts) {
  if (json.has("entry")) {
    read_name(json, "entry", facts.type, &item_type_from);
  }
  read(json, "ino", facts.inode);
  read(json, "mtime", facts.mtime);
  facts.ctime = facts.mtime;
  if (json.has("ctime")) {
    read(json, "ctime", facts.ctime);
  }
  read_digests(json, "sha256", "xxh3_128", facts.digests);
  read(json, "size", facts.size);
  if (facts.type == ItemType::kSymlink) {
    read_bytes(json, "target", facts.link_target);
  }
}

// ---- One pair of functions a kind of event
// ---------------------------------------------- write() ends with the keys "time" (of
// the event), "type" and what sorts after them.

struct Tail {
  Time time;
  std::string_view type;
};

void write_tail(JsonObject& out, const Tail& tail) {
  out.time("time", tail.time);
  out.text("type", tail.type);
}

void write(JsonObject& out, const LedgerStarted& e, const Tail& tail) {
  out.number("format", static_cast<std::uint64_t>(e.format));
  out.text("origin", e.origin);
  write_tail(out, tail);
}
void read_body(Fields& json, LedgerStarted& e) {
  read(json, "format", e.format);
  read(json, "origin", e.origin);
}

void write(JsonObject& out, const StoreEnrolled& e, const Tail& tail) {
  const StoreIdentity& identity = e.identity;
  out.text("filesystem_id", identity.filesystem_id);
  out.text("filesystem_type", identity.filesystem_type);
  out.bytes("mount_source", identity.mount_source);
  if (identity.root_birth) {
    out.time("root_birth", *identity.root_birth);
  }
  write_text_if(out, "root_handle", identity.root_handle);
  out.number("root_inode", identity.root_inode);
  out.text("store", e.store);
  write_tail(out, tail);
}
void read_body(Fields& json, StoreEnrolled& e) {
  StoreIdentity& identity = e.identity;
  read(json, "filesystem_id", identity.filesystem_id);
  read(json, "filesystem_type", identity.filesystem_type);
  read_bytes(json, "mount_source", identity.mount_source);
  read(json, "root_birth", identity.root_birth);
  read_text_if(json, "root_handle", identity.root_handle);
  read(json, "root_inode", identity.root_inode);
  read(json, "store", e.store);
}

void write(JsonObject& out, const ItemAdded& e, const Tail& tail) {
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
void read_body(Fields& json, ItemAdded& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_facts(json, e.facts);
}

void write(JsonObject& out, const ItemAltered& e, const Tail& tail) {
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

void write(JsonObject& out, const ItemMoved& e, const Tail& tail) {
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
void read_body(Fields& json, ItemMoved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_bytes(json, "from", e.from);
  read_facts(json, e.facts);
}

void write(JsonObject& out, const ItemRemoved& e, const Tail& tail) {
  write_ctime(out, e.facts);
  write_text_if(out, "detail", e.detail);
  write_entry(out, e.facts);
  out.text("explanation", name_of(e.explanation));
  out.time("first_missed", e.first_missed);
  out.time("first_seen", e.first_seen);
  out.number("ino", e.facts.inode);
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
}

void write(JsonObject& out, const ItemsVerified& e, const Tail& tail) {
  out.bytes("directory", e.directory);
  out.byte_list("names", e.names);
  out.text("store", e.store);
  write_tail(out, tail);
}
void read_body(Fields& json, ItemsVerified& e) {
  read(json, "store", e.store);
  read_bytes(json, "directory", e.directory);
  read_list(json, "names", e.names);
}

std::optional<PlaceKind> place_kind_from(std::string_view name) {
  for (const PlaceKind kind :
       {PlaceKind::kDirectory, PlaceKind::kFile, PlaceKind::kInFlight}) {
    if (name_of(kind) == name) {
      return kind;
    }
  }
  return std::nullopt;
}

void write(JsonObject& out, const PlaceUnobserved& e, const Tail& tail) {
  if (e.last_observed) {
    out.time("last_observed", *e.last_observed);
  }
  out.bytes("path", e.path);
  out.text("place", name_of(e.place));
  out.text("reason", e.reason);
  out.text("store", e.store);
  write_tail(out, tail);
}
void read_body(Fields& json, PlaceUnobserved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
  read_name(json, "place", e.place, &place_kind_from);
  read(json, "reason", e.reason);
  read(json, "last_observed", e.last_observed);
}

void write(JsonObject& out, const PlaceObserved& e, const Tail& tail) {
  out.bytes("path", e.path);
  out.text("store", e.store);
  write_tail(out, tail);
}
void read_body(Fields& json, PlaceObserved& e) {
  read(json, "store", e.store);
  read_bytes(json, "path", e.path);
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

void write(JsonObject& out, const ScanFinished& e, const Tail& tail) {
  const ScanCounts& n = e.counts;
  out.number("added", n.added);
  out.number("bytes", n.bytes);
  out.number("corrupted", n.corrupted);
  out.number("emptied", n.emptied);
  out.number("explained", n.explained);
  out.number("in_flight", n.in_flight);
  out.number("items", n.items);
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
  read_text_if(json, "reason", e.reason);
}

void write(JsonObject& out, const CheckFinished& e, const Tail& tail) {
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

void write(JsonObject& out, const GapRecorded& e, const Tail& tail) {
  out.time("from", e.from);
  out.text("reason", e.reason);
  write_text_if(out, "store", e.store);
  write_tail(out, tail);
  out.time("until", e.until);
}
void read_body(Fields& json, GapRecorded& e) {
  read_text_if(json, "store", e.store);
  read(json, "from", e.from);
  read(json, "until", e.until);
  read(json, "reason", e.reason);
}

void write(JsonObject& out, const AuthorityAdded& e, const Tail& tail) {
  out.text("approved_by", e.approved_by);
  out.time("from", e.from);
  out.number("listed_paths", e.listed_paths);
  if (e.max_bytes) {
    out.number("max_bytes", *e.max_bytes);
  }
  if (e.max_items) {
    out.number("max_items", *e.max_items);
  }
  out.byte_list("prefixes", e.prefixes);
  out.text("reference", e.reference);
  write_text_if(out, "second_approver", e.second_approver);
  out.text("store", e.store);
  write_tail(out, tail);
  if (e.until) {
    out.time("until", *e.until);
  }
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
  read_list(json, "prefixes", e.prefixes);
  read(json, "listed_paths", e.listed_paths);
}

void write(JsonObject& out, const AuthorityPaths& e, const Tail& tail) {
  out.byte_list("paths", e.paths);
  out.text("reference", e.reference);
  out.text("store", e.store);
  write_tail(out, tail);
}
void read_body(Fields& json, AuthorityPaths& e) {
  read(json, "store", e.store);
  read(json, "reference", e.reference);
  read_list(json, "paths", e.paths);
}

void write(JsonObject& out, const IncidentRecorded& e, const Tail& tail) {
  out.number("bytes", e.bytes);
  out.time("first_missed", e.first_missed);
  out.text("id", e.id);
  out.number("items", e.items);
  out.time("last_seen", e.last_seen);
  out.text("store", e.store);
  write_tail(out, tail);
  out.number("version", static_cast<std::uint64_t>(e.version));
}
void read_body(Fields& json, IncidentRecorded& e) {
  read(json, "id", e.id);
  read(json, "store", e.store);
  read(json, "version", e.version);
  read(json, "items", e.items);
  read(json, "bytes", e.bytes);
  read(json, "last_seen", e.last_seen);
  read(json, "first_missed", e.first_missed);
}

void write(JsonObject& out, const AgentStarted& e, const Tail& tail) {
  write_tail(out, tail);
  out.text("version", e.version);
}
void read_body(Fields& json, AgentStarted& e) {
  read(json, "version", e.version);
}

void write(JsonObject& out, const AgentStopped& e, const Tail& tail) {
  out.text("reason", e.reason);
  write_tail(out, tail);
}
void read_body(Fields& json, AgentStopped& e) {
  read(json, "reason", e.reason);
}

// Reads the body whose kType is `type`, trying the alternatives in turn.
template <std::size_t I = 0>
bool read_any(Fields& json, const std::string& type, EventBody& body) {
  if constexpr (I == std::variant_size_v<EventBody>) {
    return false;
  } else {
    using Body = std::variant_alternative_t<I, EventBody>;
    if (type != Body::kType) {
      return read_any<I + 1>(json, type, body);
    }
    read_body(json, body.emplace<I>());
    return true;
  }
}

}  // namespace

void append_event(std::string& out, const Event& event) {
  std::visit(
      [&](const auto& body) {
        JsonObject object(out);
        write(object, body, Tail{event.time, body.kType});
        object.close();
      },
      event.body);
}

std::string encode_event(const Event& event) {
  std::string out;
  append_event(out, event);
  return out;
}

Result<Event> parse_event(std::string_view text) {
  const auto corrupt = [](std::string_view why) {
    return Error{ErrorCode::kCorrupt, 0, "bad event: " + printable(why)};
  };
  const Json object = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return corrupt("not a JSON object");
  }
  Fields json(object);
  Event event;
  read(json, "time", event.time);
  const std::string& type = json.text("type");
  if (!read_any(json, type, event.body)) {
    json.complain("type", "is not a kind of event that this version knows");
  }
  if (!json.problem().empty()) {
    return corrupt(json.problem());
  }
  return event;
}

std::string_view peek_type(std::string_view json) {
  // Inside strings a quote is escaped, so this text can only be the key and its value.
  constexpr std::string_view kKey = "\"type\":\"";
  const std::size_t at = json.rfind(kKey);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::size_t start = at + kKey.size();
  return json.substr(start, json.find('"', start) - start);
}

}  // namespace muniment
