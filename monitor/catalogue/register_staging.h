// Room on disk for a register that is being imported, until all of it has been read: a row
// that is wrong, or given twice, must be known before the first one is recorded.
//
// Owner:   one import; the file has no name once open and goes with the process.
// Threads: one at a time.
// Failure: kNoSpace, kIo: the import fails, nothing is recorded.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"
#include "model/result.h"

namespace muniment {

// A row that the catalogue does not have yet, or has otherwise.
struct RegisterChange {
  ItemRegistered row;
  bool is_new = false;
};

class RegisterStaging {
 public:
  static Result<RegisterStaging> create(const std::string& scratch_directory);
  RegisterStaging(RegisterStaging&&) noexcept;
  RegisterStaging& operator=(RegisterStaging&&) noexcept;
  ~RegisterStaging();

  // Rows of one key that differ in their cases only are one row with all of them, as
  // exports have it that list pairs of item and case. nullopt, or else why the row cannot
  // be taken: it is given twice and contradicts itself.
  Result<std::optional<std::string>> add(std::uint64_t line, const ItemRegistered& row);

  std::uint64_t rows() const { return rows_; }  // keys

  // Goes through the rows in the order of keys, `limit` at a time, and yields those that
  // the catalogue of `path` has not, or has otherwise. `is_last` tells that no more come.
  // Each call sees what was recorded after the one before.
  Result<std::vector<RegisterChange>> next_changes(const std::string& catalogue_path,
                                                   const std::string& store, int limit,
                                                   bool& is_last);

 private:
  struct State;
  explicit RegisterStaging(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
  std::uint64_t rows_ = 0;
};

}  // namespace muniment
