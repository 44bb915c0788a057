#include "intake/authority_document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "intake/authority_terms.h"
#include "intake/complaint.h"
#include "intake/flat_object.h"
#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::string_view kKind = "muniment-authority/v1";
constexpr std::string_view kKeys[] = {
    "approved_by", "cases",     "classes",         "collections",  "collections_b64",
    "document",    "from",      "max_bytes",       "max_items",    "nonce",
    "paths",       "paths_b64", "prefixes",        "prefixes_b64", "recorded_from",
    "recorded_to", "reference", "second_approver", "store",        "until"};
static_assert(std::is_sorted(std::begin(kKeys), std::end(kKeys)));

std::vector<std::string> sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  return list;
}

bool is_nonce(std::string_view text) {
  std::array<std::uint8_t, 16> bytes{};
  return from_hex(text, bytes.data(), bytes.size());
}

// The members of a document; the first problem is kept.
class Members {
 public:
  explicit Members(const FlatObject& object) : object_(object) {}

  const std::string& problem() const { return problem_; }
  void complain(std::string_view key, std::string_view why) {
    if (problem_.empty()) {
      problem_.append(1, '"').append(key).append("\" ").append(why);
    }
  }

  std::string text(std::string_view key) {
    const FlatValue* const value = member(key, ValueKind::kText, "is not a text");
    if (value == nullptr) {
      complain(key, "is missing");
    }
    return value == nullptr ? "" : value->text;
  }
  std::string text_if(std::string_view key) {
    return object_.find(key) != nullptr ? text(key) : "";
  }

  Time time(std::string_view key) {
    const auto time = parse_time(text(key));
    if (!time) {
      complain(key, "is wrong: " + time.error().what);
    }
    return time ? time.value() : Time();
  }
  std::optional<Time> time_if(std::string_view key) {
    return object_.find(key) != nullptr ? std::optional(time(key)) : std::nullopt;
  }

  std::optional<std::uint64_t> count_if(std::string_view key) {
    const FlatValue* const value =
        member(key, ValueKind::kCount, "is not a whole number");
    return value != nullptr ? std::optional(parse_count(value->text)) : std::nullopt;
  }

  std::vector<std::string> texts_if(std::string_view key) {
    const FlatValue* const value = member(key, ValueKind::kTexts, "is not a list");
    return value != nullptr ? value->texts : std::vector<std::string>();
  }

  // Sorted, those in base64 among the others.
  std::vector<std::string> bytes_if(const std::string& key) {
    std::vector<std::string> list = texts_if(key);
    for (const std::string& text : texts_if(key + "_b64")) {
      const auto bytes = from_base64(text);
      if (!bytes || is_utf8(*bytes)) {
        complain(key + "_b64", bytes ? "has UTF-8 in base64" : "is not base64");
        return {};
      }
      list.push_back(*bytes);
    }
    return sorted(std::move(list));
  }

 private:
  const FlatValue* member(std::string_view key, ValueKind kind, std::string_view why) {
    const FlatValue* const value = object_.find(key);
    if (value != nullptr && value->kind != kind) {
      complain(key, why);
    }
    return value;
  }

  static std::uint64_t parse_count(const std::string& digits) {
    std::uint64_t number = 0;
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

  const FlatObject& object_;
  std::string problem_;
};

Status check_keys(const FlatObject& object) {
  for (const auto& [key, value] : object.members) {
    if (!std::binary_search(std::begin(kKeys), std::end(kKeys),
                            std::string_view(key))) {
      return refusal("unknown key " + cite(key));
    }
  }
  return ok();
}

void read_terms(Members& members, AuthorityAdded& terms) {
  terms.store = members.text("store");
  terms.reference = members.text("reference");
  terms.approved_by = members.text("approved_by");
  terms.second_approver = members.text_if("second_approver");
  terms.from = members.time("from");
  terms.until = members.time_if("until");
  terms.max_items = members.count_if("max_items");
  terms.max_bytes = members.count_if("max_bytes");
  terms.scope.prefixes = members.bytes_if("prefixes");
  terms.scope.collections = members.bytes_if("collections");
  terms.scope.classes = members.texts_if("classes");
  terms.scope.cases = members.texts_if("cases");
  terms.scope.recorded_from = members.time_if("recorded_from");
  terms.scope.recorded_to = members.time_if("recorded_to");
}

Result<AuthorityDocument> read_document(const FlatObject& object) {
  Members members(object);
  AuthorityDocument document;
  if (const std::string kind = members.text("document"); kind != kKind) {
    members.complain("document", "is " + cite(kind) + ", not " + cite(kKind));
  }
  document.nonce = members.text("nonce");
  if (!is_nonce(document.nonce)) {
    members.complain("nonce", "is not 32 hexadecimal digits in small letters");
  }
  read_terms(members, document.terms);
  document.paths = members.bytes_if("paths");
  document.terms.scope.listed_paths = document.paths.size();
  if (!members.problem().empty()) {
    return refusal(members.problem());
  }
  return document;
}

Status check_canonical(std::string_view text, const AuthorityDocument& document) {
  const std::string canonical = format_authority_document(document);
  if (text == canonical) {
    return ok();
  }
  const auto differ =
      std::mismatch(text.begin(), text.end(), canonical.begin(), canonical.end());
  return refusal("it is not in the canonical form: byte " +
                 std::to_string(differ.first - text.begin() + 1) +
                 " is another than it should be");
}

void write_number_if(JsonObject& out, std::string_view key,
                     const std::optional<std::uint64_t>& number) {
  if (number) {
    out.number(key, *number);
  }
}

void write_moment_if(JsonObject& out, std::string_view key,
                     const std::optional<Time>& time) {
  if (time) {
    out.time(key, *time);
  }
}

}  // namespace

std::string format_authority_document(const AuthorityDocument& document) {
  const AuthorityAdded& terms = document.terms;
  std::string text;
  JsonObject out(text);
  out.text("approved_by", terms.approved_by);
  out.byte_list("cases", sorted(terms.scope.cases));
  out.byte_list("classes", sorted(terms.scope.classes));
  out.byte_list("collections", sorted(terms.scope.collections));
  out.text("document", kKind);
  out.time("from", terms.from);
  write_number_if(out, "max_bytes", terms.max_bytes);
  write_number_if(out, "max_items", terms.max_items);
  out.text("nonce", document.nonce);
  out.byte_list("paths", sorted(document.paths));
  out.byte_list("prefixes", sorted(terms.scope.prefixes));
  write_moment_if(out, "recorded_from", terms.scope.recorded_from);
  write_moment_if(out, "recorded_to", terms.scope.recorded_to);
  out.text("reference", terms.reference);
  if (!terms.second_approver.empty()) {
    out.text("second_approver", terms.second_approver);
  }
  out.text("store", terms.store);
  write_moment_if(out, "until", terms.until);
  out.close();
  return text + '\n';
}

Result<AuthorityDocument> parse_authority_document(std::string_view text) {
  if (text.size() > kMaxAuthorityDocumentBytes) {
    return refusal("it has more than " + std::to_string(kMaxAuthorityDocumentBytes) +
                   " bytes");
  }
  MUNIMENT_ASSIGN(const FlatObject object, parse_flat_object(text));
  MUNIMENT_TRY(check_keys(object));
  MUNIMENT_ASSIGN(AuthorityDocument document, read_document(object));
  MUNIMENT_TRY(check_authority_terms(document.terms, document.paths));
  MUNIMENT_TRY(check_canonical(text, document));
  return document;
}

}  // namespace muniment
