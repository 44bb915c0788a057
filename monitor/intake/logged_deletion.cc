#include "intake/logged_deletion.h"

#include <algorithm>
#include <charconv>

#include "intake/complaint.h"
#include "intake/item_path.h"

namespace muniment {
namespace {

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

// The action as events have it; "" when it is no deletion.
std::string deletion_named(std::string_view action) {
  constexpr std::string_view kDeletions[] = {"delete",  "deleted", "remove",
                                             "removed", "unlink",  "purge"};
  const std::string small = in_small_letters(action);
  if (small == "sdel" || small == "idel") {
    return small == "sdel" ? "SDEL" : "IDEL";
  }
  const bool known = std::find(std::begin(kDeletions), std::end(kDeletions), small) !=
                     std::end(kDeletions);
  return known ? small : "";
}

// A number of an audit line.
Result<std::uint64_t> read_number(const AuditLine& line, std::string_view name) {
  const std::string_view text = line.value(name);
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return refusal(std::string(name) + ' ' + cite(text) + " is not a number");
  }
  return number;
}

Result<Time> stated_time(const AuditLine& line) {
  if (line.find("ATIM") == nullptr) {
    // The line's own, which is in UTC without saying so.
    return parse_time(std::string(line.time.substr(0, 64)) + 'Z');
  }
  MUNIMENT_ASSIGN(const std::uint64_t us, read_number(line, "ATIM"));
  return time_from_parts(static_cast<std::int64_t>(us / 1'000'000),
                         static_cast<std::int64_t>(us % 1'000'000 * 1000));
}

Result<Time> time_of(const AuditLine& line) {
  MUNIMENT_ASSIGN(const Time time, stated_time(line));
  if (!is_plausible(time)) {
    return refusal("the time " + format_time(time) + " is not between 1970 and 2200");
  }
  return time;
}

struct Place {
  std::string_view bucket;
  std::string_view key;
};

// nullopt: a whole bucket was deleted.
Result<std::optional<Place>> place_of(const AuditLine& line, std::string_view type) {
  if (line.find("S3KY") != nullptr) {
    return std::optional(Place{line.value("S3BK"), line.value("S3KY")});
  }
  const std::string_view path = type == "IDEL" ? line.value("PATH") : "";
  const std::size_t slash = path.find('/');
  if (slash != std::string_view::npos) {
    return std::optional(Place{path.substr(0, slash), path.substr(slash + 1)});
  }
  if (type == "SDEL" && !line.value("S3BK").empty()) {
    return std::nullopt;
  }
  return refusal(std::string(type) + " without a key");
}

// Who sent the request. Not the owner of the bucket (SBAI, SBAC), who may be another.
std::string sender_of(const AuditLine& line) {
  if (const std::string_view user = line.value("SUSR"); !user.empty()) {
    return std::string(user);
  }
  for (const std::string_view account : {line.value("SACC"), line.value("S3AI")}) {
    if (!account.empty()) {
      return "account " + std::string(account);
    }
  }
  return line.find("SUSR") != nullptr ? "anonymous" : "";
}

Result<std::string> actor_of(const AuditLine& line, std::string_view type) {
  const bool by_rule = type == "IDEL";
  const std::string_view name = line.value(by_rule ? "RULE" : "SAIP");
  std::string actor = by_rule ? "lifecycle rule" : sender_of(line);
  if (!name.empty()) {
    actor.append(actor.empty() ? "" : " ").append(by_rule ? "" : "from ").append(name);
  }
  if (actor.size() > kMaxSpokenBytes || !is_shown_as_it_is(actor)) {
    return refusal("the actor " + cite(actor) +
                   " has a character that is not shown, or is too long");
  }
  return actor;
}

// nullopt: not below the prefix, or the mark of a directory.
Result<std::optional<StorePath>> path_below(std::string_view key,
                                            const LogRequest& request) {
  if (!key.starts_with(request.prefix) || key.ends_with('/')) {
    return std::nullopt;
  }
  MUNIMENT_ASSIGN(StorePath path,
                  parse_path_of_item(key.substr(request.prefix.size())));
  if (path.size() > kMaxRowBytes) {
    return refusal("the key has more than " + std::to_string(kMaxRowBytes) + " bytes");
  }
  return std::optional(std::move(path));
}

// "SDEL" or "IDEL"; "": the line is about something else.
Result<std::string_view> deletion_type(const AuditLine& line) {
  const std::string_view type = line.value("ATYP");
  if (type.empty()) {
    return refusal("there is no ATYP in it");
  }
  if (type != "SDEL" && type != "IDEL") {
    return std::string_view();
  }
  const std::string_view result = line.value("RSLT");
  if (result.empty()) {
    return refusal(std::string(type) + " without RSLT");
  }
  return result == "SUCS" && line.value("S3SR").empty() ? type : std::string_view();
}

}  // namespace

Result<std::optional<DeletionLogged>> deletion_in(const AuditLine& line,
                                                  const LogRequest& request) {
  MUNIMENT_ASSIGN(const std::string_view type, deletion_type(line));
  if (type.empty()) {
    return std::nullopt;
  }
  MUNIMENT_ASSIGN(const std::optional<Place> place, place_of(line, type));
  if (!place || (!request.bucket.empty() && place->bucket != request.bucket)) {
    return std::nullopt;
  }
  MUNIMENT_ASSIGN(std::optional<StorePath> path, path_below(place->key, request));
  if (!path) {
    return std::nullopt;
  }
  if (line.find("CSIZ") != nullptr) {
    MUNIMENT_TRY(read_number(line, "CSIZ"));
  }
  MUNIMENT_ASSIGN(const Time at, time_of(line));
  MUNIMENT_ASSIGN(std::string actor, actor_of(line, type));
  return std::optional(DeletionLogged{request.store, std::move(*path), at,
                                      std::move(actor), std::string(type)});
}

Result<std::optional<DeletionLogged>> deletion_in(const LogCells& cells,
                                                  const LogRequest& request) {
  if (cells.action.is_empty()) {
    return refuse_cell(cells.action, "it is empty");
  }
  MUNIMENT_TRY(check_readable(cells.action));
  DeletionLogged row;
  row.store = request.store;
  row.action = deletion_named(cells.action.text);
  if (row.action.empty() || !cells.path.text.starts_with(request.prefix)) {
    return std::nullopt;
  }
  MUNIMENT_ASSIGN(row.path, read_path(cells.path, request.prefix));
  MUNIMENT_ASSIGN(row.at, read_time(cells.time));
  if (cells.actor.text != "-") {  // as many logs have it for nobody
    MUNIMENT_ASSIGN(row.actor, read_spoken(cells.actor));
  }
  return std::optional(std::move(row));
}

}  // namespace muniment
