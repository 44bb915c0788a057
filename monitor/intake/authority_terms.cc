#include "intake/authority_terms.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include "intake/cell.h"
#include "intake/complaint.h"
#include "intake/item_path.h"
#include "model/printable.h"

namespace muniment {
namespace {

using Names = std::unordered_set<std::string_view>;

Status check_name(std::string_view what, std::string_view text) {
  if (text.find_first_not_of(' ') == std::string_view::npos) {
    return refusal(std::string(what) + " must not be empty");
  }
  if (text.size() > kMaxSpokenBytes || !is_utf8(text) || printable(text) != text) {
    return refusal(std::string(what) + ' ' + cite(text) +
                   " must be printable UTF-8 of at most " +
                   std::to_string(kMaxSpokenBytes) + " bytes, without backslashes");
  }
  return ok();
}

// Capitals and spaces do not make another person.
std::string person(std::string_view name) {
  std::string key;
  for (const char c : name) {
    if (c != ' ') {
      key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return key;
}

Status check_people(const AuthorityAdded& terms) {
  MUNIMENT_TRY(check_name("the store", terms.store));
  MUNIMENT_TRY(check_name("the reference", terms.reference));
  MUNIMENT_TRY(check_name("the approver", terms.approved_by));
  if (terms.second_approver.empty()) {
    return ok();
  }
  MUNIMENT_TRY(check_name("the second approver", terms.second_approver));
  if (person(terms.second_approver) == person(terms.approved_by)) {
    return refusal("the second approver " + cite(terms.second_approver) +
                   " is the first one again");
  }
  return ok();
}

Status check_times(const AuthorityAdded& terms) {
  if (terms.until && *terms.until < terms.from) {
    return refusal("it is valid until " + format_time(*terms.until) +
                   ", which is before it is valid from " + format_time(terms.from));
  }
  const Scope& scope = terms.scope;
  if (scope.recorded_from && scope.recorded_to &&
      *scope.recorded_to < *scope.recorded_from) {
    return refusal("recorded to " + format_time(*scope.recorded_to) +
                   " is before recorded from " + format_time(*scope.recorded_from));
  }
  return ok();
}

Status check_limits(const AuthorityAdded& terms) {
  if (terms.max_items == 0U || terms.max_bytes == 0U) {
    return refusal(std::string("the limit of ") +
                   (terms.max_items == 0U ? "items" : "bytes") + " must be above 0");
  }
  return ok();
}

// Classes, cases or collections.
Status check_names(std::string_view what, const std::vector<std::string>& names,
                   bool is_text) {
  Names seen;
  for (const std::string& name : names) {
    if (name.empty() || name.size() > kMaxSpokenBytes ||
        (is_text && !is_shown_as_it_is(name))) {
      return refusal(std::string(what) + ' ' + cite(name) +
                     " is empty, too long, or has a character that is not shown");
    }
    if (!seen.insert(name).second) {
      return refusal(std::string(what) + ' ' + cite(name) + " is named twice");
    }
  }
  return ok();
}

Status check_path(std::string_view what, const StorePath& path) {
  MUNIMENT_ASSIGN(const StorePath plain, parse_item_path(path));
  if (plain.empty()) {
    return refusal(std::string(what) + ' ' + cite(path) +
                   " is the whole store: name what may go");
  }
  if (plain != path) {
    return refusal(std::string(what) + ' ' + cite(path) + " must be written " +
                   cite(plain));
  }
  return ok();
}

// The prefix that `path` is in, or is; "" for none.
std::string_view prefix_around(const Names& prefixes, std::string_view path) {
  while (!path.empty() && !prefixes.contains(path)) {
    path = parent_of(path);
  }
  return path;
}

Status check_prefixes(const std::vector<StorePath>& list, Names& prefixes) {
  for (const StorePath& prefix : list) {
    MUNIMENT_TRY(check_path("the prefix", prefix));
    if (!prefixes.insert(prefix).second) {
      return refusal("the prefix " + cite(prefix) + " is named twice");
    }
  }
  for (const StorePath& prefix : list) {
    const std::string_view outer = prefix_around(prefixes, parent_of(prefix));
    if (!outer.empty()) {
      return refusal("the prefix " + cite(prefix) + " is within the prefix " +
                     cite(outer));
    }
  }
  return ok();
}

Status check_listed(const std::vector<StorePath>& paths, const Names& prefixes) {
  Names seen;
  for (const StorePath& path : paths) {
    MUNIMENT_TRY(check_path("the listed path", path));
    const std::string_view outer = prefix_around(prefixes, path);
    if (!outer.empty()) {
      return refusal("the listed path " + cite(path) + " is within the prefix " +
                     cite(outer));
    }
    if (!seen.insert(path).second) {
      return refusal("the path " + cite(path) + " is listed twice");
    }
  }
  return ok();
}

Status check_scope(const Scope& scope, const std::vector<StorePath>& paths) {
  Scope whole = scope;
  whole.listed_paths = paths.size();
  if (whole.is_everything()) {
    return refusal("it has no scope: name what may go");
  }
  MUNIMENT_TRY(check_names("the class", scope.classes, true));
  MUNIMENT_TRY(check_names("the case", scope.cases, true));
  MUNIMENT_TRY(check_names("the collection", scope.collections, false));
  Names prefixes;
  MUNIMENT_TRY(check_prefixes(scope.prefixes, prefixes));
  return check_listed(paths, prefixes);
}

}  // namespace

Status check_authority_terms(const AuthorityAdded& terms,
                             const std::vector<StorePath>& paths) {
  MUNIMENT_TRY(check_people(terms));
  MUNIMENT_TRY(check_times(terms));
  MUNIMENT_TRY(check_limits(terms));
  return check_scope(terms.scope, paths);
}

}  // namespace muniment
