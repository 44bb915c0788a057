// A catalogue in a temporary directory, and short ways to write events and facts.
//
// Owner:   removes its directory when it goes. Threads: one. Failure: fails the test.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/reader.h"
#include "tests/support/catalogue_dump.h"
#include "tests/support/temp_tree.h"

namespace muniment {

constexpr const char* kStore = "bwv";

// A file whose content is told apart by `content`: digests follow from it.
ItemFacts a_file(std::uint64_t size, std::uint8_t content, std::uint64_t inode = 1);
ItemFacts a_link(std::string target, std::uint64_t inode = 1);

class TempCatalogue {
 public:
  TempCatalogue();

  std::string path() const { return directory_.absolute("catalogue.sqlite"); }
  const TempTree& directory() const { return directory_; }

  // Applies these at the time `seconds`, as one batch.
  void apply(std::int64_t seconds, const std::vector<EventBody>& bodies);
  void apply(const std::vector<Event>& events, const std::string& root = "00");
  // Closes it and opens it anew.
  void reopen();

  Catalogue& catalogue() { return *catalogue_; }
  Reader reader() const;
  std::int64_t store_id(const std::string& store = kStore) const;
  std::optional<KnownItem> item(const StorePath& path) const;
  StoreSummary summary(const SummaryOptions& options = {}) const;
  std::string everything() const { return everything_in(path()); }

 private:
  TempTree directory_{TempTree::Medium::kMemory};
  std::optional<Catalogue> catalogue_;
};

Time at(std::int64_t seconds);

}  // namespace muniment
