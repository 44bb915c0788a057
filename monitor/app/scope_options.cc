#include "app/scope_options.h"

#include <algorithm>

#include "app/command.h"
#include "intake/item_path.h"
#include "intake/path_list.h"
#include "model/json_text.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr std::size_t kMaxPathsPerEvent = 30'000;  // bytes of paths in one event
constexpr std::size_t kMaxScopeBytes = 30'000;     // of a scope without its list

void add_list(CLI::App& command, const char* flag, std::vector<std::string>& values,
              const char* meaning, const char* type) {
  command.add_option(flag, values, meaning)
      ->type_name(type)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Result<std::vector<StorePath>> parse_prefixes(const std::vector<std::string>& texts) {
  std::vector<StorePath> prefixes;
  for (const std::string& text : texts) {
    auto prefix = parse_item_path(text);
    if (!prefix) {
      return usage_error("--prefix: " + prefix.error().what);
    }
    if (prefix.value().empty()) {
      return usage_error("--prefix " + in_quotes(text) +
                         " is the whole store: name a part of it");
    }
    prefixes.push_back(std::move(prefix).value());
  }
  return prefixes;
}

Result<std::vector<StorePath>> read_lists(const ScopeOptions& typed) {
  std::vector<StorePath> all;
  for (const std::string& file : typed.lists) {
    if (file.empty()) {
      return usage_error("--list must not be empty");
    }
    auto paths = read_path_list(file, typed.null_separated);
    if (!paths) {
      return usage_error(paths.error().what);
    }
    all.insert(all.end(), paths.value().begin(), paths.value().end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// As an event lists them: sorted, each once, those that are UTF-8 first.
std::vector<std::string> listed(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::stable_partition(values.begin(), values.end(), is_utf8);
  return values;
}

Status check_texts(std::string_view flag, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    MUNIMENT_TRY(check_spoken_text(flag, text));
  }
  return ok();
}

// A day means all of it: a date has no 'T'.
Time end_of(Time time, const std::string& text) {
  constexpr std::int64_t kNsPerDay = 86'400 * kNsPerSecond;
  constexpr std::size_t kDateLength = 10;
  return text.size() == kDateLength ? Time{time.ns + kNsPerDay - 1} : time;
}

Status check_size(const Scope& scope) {
  std::size_t bytes = 0;
  for (const auto* values :
       {&scope.prefixes, &scope.collections, &scope.classes, &scope.cases}) {
    for (const std::string& value : *values) {
      bytes += value.size() + 3;
    }
  }
  return bytes <= kMaxScopeBytes
             ? Status(ok())
             : Status(usage_error("the scope is too long for one entry of the ledger: "
                                  "put paths into a --list"));
}

}  // namespace

void add_scope_options(CLI::App& command, ScopeOptions& typed) {
  add_list(command, "--prefix,--path", typed.prefixes,
           "This item, or everything in this directory; may be repeated", "PATH");
  add_list(command, "--list", typed.lists, "The items in this file, a path a line",
           "FILE");
  command.add_flag("-0,--null", typed.null_separated,
                   "Paths in lists end with a NUL byte, not a line feed");
  add_list(command, "--collection", typed.collections,
           "The items of this collection; may be repeated", "COLLECTION");
  add_list(command, "--class", typed.classes, "Items of this class; may be repeated",
           "CLASS");
  add_list(command, "--case", typed.cases, "Items of this case; may be repeated",
           "CASE");
  command
      .add_option("--recorded-from", typed.recorded_from,
                  "Items recorded on this date or later")
      ->type_name("DATE");
  command
      .add_option("--recorded-to", typed.recorded_to,
                  "Items recorded on this date or earlier")
      ->type_name("DATE");
}

Result<std::optional<Time>> parse_optional_time(
    std::string_view flag, const std::optional<std::string>& text) {
  if (!text) {
    return std::optional<Time>();
  }
  auto time = parse_time(*text);
  if (!time) {
    return usage_error(std::string(flag) + ": " + time.error().what);
  }
  return std::optional(time.value());
}

Result<ListedScope> parse_scope(const ScopeOptions& typed) {
  ListedScope result;
  Scope& scope = result.scope;
  MUNIMENT_ASSIGN(std::vector<StorePath> prefixes, parse_prefixes(typed.prefixes));
  MUNIMENT_TRY(check_texts("--class", typed.classes));
  for (const std::string& collection : typed.collections) {
    if (collection.empty()) {
      return usage_error("--collection must not be empty");
    }
  }
  MUNIMENT_TRY(check_texts("--case", typed.cases));
  scope.prefixes = listed(std::move(prefixes));
  scope.collections = listed(typed.collections);
  scope.classes = listed(typed.classes);
  scope.cases = listed(typed.cases);
  MUNIMENT_ASSIGN(scope.recorded_from,
                  parse_optional_time("--recorded-from", typed.recorded_from));
  MUNIMENT_ASSIGN(scope.recorded_to,
                  parse_optional_time("--recorded-to", typed.recorded_to));
  if (scope.recorded_to) {
    scope.recorded_to = end_of(*scope.recorded_to, *typed.recorded_to);
  }
  if (scope.recorded_from && scope.recorded_to &&
      *scope.recorded_to < *scope.recorded_from) {
    return usage_error("--recorded-to " + *typed.recorded_to +
                       " is before --recorded-from " + *typed.recorded_from);
  }
  MUNIMENT_TRY(check_size(scope));
  MUNIMENT_ASSIGN(result.paths, read_lists(typed));
  scope.listed_paths = result.paths.size();
  return result;
}

std::vector<std::vector<StorePath>> in_events(const std::vector<StorePath>& paths) {
  std::vector<std::vector<StorePath>> parts;
  std::size_t bytes = kMaxPathsPerEvent;
  for (const StorePath& path : paths) {
    std::string text;
    append_json_string(text, is_utf8(path) ? path : to_base64(path));
    bytes += text.size() + 1;
    if (bytes > kMaxPathsPerEvent) {
      parts.emplace_back();
      bytes = text.size() + 1;
    }
    parts.back().push_back(path);
  }
  for (std::vector<StorePath>& part : parts) {
    std::stable_partition(part.begin(), part.end(), is_utf8);
  }
  return parts;
}

}  // namespace muniment
