// One flipped bit in the file of a catalogue: it is found when the catalogue is held against
// the ledger, or it lies where nobody reads: unused bytes, fingerprints, hints of SQLite.
//
// MUNIMENT_SLOW=1 flips 10,000 bits, the usual run 200. MUNIMENT_SEED chooses others.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "catalogue/catalogue_check.h"
#include "temp_catalogue.h"

namespace muniment {
namespace {

constexpr const char* kRoot = "0011223344";

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text =
      std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): one thread
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Something in each table, several pages of items, and several directories.
std::vector<Event> history() {
  std::vector<EventBody> bodies = {
      LedgerStarted{1, "example.org/muniment"},
      StoreEnrolled{kStore, {"ext4", "a1", 2, at(1), "1:02", "/dev/sdb1"}, "", ""}};
  for (int i = 0; i < 300; ++i) {
    const std::string path =
        "2023/" + std::to_string(i % 40) + "/clip-" + std::to_string(i) + ".mp4";
    const auto content = static_cast<std::uint8_t>(i);
    bodies.push_back(
        ItemAdded{kStore, path, a_file(10U + content, content, 100U + content)});
    if (i % 10 == 0) {
      bodies.push_back(ItemRemoved{kStore, path, a_file(10U + content, content), at(1),
                                   at(1), at(2), Explanation::kUnexplained, "", "", "",
                                   std::nullopt});
    }
  }
  bodies.push_back(ItemAltered{kStore, "2023/1/clip-1.mp4", ChangeKind::kCorrupted,
                               a_file(11, 99), 11, a_file(11, 1).digests, at(1), ""});
  bodies.push_back(
      PlaceUnobserved{kStore, "2023/7", PlaceKind::kDirectory, "denied", at(1)});
  bodies.push_back(GapRecorded{kStore, at(1), at(2), "stopped"});
  bodies.push_back(
      AuthorityPaths{kStore, "DA-1", {"2023/2/clip-2.mp4", "2023/3/clip-3.mp4"}});
  AuthorityAdded authority;
  authority.store = kStore;
  authority.reference = "DA-1";
  authority.approved_by = "P. Green";
  authority.from = at(1);
  authority.scope.prefixes = {"2023/5"};
  authority.scope.listed_paths = 2;
  bodies.push_back(authority);
  IncidentRecorded incident;
  incident.id = "I-1";
  incident.store = kStore;
  incident.version = 1;
  incident.items = 30;
  bodies.push_back(incident);
  std::vector<Event> events;
  for (EventBody& body : bodies) {
    events.push_back({at(10), std::move(body)});
  }
  return events;
}

// All that a reader can see: the whole of it, and each item by its name.
std::string seen_in(const std::string& path) {
  Result<Reader> opened = Reader::open(path);
  EXPECT_EQ(reason(opened), "");
  if (!opened) {
    return "";
  }
  Reader& reader = opened.value();
  std::string out = everything_in(reader);
  const std::int64_t store = reader.store(kStore).value()->id;
  for (const Event& event : history()) {
    if (const auto* added = std::get_if<ItemAdded>(&event.body)) {
      const auto item = reader.item(store, added->path);
      EXPECT_EQ(reason(item), "") << added->path;
      const auto newest = reader.newest_event(store, added->path);
      EXPECT_EQ(reason(newest), "") << added->path;
      out += item && item.value() ? to_text(item.value()->facts) : "none";
      out += newest && newest.value() ? std::to_string(*newest.value()) : "none";
    }
  }
  const auto listing = reader.listings(store, "2023/3/clip-3.mp4");
  EXPECT_EQ(reason(listing), "");
  out += listing ? std::to_string(listing.value().authorities.size()) : "";
  return out;
}

class FlippedCatalogue : public testing::Test {
 protected:
  void SetUp() override {
    {
      Result<Catalogue> made = Catalogue::open(path_);
      ASSERT_EQ(reason(made), "");
      ASSERT_EQ(reason(made.value().apply(history(), kRoot)), "");
    }
    bytes_ = directory_.read("catalogue.sqlite");
    ASSERT_EQ(reason(derived_.apply(history(), kRoot)), "");
    seen_ = seen_in(path_);
    ASSERT_FALSE(is_found());
  }

  void put(const std::string& bytes) const {
    directory_.remove("catalogue.sqlite-wal");
    directory_.remove("catalogue.sqlite-shm");
    directory_.write("catalogue.sqlite", bytes);
  }

  // As `ledger verify` asks: how far it has come, and every table.
  bool is_found() {
    Result<CatalogueCheck> check = CatalogueCheck::begin(path_);
    if (!check || check.value().applied().size != history().size() ||
        check.value().applied().root != kRoot) {
      return true;
    }
    const auto differences = check.value().compare(derived_);
    return !differences || !differences.value().empty();
  }

  TempTree directory_{TempTree::Medium::kMemory};
  std::string path_ = directory_.absolute("catalogue.sqlite");
  Catalogue derived_ = Catalogue::scratch(directory_.root()).value();
  std::string bytes_;
  std::string seen_;
};

TEST_F(FlippedCatalogue, IsFoundOrShowsNothingElse) {
  const std::uint64_t seed = number_from("MUNIMENT_SEED", 96'174);
  const std::uint64_t count = number_from("MUNIMENT_SLOW", 0) > 0 ? 10'000 : 200;
  std::mt19937_64 random(seed);
  std::uint64_t found = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t bit = random() % (bytes_.size() * 8);
    std::string flipped = bytes_;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    put(flipped);
    if (is_found()) {
      ++found;
    } else {
      // Not EXPECT_EQ: it would print all of both.
      EXPECT_TRUE(seen_in(path_) == seen_)
          << "bit " << bit % 8 << " of byte " << bit / 8;
    }
    if (HasFailure()) {
      FAIL() << "after " << i << " flips, seed " << seed;
    }
  }
  std::cout << count << " flips of " << bytes_.size() << " bytes, seed " << seed << ": "
            << found << " found, " << count - found << " where nobody reads\n";
  EXPECT_GT(found, count / 20);
}

}  // namespace
}  // namespace muniment
