#include "catalogue/catalogue.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "catalogue/catalogue_state.h"
#include "catalogue/projection.h"

namespace muniment {
namespace {

void save_applied(SQLite::Database& database, std::uint64_t size,
                  const std::string& root, Time last_event) {
  SQLite::Statement save(database, "INSERT OR REPLACE INTO meta VALUES (?, ?)");
  save.bind(1, "applied_size");
  save.bind(2, static_cast<std::int64_t>(size));
  save.exec();
  save.reset();
  save.bind(1, "applied_root");
  save.bind(2, root);
  save.exec();
  save.reset();
  save.bind(1, "last_event");
  save.bind(2, last_event.ns);
  save.exec();
}

}  // namespace

Catalogue::Catalogue(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::open(const std::string& path) {
  return catching("open catalogue " + path, [&]() -> Result<Catalogue> {
    auto state = std::make_unique<State>();
    state->database = open_for_writing(path);
    state->path = path;
    state->file = identity_of(path);
    MUNIMENT_TRY(check_version(*state->database, path));
    return Catalogue(std::move(state));
  });
}

Result<Catalogue> Catalogue::scratch(const std::string& directory) {
  auto state = std::make_unique<State>();
  MUNIMENT_ASSIGN(state->database, open_scratch(directory));
  return catching("make a catalogue in " + directory, [&]() -> Result<Catalogue> {
    make_schema(*state->database);
    return Catalogue(std::move(state));
  });
}

bool Catalogue::is_in_place() const {
  return identity_of(state_->path) == state_->file;
}

// The newest transactions are in the write-ahead log only, and SQLite syncs that when it
// begins to carry it over to the database.
Status Catalogue::sync() {
  const std::string log = state_->path + "-wal";
  const int fd = ::open(log.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return errno == ENOENT ? Status(ok())
                           : Status(error_from_errno(errno, "open", log));
  }
  Status synced =
      ::fsync(fd) == 0 ? Status(ok()) : Status(error_from_errno(errno, "sync", log));
  (void)::close(fd);
  return synced;
}

Result<Applied> Catalogue::applied() {
  return catching("read catalogue",
                  [&]() -> Result<Applied> { return read_applied(*state_->database); });
}

Status Catalogue::apply(std::span<const Event> events, const std::string& root) {
  return catching("write catalogue", [&]() -> Status {
    SQLite::Database& database = *state_->database;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (events.empty()) {
      return ok();
    }
    const std::uint64_t first = read_applied(database).size;
    {
      Projection projection(database);
      std::uint64_t index = first;
      for (const Event& event : events) {
        projection.apply(index++, event);
      }
      projection.finish();
    }
    save_applied(database, first + events.size(), root, events.back().time);
    transaction.commit();
    return ok();
  });
}

Status Catalogue::save_fingerprints(const std::string& store,
                                    std::span<const FingerprintUpdate> updates) {
  return catching("write catalogue", [&]() -> Status {
    SQLite::Database& database = *state_->database;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement save(database,
                           "UPDATE directory SET fingerprint = ? WHERE path = ? AND "
                           "store = (SELECT id FROM store WHERE name = ?)");
    for (const auto& [path, fingerprint] : updates) {
      if (fingerprint) {
        save.bindNoCopy(1, fingerprint->data(), static_cast<int>(fingerprint->size()));
      } else {
        save.bind(1);
      }
      bind_bytes(save, 2, path);
      save.bindNoCopy(3, store);
      save.exec();
      save.reset();
    }
    transaction.commit();
    return ok();
  });
}

}  // namespace muniment
