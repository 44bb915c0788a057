// explain_removal() against a slow and obvious one, over random authorities and removals.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "explain/explain.h"

namespace muniment {
namespace {

using rc::gen::container;
using rc::gen::element;
using rc::gen::inRange;

std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return path.empty() ? std::vector<std::string>() : parts;
}

// The parts of the longest prefix that covers the path; -1 for none.
int longest_prefix(const AuthorityInForce& authority, const std::string& path) {
  const std::vector<std::string> whole = parts_of(path);
  int best = -1;
  for (const std::string& prefix : authority.terms.prefixes) {
    const std::vector<std::string> parts = parts_of(prefix);
    if (parts.size() <= whole.size() &&
        std::equal(parts.begin(), parts.end(), whole.begin())) {
      best = std::max(best, static_cast<int>(parts.size()));
    }
  }
  return best;
}

bool lists(const AuthorityInForce& authority, const RemovedItem& item) {
  return std::count(item.listed_by.begin(), item.listed_by.end(),
                    authority.terms.reference) > 0;
}

bool may_explain(const AuthorityInForce& authority, const RemovedItem& item) {
  const AuthorityAdded& terms = authority.terms;
  bool some_moment_is_allowed = false;
  for (std::int64_t ns = item.last_seen.ns; ns <= item.first_missed.ns; ++ns) {
    some_moment_is_allowed =
        some_moment_is_allowed ||
        (ns >= terms.from.ns && (!terms.until || ns <= terms.until->ns));
  }
  return (lists(authority, item) || longest_prefix(authority, item.path) >= 0) &&
         some_moment_is_allowed &&
         (!terms.max_items || authority.used_items + 1 <= *terms.max_items) &&
         (!terms.max_bytes || authority.used_bytes + item.size <= *terms.max_bytes);
}

// The index of the authority that explains the item; -1 for none.
int slow_explain(const RemovedItem& item, const std::vector<AuthorityInForce>& all) {
  std::vector<int> able;
  for (int i = 0; i < static_cast<int>(all.size()); ++i) {
    if (may_explain(all[static_cast<std::size_t>(i)], item)) {
      able.push_back(i);
    }
  }
  std::stable_sort(able.begin(), able.end(), [&](int i, int k) {
    const AuthorityInForce& a = all[static_cast<std::size_t>(i)];
    const AuthorityInForce& b = all[static_cast<std::size_t>(k)];
    const bool a_is_limited = a.terms.max_items || a.terms.max_bytes;
    const bool b_is_limited = b.terms.max_items || b.terms.max_bytes;
    if (a_is_limited != b_is_limited) {
      return b_is_limited;
    }
    if (lists(a, item) != lists(b, item)) {
      return lists(a, item);
    }
    return !lists(a, item) &&
           longest_prefix(a, item.path) > longest_prefix(b, item.path);
  });
  return able.empty() ? -1 : able.front();
}

rc::Gen<std::string> any_path() {
  return element<std::string>("a", "a/b", "a/b/c", "a/bb", "aa", "aa/b", "b", "b/a");
}

std::optional<std::uint64_t> any_limit() {
  const auto limit = *inRange(-2, 6);
  return limit < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(limit));
}

AuthorityInForce any_authority(std::size_t index) {
  AuthorityInForce authority;
  authority.terms.reference = std::to_string(index);
  authority.terms.approved_by = "somebody";
  authority.terms.from = Time{*inRange(0, 8)};
  if (const auto length = *inRange(-4, 6); length >= 0) {
    authority.terms.until = Time{authority.terms.from.ns + length};
  }
  authority.terms.max_items = any_limit();
  authority.terms.max_bytes = any_limit();
  authority.terms.prefixes = *container<std::vector<std::string>>(any_path());
  if (*inRange(0, 8) == 0) {
    authority.terms.prefixes.emplace_back();
  }
  authority.used_items = *inRange<std::uint64_t>(0, 3);
  authority.used_bytes = *inRange<std::uint64_t>(0, 3);
  return authority;
}

RemovedItem any_removal(std::size_t authorities) {
  RemovedItem item;
  item.path = *any_path();
  item.size = *inRange<std::uint64_t>(0, 4);
  item.last_seen = Time{*inRange(0, 8)};
  item.first_missed = Time{item.last_seen.ns + *inRange(0, 4)};
  for (std::size_t i = 0; i < authorities; ++i) {
    if (*inRange(0, 4) == 0) {
      item.listed_by.push_back(std::to_string(i));
    }
  }
  return item;
}

TEST(Explanation, IsWhatTheRulesSayWordForWord) {
  int explained = 0;
  int unexplained = 0;
  EXPECT_TRUE(rc::check("explain_removal is slow_explain", [&] {
    std::vector<AuthorityInForce> authorities;
    const auto count = *inRange<std::size_t>(0, 6);
    for (std::size_t i = 0; i < count; ++i) {
      authorities.push_back(any_authority(i));
    }
    for (int i = 0; i < 20; ++i) {
      const RemovedItem item = any_removal(count);
      const int expected = slow_explain(item, authorities);
      const std::vector<AuthorityInForce> before = authorities;
      const Verdict verdict = explain_removal(item, authorities);
      ++(expected < 0 ? unexplained : explained);
      RC_ASSERT(verdict.reference == (expected < 0 ? "" : std::to_string(expected)));
      RC_ASSERT((verdict.explanation == Explanation::kAuthority) == (expected >= 0));
      for (std::size_t k = 0; k < count; ++k) {
        const bool used = static_cast<int>(k) == expected;
        RC_ASSERT(authorities[k].used_items == before[k].used_items + (used ? 1 : 0));
        RC_ASSERT(authorities[k].used_bytes ==
                  before[k].used_bytes + (used ? item.size : 0));
      }
    }
  }));
  EXPECT_GT(explained, 100);
  EXPECT_GT(unexplained, 100);
}

}  // namespace
}  // namespace muniment
