// The text that approvers sign says the same to everybody, to the last byte.

#include "intake/authority_document.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "intake/authority_terms.h"
#include "model/printable.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

Time at(const char* text) {
  return value_of(parse_time(text));
}

AuthorityDocument simple() {
  AuthorityDocument document;
  document.terms.store = "bwv";
  document.terms.reference = "DA-1";
  document.terms.approved_by = "A. Clerk";
  document.terms.from = at("2023-07-01");
  document.terms.scope.prefixes = {"2023/01"};
  document.nonce = "00112233445566778899aabbccddeeff";
  return document;
}

AuthorityDocument full() {
  AuthorityDocument document = simple();
  AuthorityAdded& terms = document.terms;
  terms.second_approver = "B. \xC3\x89lan";
  terms.until = at("2023-08-01T12:00:00.5Z");
  terms.max_items = 10'000;
  terms.max_bytes = 18'446'744'073'709'551'615U;
  terms.scope.prefixes = {"2023/01", "\xFE"};
  terms.scope.collections = {"2022/12", "\xFF"};
  terms.scope.classes = {"non-evidential"};
  terms.scope.cases = {"C1", "C2"};
  terms.scope.recorded_from = at("2022-12-01");
  terms.scope.recorded_to = at("2022-12-31");
  document.paths = {"2022/a\"b", "2022/\xFF"};
  terms.scope.listed_paths = 2;
  return document;
}

TEST(AuthorityDocument, IsOneLineOfCanonicalJson) {
  EXPECT_EQ(
      format_authority_document(simple()),
      R"({"approved_by":"A. Clerk","document":"muniment-authority/v1",)"
      R"("from":"2023-07-01T00:00:00Z","nonce":"00112233445566778899aabbccddeeff",)"
      R"("prefixes":["2023/01"],"reference":"DA-1","store":"bwv"})"
      "\n");
  EXPECT_EQ(
      format_authority_document(full()),
      R"({"approved_by":"A. Clerk","cases":["C1","C2"],"classes":["non-evidential"],)"
      R"("collections":["2022/12"],"collections_b64":["/w=="],)"
      R"("document":"muniment-authority/v1","from":"2023-07-01T00:00:00Z",)"
      R"("max_bytes":18446744073709551615,"max_items":10000,)"
      R"("nonce":"00112233445566778899aabbccddeeff","paths":["2022/a\"b"],)"
      R"("paths_b64":["MjAyMi//"],"prefixes":["2023/01"],"prefixes_b64":["/g=="],)"
      R"("recorded_from":"2022-12-01T00:00:00Z","recorded_to":"2022-12-31T00:00:00Z",)"
      R"("reference":"DA-1","second_approver":"B. \u00c9lan","store":"bwv",)"
      R"("until":"2023-08-01T12:00:00.500Z"})"
      "\n");
}

TEST(AuthorityDocument, ReadsBackAsItWas) {
  for (const AuthorityDocument& document : {simple(), full()}) {
    const auto read = parse_authority_document(format_authority_document(document));
    ASSERT_TRUE(read) << reason(read);
    EXPECT_EQ(read.value(), document);
  }
}

TEST(AuthorityDocument, IsTheSameWhateverTheOrderOfItsLists) {
  AuthorityDocument turned = full();
  std::reverse(turned.paths.begin(), turned.paths.end());
  std::reverse(turned.terms.scope.cases.begin(), turned.terms.scope.cases.end());
  std::reverse(turned.terms.scope.prefixes.begin(), turned.terms.scope.prefixes.end());
  EXPECT_EQ(format_authority_document(turned), format_authority_document(full()));
}

TEST(AuthorityDocument, DoesNotHoldWhoSignedIt) {
  AuthorityDocument document = simple();
  document.terms.signed_by = {"key"};
  document.terms.document = "00";
  EXPECT_EQ(format_authority_document(document), format_authority_document(simple()));
}

TEST(AuthorityDocument, WithAnyByteChangedIsAnotherOrNone) {
  const std::string text = format_authority_document(full());
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int bit : {0, 1, 5, 7}) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const auto read = parse_authority_document(changed);
      if (read) {
        EXPECT_FALSE(read.value() == full()) << i;
        EXPECT_EQ(format_authority_document(read.value()), changed);
      } else {
        EXPECT_EQ(read.error().code, ErrorCode::kInvalid);
      }
    }
  }
}

TEST(AuthorityDocument, CutShortAnywhereIsNone) {
  const std::string text = format_authority_document(full());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(parse_authority_document(text.substr(0, size))) << size;
  }
}

rc::Gen<std::string> any_name() {
  return rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::element('a', 'b', 'C', '"', '.', '1')));
}

// None is within another.
std::vector<std::string> any_places(const std::string& below) {
  const auto names = *rc::gen::container<std::set<std::string>>(
      rc::gen::nonEmpty(rc::gen::container<std::string>(
          rc::gen::element('a', 'b', '\xFF', '"', '\n', '\xC3'))));
  std::vector<std::string> places;
  places.reserve(names.size());
  for (const std::string& name : names) {
    places.push_back(below + name);
  }
  return places;
}

std::vector<std::string> any_names() {
  const auto names = *rc::gen::container<std::set<std::string>>(any_name());
  return {names.begin(), names.end()};
}

template <typename T>
std::optional<T> sometimes(T value) {
  return *rc::gen::arbitrary<bool>() ? std::optional(value) : std::nullopt;
}

AuthorityDocument any_document() {
  AuthorityDocument document = simple();
  AuthorityAdded& terms = document.terms;
  terms.store = *any_name();
  terms.reference = *any_name();
  terms.approved_by = *any_name();
  terms.second_approver = sometimes("2" + *any_name()).value_or("");
  terms.from = Time{*rc::gen::arbitrary<std::int64_t>() / 2};
  terms.until =
      sometimes(Time{terms.from.ns + *rc::gen::inRange<std::int64_t>(0, 1000)});
  terms.max_items = sometimes(*rc::gen::inRange<std::uint64_t>(1, 1000));
  terms.max_bytes = sometimes(*rc::gen::positive<std::uint64_t>());
  Scope& scope = terms.scope;
  scope.prefixes = any_places("prefix/");
  scope.collections = any_names();
  scope.classes = any_names();
  scope.cases = any_names();
  scope.recorded_from = sometimes(Time{*rc::gen::inRange<std::int64_t>(-1000, 0)});
  scope.recorded_to = sometimes(Time{*rc::gen::inRange<std::int64_t>(0, 1000)});
  document.paths = any_places("listed/");
  scope.listed_paths = document.paths.size();
  return document;
}

TEST(AuthorityDocument, OfAnyTermsReadsBackAsItWas) {
  const bool holds = rc::check([] {
    const AuthorityDocument document = any_document();
    RC_PRE(!document.terms.scope.is_everything());
    const std::string text = format_authority_document(document);
    const auto read = parse_authority_document(text);
    RC_ASSERT(reason(read) == "");
    RC_ASSERT(read.value() == document);
    RC_ASSERT(format_authority_document(read.value()) == text);
  });
  EXPECT_TRUE(holds);
}

// The obvious way: everything against everything.
bool overlaps(const std::vector<StorePath>& prefixes,
              const std::vector<StorePath>& paths) {
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    for (std::size_t j = 0; j < prefixes.size(); ++j) {
      if (i != j && is_under(prefixes[i], prefixes[j])) {
        return true;
      }
    }
    for (const StorePath& path : paths) {
      if (is_under(path, prefixes[i])) {
        return true;
      }
    }
  }
  return std::set(paths.begin(), paths.end()).size() != paths.size();
}

TEST(AuthorityTerms, OverlapExactlyWhenOnePlaceIsWithinAnother) {
  const bool holds = rc::check([] {
    const auto path = rc::gen::element<std::string>(
        "a", "a/b", "a-b", "a/b/c", "a/bc", "b", "b/a", "b/a/c", "b/a/d", "c", "c!",
        "c/d", "c/d/e", "d\xFF", "d\xFF/x");
    const auto prefixes = *rc::gen::container<std::vector<StorePath>>(path);
    const auto paths = *rc::gen::container<std::vector<StorePath>>(path);
    RC_PRE(!prefixes.empty() || !paths.empty());
    AuthorityAdded terms = simple().terms;
    terms.scope.prefixes = prefixes;
    RC_ASSERT(check_authority_terms(terms, paths).has_value() !=
              overlaps(prefixes, paths));
  });
  EXPECT_TRUE(holds);
}

TEST(AuthorityTerms, NeedAScope) {
  AuthorityAdded terms = simple().terms;
  terms.scope = Scope();
  EXPECT_FALSE(check_authority_terms(terms, {}));
  EXPECT_TRUE(check_authority_terms(terms, {"a"}));
  terms.scope.classes = {"c"};
  EXPECT_TRUE(check_authority_terms(terms, {}));
}

TEST(AuthorityTerms, MayBeginAndEndInOneMoment) {
  AuthorityAdded terms = simple().terms;
  terms.until = terms.from;
  EXPECT_TRUE(check_authority_terms(terms, {}));
  terms.until->ns -= 1;
  EXPECT_FALSE(check_authority_terms(terms, {}));
}

TEST(AuthorityTerms, NeedTwoPeopleForTwoApprovers) {
  AuthorityAdded terms = simple().terms;
  for (const char* name : {"A. Clerk", "a. clerk", " A.Clerk", "A.  Clerk "}) {
    terms.second_approver = name;
    const Status checked = check_authority_terms(terms, {});
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error().code, ErrorCode::kInvalid);
  }
  terms.second_approver = "A. Clark";
  EXPECT_TRUE(check_authority_terms(terms, {}));
}

TEST(AuthorityTerms, TellBothPlacesThatOverlap) {
  AuthorityAdded terms = simple().terms;
  const Status checked = check_authority_terms(terms, {"2023/01/a.mp4"});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().what,
            "the listed path \"2023/01/a.mp4\" is within the prefix \"2023/01\"");
}

}  // namespace
}  // namespace muniment
