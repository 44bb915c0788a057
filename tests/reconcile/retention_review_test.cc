#include "reconcile/retention_review.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "temp_catalogue.h"

namespace muniment {
namespace {

constexpr std::int64_t kDay = 86'400;

Policy rule() {
  Policy policy;
  policy.recorded_at = value_of(CollectionTemplate::parse("{1}"));
  policy.default_class = "short";
  policy.rule = "rule";
  policy.classes = {{"short", {RetentionPeriod::Unit::kDays, 10}},
                    {"long", {RetentionPeriod::Unit::kDays, 30}},
                    {"kept", {}}};
  return policy;
}

std::string date(std::int64_t day) {
  return format_time(at(day * kDay)).substr(0, 10);
}

// Item by item, straight from what retention says of each.
RetentionReviewed slowly(Reader& reader, std::int64_t store_id, const Policy& policy,
                         Time now) {
  RetentionReviewed review;
  review.store = kStore;
  EXPECT_EQ(reason(each_classified(
                reader, store_id, &policy,
                [&](const ClassifiedItem& each) {
                  const Retention retention = retention_of(&policy, each.facts);
                  const std::uint64_t bytes = each.item.facts.size;
                  if (retention.state == Retention::State::kUnknown) {
                    review.undated_items += 1;
                  } else if (retention.state == Retention::State::kUntil) {
                    const std::int64_t left =
                        (retention.until.ns - now.ns) / kNsPerSecond;
                    if (left <= 0) {
                      review.overdue_items += 1;
                      review.overdue_bytes += bytes;
                    } else if (left <= 30 * kDay) {
                      review.within_30d_items += 1;
                      review.within_30d_bytes += bytes;
                      review.within_7d_items += left <= 7 * kDay ? 1U : 0U;
                      review.within_7d_bytes += left <= 7 * kDay ? bytes : 0U;
                    }
                  }
                  return Status(ok());
                })),
            "");
  return review;
}

TEST(RetentionReview, CountsByDirectoriesWhatItCountsItemByItem) {
  std::uint64_t overdue = 0;
  std::uint64_t soon = 0;
  std::uint64_t undated = 0;
  EXPECT_TRUE(rc::check("by directories is item by item", [&] {
    using rc::gen::element;
    using rc::gen::inRange;
    TempCatalogue temp;
    std::vector<EventBody> bodies;
    const int items = *inRange(1, 40);
    for (int i = 0; i < items; ++i) {
      const std::string directory =
          *inRange(0, 8) == 0 ? "undated" : date(*inRange(0, 60));
      const std::string path = directory + "/" + std::to_string(i);
      bodies.emplace_back(ItemAdded{kStore, path, a_file(*inRange(0U, 9U), 1)});
      if (*inRange(0, 3) == 0) {
        ItemRegistered row;
        row.store = kStore;
        row.path = path;
        row.class_name = *element<std::string>("", "long", "kept", "strange");
        if (*inRange(0, 2) == 0) {
          row.recorded = at(*inRange(0, 60) * kDay);
        }
        bodies.emplace_back(row);
      }
    }
    temp.apply(1, bodies);
    Reader reader = temp.reader();
    const auto record = *value_of(reader.store(kStore));
    const Policy policy = rule();
    const Time now = at(*inRange(0, 90) * kDay);
    const RetentionReviewed quick =
        value_of(review_retention(reader, record, kStore, policy, now));
    RC_ASSERT(quick == slowly(reader, record.id, policy, now));
    overdue += quick.overdue_items;
    soon += quick.within_30d_items;
    undated += quick.undated_items;
  }));
  EXPECT_GT(overdue, 50U);
  EXPECT_GT(soon, 50U);
  EXPECT_GT(undated, 20U);
}

TEST(RetentionReview, SaysNothingWithoutARule) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, "2020-01-01/a", a_file(5, 1)}});
  Reader reader = temp.reader();
  const auto record = *value_of(reader.store(kStore));
  RetentionReviewed nothing;
  nothing.store = kStore;
  EXPECT_EQ(value_of(review_retention(reader, record, kStore, Policy(), at(1))),
            nothing);
}

TEST(RetentionReview, ListsWhatIsOverdueAndSinceWhen) {
  TempCatalogue temp;
  temp.apply(1, {ItemAdded{kStore, date(1) + "/a", a_file(5, 1)},
                 ItemAdded{kStore, date(5) + "/b", a_file(5, 2)}});
  Reader reader = temp.reader();
  const auto record = *value_of(reader.store(kStore));
  std::vector<std::string> listed;
  EXPECT_EQ(reason(each_overdue(reader, record, rule(), at(11 * kDay),
                                [&](const ClassifiedItem& each, Time until) {
                                  EXPECT_EQ(until, at(11 * kDay));
                                  listed.push_back(each.path);
                                  return Status(ok());
                                })),
            "");
  EXPECT_EQ(listed, std::vector<std::string>{date(1) + "/a"});
}

}  // namespace
}  // namespace muniment
