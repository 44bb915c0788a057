#include "catalogue/catalogue.h"

#include "catalogue/database.h"
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

struct Catalogue::State {
  std::unique_ptr<SQLite::Database> database;
};

Catalogue::Catalogue(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::open(const std::string& path) {
  return catching("open catalogue " + path, [&]() -> Result<Catalogue> {
    auto state = std::make_unique<State>();
    state->database = open_for_writing(path);
    if (const int version = version_of(*state->database);
        version != kCatalogueVersion) {
      return Error{ErrorCode::kUnsupported, 0,
                   "catalogue " + path + " has version " + std::to_string(version) +
                       "; this program knows version " +
                       std::to_string(kCatalogueVersion)};
    }
    return Catalogue(std::move(state));
  });
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
