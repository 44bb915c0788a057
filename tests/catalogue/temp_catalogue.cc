#include "temp_catalogue.h"

#include <gtest/gtest.h>

namespace muniment {

ItemFacts a_file(std::uint64_t size, std::uint8_t content, std::uint64_t inode) {
  Digests digests;
  digests.sha256.fill(content);
  digests.xxh3_128.fill(content);
  return {ItemType::kFile, size, at(5), at(6), inode, digests, ""};
}

ItemFacts a_link(std::string target, std::uint64_t inode) {
  return {ItemType::kSymlink, 0, at(5), at(6), inode, std::nullopt, std::move(target)};
}

TempCatalogue::TempCatalogue() {
  reopen();
}

void TempCatalogue::apply(std::int64_t seconds, const std::vector<EventBody>& bodies) {
  std::vector<Event> events;
  for (const EventBody& body : bodies) {
    events.push_back({at(seconds), body});
  }
  apply(events);
}

void TempCatalogue::apply(const std::vector<Event>& events, const std::string& root) {
  EXPECT_EQ(reason(catalogue_->apply(events, root)), "");
}

void TempCatalogue::reopen() {
  catalogue_.reset();
  Result<Catalogue> opened = Catalogue::open(path());
  ASSERT_EQ(reason(opened), "");
  catalogue_.emplace(std::move(opened).value());
}

Reader TempCatalogue::reader() const {
  Result<Reader> reader = Reader::open(path());
  EXPECT_EQ(reason(reader), "");
  return std::move(reader).value();
}

std::int64_t TempCatalogue::store_id(const std::string& store) const {
  const auto record = reader().store(store);
  EXPECT_EQ(reason(record), "");
  EXPECT_TRUE(record.value()) << store;
  return record.value() ? record.value()->id : -1;
}

std::optional<KnownItem> TempCatalogue::item(const StorePath& path) const {
  const auto item = reader().item(store_id(), path);
  EXPECT_EQ(reason(item), "");
  return item.value();
}

StoreSummary TempCatalogue::summary(const SummaryOptions& options) const {
  const auto summary = reader().summary(options);
  EXPECT_EQ(reason(summary), "");
  for (const StoreSummary& store : summary.value().stores) {
    if (store.name == kStore) {
      return store;
    }
  }
  ADD_FAILURE() << "no such store";
  return {};
}

Time at(std::int64_t seconds) {
  return Time{seconds * kNsPerSecond};
}

}  // namespace muniment
