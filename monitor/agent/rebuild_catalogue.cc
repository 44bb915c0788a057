#include "agent/rebuild_catalogue.h"

#include <array>
#include <boost/filesystem/operations.hpp>
#include <optional>
#include <utility>

#include "agent/apply_entries.h"
#include "agent/state_check.h"
#include "ledger/durable_file.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"
#include "model/time.h"

namespace muniment {
namespace {

namespace fs = boost::filesystem;

// A database and what SQLite keeps beside it. The database first: without it SQLite
// drops the others, but it would apply them to another one.
constexpr std::array<const char*, 3> kParts{"", "-wal", "-shm"};

Status remove_database(const std::string& path) {
  for (const char* const part : kParts) {
    boost::system::error_code error;
    fs::remove(path + part, error);
    if (error) {
      return error_from_errno(error.value(), "remove", path + part);
    }
  }
  return ok();
}

Status move_database(const std::string& from, const std::string& to) {
  for (const char* const part : kParts) {
    boost::system::error_code error;
    fs::rename(from + part, to + part, error);
    if (error && error != boost::system::errc::no_such_file_or_directory) {
      return error_from_errno(error.value(), "rename", from + part);
    }
  }
  return ok();
}

Status derive(const StateDirectory& state, const Checkpoint& ledger,
              const std::string& path,
              const std::function<void(std::uint64_t)>& on_batch) {
  MUNIMENT_TRY(remove_database(path));  // of a process that was killed
  {
    MUNIMENT_ASSIGN(Catalogue catalogue, Catalogue::open(path));
    MUNIMENT_TRY(apply_entries(TileFiles(state.ledger(), ledger.size),
                               to_hex(ledger.root), catalogue, on_batch));
    MUNIMENT_TRY(catalogue.sync());
  }
  // Closing carries the log over to the database. Where it could not, the log is there.
  boost::system::error_code error;
  if (fs::symlink_status(path + "-wal", error).type() != fs::file_not_found) {
    return Error{ErrorCode::kIo, 0, "could not write " + path + " to its end"};
  }
  return ok();
}

Status check_ledger(const StateDirectory& state, const Ledger& ledger) {
  MUNIMENT_ASSIGN(const VerifyReport report,
                  verify_ledger(state.ledger(), ledger.verifier()));
  if (!report.ok()) {
    const LedgerProblem& first = report.problems.front();
    return Error{ErrorCode::kCorrupt, 0,
                 "the ledger does not verify, so no catalogue is made from it: " +
                     first.where + ' ' + first.what};
  }
  MUNIMENT_ASSIGN(const std::optional<Checkpoint> head, read_head(state));
  return check_state(state, head, Applied(), ledger.checkpoint());
}

// "catalogue.sqlite.20261123T051500Z", and a number when that is taken.
std::string aside(const std::string& path) {
  std::string stamp;
  for (const char c :
       format_time(Time{wall_clock_now().ns / kNsPerSecond * kNsPerSecond})) {
    if (c != '-' && c != ':') {
      stamp += c;
    }
  }
  const std::string first = path + '.' + stamp;
  std::string name = first;
  boost::system::error_code error;
  for (int i = 2; fs::exists(name, error); ++i) {
    name = first;
    name += '.';
    name += std::to_string(i);
  }
  return name;
}

}  // namespace

Result<Rebuilt> rebuild_catalogue(const StateDirectory& state,
                                  const std::function<void(std::uint64_t)>& on_batch) {
  MUNIMENT_ASSIGN(const FileLock lock, FileLock::take(state.write_lock()));
  MUNIMENT_ASSIGN(SigningKey key, state.signing_key());
  MUNIMENT_ASSIGN(const Ledger ledger, Ledger::open(state.ledger(), std::move(key)));
  MUNIMENT_TRY(check_ledger(state, ledger));
  const std::string made = state.catalogue() + ".new";
  MUNIMENT_TRY(derive(state, ledger.checkpoint(), made, on_batch));
  Rebuilt rebuilt{ledger.size(), ""};
  boost::system::error_code error;
  if (fs::exists(state.catalogue(), error)) {
    rebuilt.kept_aside = aside(state.catalogue());
    MUNIMENT_TRY(move_database(state.catalogue(), rebuilt.kept_aside));
  }
  MUNIMENT_TRY(move_database(made, state.catalogue()));
  MUNIMENT_TRY(sync_directory(state.path()));
  return rebuilt;
}

}  // namespace muniment
