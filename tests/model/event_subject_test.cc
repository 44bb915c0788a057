#include "model/event_subject.h"

#include <gtest/gtest.h>

#include <set>

#include "golden_events.h"
#include "model/event_json.h"

namespace muniment {
namespace {

bool names(const EventBody& body, std::string_view path) {
  return names_path({Time{}, body}, [&](const StorePath& one) { return one == path; });
}

TEST(EventSubject, KnowsTheTypeThatTheLedgerHas) {
  for (const Event& event : golden_events()) {
    EXPECT_EQ(type_of(event), peek_type(encode_event(event)));
  }
  EXPECT_EQ(event_types().size(), std::variant_size_v<EventBody>);
}

TEST(EventSubject, KnowsTheStoreIfThereIsOne) {
  const auto store = [](EventBody body) {
    return std::string(store_of({Time{}, std::move(body)}));
  };
  EXPECT_EQ(store(ItemAdded{"bwv", "a", {}}), "bwv");
  EXPECT_EQ(store(GapRecorded{"nas", {}, {}, ""}), "nas");
  EXPECT_EQ(store(GapRecorded{"", {}, {}, ""}), "");
  EXPECT_EQ(store(AgentStarted{"0.1.0"}), "");
}

TEST(EventSubject, FindsEveryPathThatAnEventNames) {
  EXPECT_TRUE(names(ItemAdded{"bwv", "a", {}}, "a"));
  EXPECT_FALSE(names(ItemAdded{"bwv", "a", {}}, "b"));
  const ItemMoved moved{"bwv", "to", "from", {}};
  EXPECT_TRUE(names(moved, "to"));
  EXPECT_TRUE(names(moved, "from"));
  const ItemsVerified verified{"bwv", "2023/07", {"a", "b\xff"}};
  EXPECT_TRUE(names(verified, "2023/07/b\xff"));
  EXPECT_FALSE(names(verified, "2023/07"));
  EXPECT_TRUE(names(AuthorityPaths{"bwv", "R", {"a", "b"}}, "b"));
  EXPECT_TRUE(names(HoldPaths{"bwv", "H", {"a", "b"}}, "b"));
  EXPECT_FALSE(names(TransferPaths{"bwv", "T", {"a", "b"}}, "T"));
  EXPECT_TRUE(names(PlaceObserved{"bwv", "2023"}, "2023"));
  EXPECT_TRUE(names(DeletionLogged{"bwv", "a", {}, "", "SDEL"}, "a"));
  EXPECT_FALSE(names(LogImported{"bwv", "a", "", 1, 0, 0, 0}, "a"));
  EXPECT_FALSE(names(AgentStarted{"0.1.0"}, ""));
}

TEST(EventSubject, ThatIsAScopeNamesNoPath) {
  Scope scope;
  scope.prefixes = {"2023"};
  EXPECT_FALSE(names(HoldPlaced{"bwv", "H", "trial", "C. Poe", "", std::nullopt, scope},
                     "2023"));
  EXPECT_FALSE(names(TransferOpened{"bwv", "new", "T", "E. Sun", scope}, "2023"));
}

TEST(EventSubject, IsAnItemWhenTheEventIsAboutThatItemAlone) {
  const auto is_about = [](EventBody body, std::string_view path) {
    return is_about_item({Time{}, std::move(body)}, "bwv", StorePath(path));
  };
  EXPECT_TRUE(is_about(ItemAdded{"bwv", "a", {}}, "a"));
  EXPECT_FALSE(is_about(ItemAdded{"nas", "a", {}}, "a"));
  EXPECT_TRUE(is_about(ItemMoved{"bwv", "to", "from", {}}, "to"));
  EXPECT_FALSE(is_about(ItemMoved{"bwv", "to", "from", {}}, "from"));
  EXPECT_FALSE(is_about(ItemsVerified{"bwv", "", {"a"}}, "a"));
  EXPECT_FALSE(is_about(PlaceUnobserved{"bwv", "a", {}, "", {}}, "a"));
}

TEST(EventSubject, AreSeveralItemsInChecksAndListsOnly) {
  const std::set<std::string_view> several = {"verified", "authority_paths",
                                              "hold_paths", "transfer_paths"};
  for (const Event& event : golden_events()) {
    const std::string_view type = type_of(event);
    EXPECT_EQ(names_several_items(event), several.contains(type)) << type;
  }
}

}  // namespace
}  // namespace muniment
