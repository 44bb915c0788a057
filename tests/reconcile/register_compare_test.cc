#include "reconcile/register_compare.h"

#include <gtest/gtest.h>

#include "found.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

ItemRegistered row(StorePath path, std::optional<std::uint8_t> content = {},
                   std::optional<std::uint64_t> size = {}) {
  ItemRegistered row;
  row.store = kStore;
  row.path = std::move(path);
  row.size = size;
  if (content) {
    row.sha256 = a_file(1, *content).digests->sha256;
  }
  return row;
}

class RegisterCompareTest : public testing::Test {
 protected:
  RegisterComparison compare() {
    Reader reader = temp.reader();
    found = Found();
    return value_of(compare_register(
        reader, {temp.path(), temp.directory().absolute(""), temp.store_id()},
        [&](const RegisterLine& line) {
          return found.add(name_of(line.finding),
                           line.path.empty() ? line.identifier : line.path);
        }));
  }

  TempCatalogue temp;
  Found found;
};

TEST_F(RegisterCompareTest, ListsBothWays) {
  temp.apply(1,
             {ItemAdded{kStore, "same", a_file(5, 1)},
              ItemAdded{kStore, "digest", a_file(5, 2)},
              ItemAdded{kStore, "size", a_file(5, 3)},
              ItemAdded{kStore, "moved/here", a_file(5, 4)},
              ItemAdded{kStore, "unknown", a_file(5, 5)}, row("same", 1, 5),
              row("digest", 9), row("size", {}, 6), row("moved/from", 4), row("gone")});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(),
            (Lines{"different digest", "different size", "registered-absent gone",
                   "registered-elsewhere moved/from", "unregistered moved/here",
                   "unregistered unknown"}));
  EXPECT_EQ(comparison.registered, 5U);
  EXPECT_EQ(comparison.held, 5U);
  EXPECT_EQ(comparison.matched, 1U);
  EXPECT_EQ(comparison.by_digest, 1U);
  EXPECT_TRUE(comparison.has_findings());
}

TEST_F(RegisterCompareTest, HasNothingToSayWhereBothAgree) {
  ItemRegistered by_name;
  by_name.store = kStore;
  by_name.identifier = "clip-1";
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(5, 1)}, row("d/a", 1, 5),
                 ItemAdded{kStore, "d/clip-1.mp4", a_file(5, 2)}, by_name});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), Lines{});
  EXPECT_EQ(comparison.matched, 2U);
  EXPECT_FALSE(comparison.has_findings());
}

TEST_F(RegisterCompareTest, CannotTellWhereNobodyCanLook) {
  temp.apply(1, {ItemAdded{kStore, "d/a", a_file(5, 1)}, row("d/a")});
  temp.apply(2, {PlaceUnobserved{kStore, "d", PlaceKind::kDirectory, "denied", {}}});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), Lines{"not-observed d/a"});
  EXPECT_EQ(comparison.not_observed, 1U);
}

// A place that was closed from the beginning: the row's item may be in it.
TEST_F(RegisterCompareTest, CallsNothingAbsentThatMayBeWhereNobodyCanLook) {
  temp.apply(1, {row("d/a"), row("e/b"),
                 PlaceUnobserved{kStore, "d", PlaceKind::kDirectory, "denied", {}}});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), (Lines{"not-observed d/a", "registered-absent e/b"}));
  EXPECT_EQ(comparison.absent, 1U);
}

TEST_F(RegisterCompareTest, DoesNotTakeTheSameNameForTheSameContent) {
  ItemRegistered size = row("", {}, 6);
  size.identifier = "size";
  ItemRegistered digest = row("", 9);
  digest.identifier = "digest";
  ItemRegistered name = row("");
  name.identifier = "name";
  ItemRegistered content = row("", 4);
  content.identifier = "ID-4";
  temp.apply(
      1, {ItemAdded{kStore, "d/size.mp4", a_file(5, 1)},
          ItemAdded{kStore, "d/digest", a_file(5, 2)},
          ItemAdded{kStore, "d/name", a_file(5, 3)},
          ItemAdded{kStore, "d/whatever", a_file(5, 4)}, size, digest, name, content});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), (Lines{"different digest", "different size"}));
  EXPECT_EQ(comparison.matched, 2U);
  EXPECT_EQ(comparison.by_digest, 1U) << "the name alone is no comparison of content";
}

TEST_F(RegisterCompareTest, OneItemOfTheNameThatIsAsRegisteredIsEnough) {
  ItemRegistered both = row("", 2, 5);
  both.identifier = "clip";
  temp.apply(1, {ItemAdded{kStore, "a/clip", a_file(5, 1)},
                 ItemAdded{kStore, "b/clip", a_file(5, 2)},
                 ItemAdded{kStore, "c/clip", a_file(5, 3)}, both});
  const RegisterComparison comparison = compare();
  EXPECT_EQ(found.lines(), Lines{});
  EXPECT_EQ(comparison.matched, 1U);
  EXPECT_EQ(comparison.by_digest, 1U);
}

TEST_F(RegisterCompareTest, KnowsAnItemWhereverItsNameIsAndWhetherItCanBeSeen) {
  ItemRegistered clip = row("");
  clip.identifier = "clip";
  temp.apply(1, {ItemAdded{kStore, "d/clip", a_file(5, 1)}, clip});
  temp.apply(2, {PlaceUnobserved{kStore, "d/clip", PlaceKind::kFile, "EIO", {}}});
  EXPECT_EQ(compare().not_observed, 1U);
  EXPECT_EQ(found.lines(), Lines{"not-observed clip"});
}

TEST_F(RegisterCompareTest, NamesWhatIsCorrupted) {
  temp.apply(1, {ItemAdded{kStore, "a", a_file(5, 1)}, row("a", 1, 5)});
  temp.apply(2, {ItemAltered{kStore, "a", ChangeKind::kCorrupted, a_file(5, 8), 5,
                             a_file(5, 1).digests, at(1), ""}});
  EXPECT_EQ(compare().different, 1U);
}

TEST_F(RegisterCompareTest, SaysWhatBecameOfWhatIsAbsent) {
  temp.apply(1, {row("gone"), row("never")});
  ItemRemoved removed;
  removed.store = kStore;
  removed.path = "gone";
  removed.explanation = Explanation::kAuthority;
  removed.reference = "DA-1";
  temp.apply(2, {removed});
  std::vector<std::string> details;
  Reader reader = temp.reader();
  (void)value_of(compare_register(
      reader, {temp.path(), temp.directory().absolute(""), temp.store_id()},
      [&](const RegisterLine& line) {
        details.push_back(line.path + ": " + line.detail);
        return Status(ok());
      }));
  EXPECT_EQ(details, (std::vector<std::string>{"gone: gone: authority DA-1",
                                               "never: never in the inventory"}));
}

TEST_F(RegisterCompareTest, EndsWithTheErrorOfWhoIsTold) {
  temp.apply(1, {row("gone")});
  Reader reader = temp.reader();
  const auto compared = compare_register(
      reader, {temp.path(), temp.directory().absolute(""), temp.store_id()},
      [](const RegisterLine&) {
        return Status(Error{ErrorCode::kCancelled, 0, "enough"});
      });
  ASSERT_FALSE(compared);
  EXPECT_EQ(compared.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace muniment
