// Where is this content held? All items of some stores by their SHA-256, in a file of its
// own that has no name: for a question that is asked of a million items, and rarely.
//
// Owner:   whoever asks; a picture of the moment at which it was made.
// Threads: one at a time.
// Failure: kNoSpace, kIo from the scratch file; kNotFound without a catalogue.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/item.h"
#include "model/result.h"

namespace muniment {

struct ContentCopies {
  std::uint64_t items = 0;  // that hold it
  Time read;                // the newest time at which one of them was read whole
};

class ContentIndex {
 public:
  using Sha256 = std::array<std::uint8_t, 32>;

  // Corrupted items, and those in places that cannot be observed now, are left out.
  static Result<ContentIndex> make(const std::string& catalogue_path,
                                   const std::string& scratch_directory,
                                   const std::vector<std::int64_t>& store_ids);
  ContentIndex(ContentIndex&&) noexcept;
  ContentIndex& operator=(ContentIndex&&) noexcept;
  ~ContentIndex();

  // nullopt: `store_id` holds no such content.
  Result<std::optional<ContentCopies>> in_store(std::int64_t store_id,
                                                const Sha256& content);
  // How many items of all the stores hold it.
  Result<std::uint64_t> items_with(const Sha256& content);

  // Notes that an item with this content is among those asked about, and says how many
  // have been noted so.
  Status note(const Sha256& content);
  Result<std::uint64_t> noted(const Sha256& content);

 private:
  struct State;
  explicit ContentIndex(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace muniment
