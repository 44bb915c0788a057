#include "model/event_fields.h"

#include <utility>

#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

std::string decode_base64(Fields& json, const std::string& key, std::string_view text) {
  auto bytes = from_base64(text);
  if (!bytes || is_utf8(*bytes)) {
    // UTF-8 is written as text: no value has two encodings.
    json.complain(key, bytes ? "is UTF-8 in base64" : "is not base64");
    return {};
  }
  return std::move(*bytes);
}

}  // namespace

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

void read_text_if(Fields& json, const char* key, std::string& value) {
  if (json.has(key)) {
    read(json, key, value);
  }
}

void read_count_if(Fields& json, const char* key, std::uint64_t& value) {
  if (json.has(key)) {
    read(json, key, value);
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

}  // namespace muniment
