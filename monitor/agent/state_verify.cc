#include "agent/state_verify.h"

#include <boost/filesystem/operations.hpp>
#include <utility>

#include "agent/apply_entries.h"
#include "agent/state_check.h"

namespace muniment {
namespace {

// What is damaged is a problem; anything else that went wrong is passed on.
Status note_damage(const std::string& where, Status status,
                   StateVerify::Problems& problems) {
  if (!status && status.error().code == ErrorCode::kCorrupt) {
    problems.push_back({where, status.error().what});
    return ok();
  }
  return status;
}

}  // namespace

Result<StateVerify> StateVerify::begin(const StateDirectory& state) {
  StateVerify verify(state);
  Problems& damages = verify.damages_;
  MUNIMENT_TRY(note_damage(
      "head",
      [&]() -> Status {
        MUNIMENT_ASSIGN(verify.head_, read_head(state));
        return ok();
      }(),
      damages));
  MUNIMENT_TRY(note_damage(
      "catalogue",
      [&]() -> Status {
        auto check = CatalogueCheck::begin(state.catalogue());
        if (check) {
          verify.catalogue_ = std::move(check).value();
          return ok();
        }
        return check.error().code == ErrorCode::kNotFound ? Status(ok())
                                                          : Status(check.error());
      }(),
      damages));
  return verify;
}

Result<StateVerify::Problems> StateVerify::run(
    const Checkpoint& ledger, const std::function<void(std::uint64_t)>& on_batch) {
  Problems problems = damages_;
  const Applied applied = catalogue_ ? catalogue_->applied() : Applied();
  MUNIMENT_TRY(
      note_damage("state", check_state(state_, head_, applied, ledger), problems));
  if (problems.empty() && catalogue_) {
    MUNIMENT_TRY(
        note_damage("catalogue", compare_tables(problems, on_batch), problems));
  }
  return problems;
}

// A full or read-only disk must not keep anybody from verifying what is on it.
Result<Catalogue> StateVerify::derive(
    const std::function<void(std::uint64_t)>& on_batch) const {
  const Applied& applied = catalogue_->applied();
  const auto derive_in = [&](const std::string& directory) -> Result<Catalogue> {
    MUNIMENT_ASSIGN(Catalogue derived, Catalogue::scratch(directory));
    MUNIMENT_TRY(apply_entries(TileFiles(state_.ledger(), applied.size), applied.root,
                               derived, on_batch));
    return derived;
  };
  Result<Catalogue> derived = derive_in(state_.path());
  boost::system::error_code error;
  const auto elsewhere = boost::filesystem::temp_directory_path(error);
  if (derived || derived.error().code == ErrorCode::kCorrupt || error) {
    return derived;
  }
  Result<Catalogue> other = derive_in(elsewhere.string());
  return other || other.error().code == ErrorCode::kCorrupt ? std::move(other)
                                                            : std::move(derived);
}

Status StateVerify::compare_tables(Problems& problems,
                                   const std::function<void(std::uint64_t)>& on_batch) {
  MUNIMENT_ASSIGN(Catalogue derived, derive(on_batch));
  MUNIMENT_ASSIGN(const auto differences, catalogue_->compare(derived));
  for (const TableDifference& difference : differences) {
    problems.push_back({"catalogue table " + difference.table, difference.what});
  }
  return ok();
}

}  // namespace muniment
