#include "catalogue/database.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "catalogue/schema.h"
#include "model/printable.h"

namespace muniment {
namespace {

constexpr int kBusyMilliseconds = 30'000;

}  // namespace

Error error_from_sqlite(std::string_view operation, const SQLite::Exception& exception,
                        int os_errno) {
  ErrorCode code = ErrorCode::kIo;
  switch (exception.getErrorCode()) {
    case SQLITE_FULL:
      code = ErrorCode::kNoSpace;
      break;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      code = ErrorCode::kPermission;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      if (os_errno == EIO) {
        return Error{
            ErrorCode::kIo, os_errno,
            std::string(operation) + ": " + std::generic_category().message(os_errno)};
      }
      code = ErrorCode::kCorrupt;
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      code = ErrorCode::kConflict;
      break;
    default:
      break;
  }
  std::string what = std::string(operation) + ": " + printable(exception.what());
  if (code == ErrorCode::kCorrupt) {
    what += ". `muniment ledger rebuild-catalogue` makes a new one from the ledger";
  }
  return Error{code, 0, std::move(what)};
}

void make_schema(SQLite::Database& database) {
  if (database.execAndGet("PRAGMA user_version").getInt() != 0) {
    return;
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  if (database.execAndGet("PRAGMA user_version").getInt() == 0) {
    database.exec(schema_sql());
    database.exec("PRAGMA user_version = " + std::to_string(kCatalogueVersion));
  }
  transaction.commit();
}

// The ledger has everything that is in it: an older one is made again, not converted.
void drop_older(SQLite::Database& database) {
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version == 0 || version >= kCatalogueVersion) {
    return;
  }
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
  std::vector<std::string> tables;
  {
    SQLite::Statement query(database,
                            "SELECT name FROM sqlite_master WHERE type = 'table'");
    while (query.executeStep()) {
      tables.push_back(query.getColumn(0).getString());
    }
  }
  for (const std::string& table : tables) {
    database.exec("DROP TABLE \"" + table + '"');
  }
  database.exec("PRAGMA user_version = 0");
  transaction.commit();
}

std::unique_ptr<SQLite::Database> open_for_writing(const std::string& path) {
  auto database = std::make_unique<SQLite::Database>(
      path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
  // The ledger is the truth and re-applied after a crash, so NORMAL is safe: a power
  // cut may lose the newest transactions of the catalogue, never its consistency.
  database->exec("PRAGMA page_size = 8192");
  database->exec("PRAGMA journal_mode = WAL");
  database->exec("PRAGMA synchronous = NORMAL");
  database->exec("PRAGMA wal_autocheckpoint = 4096");
  database->exec("PRAGMA journal_size_limit = 8388608");
  database->exec("PRAGMA cache_size = -16384");
  database->exec("PRAGMA trusted_schema = OFF");
  drop_older(*database);
  make_schema(*database);
  return database;
}

Status check_exists(const std::string& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) == 0
             ? Status(ok())
             : Status(error_from_errno(errno, "open catalogue", path));
}

Status check_version(SQLite::Database& database, const std::string& path) {
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version < kCatalogueVersion) {
    return Error{ErrorCode::kNotFound, 0,
                 "catalogue " + printable(path) +
                     (version == 0 ? " is empty" : " is of an older version")};
  }
  if (version > kCatalogueVersion) {
    return Error{ErrorCode::kUnsupported, 0,
                 "catalogue " + printable(path) + " has version " +
                     std::to_string(version) + "; this program knows version " +
                     std::to_string(kCatalogueVersion)};
  }
  // Ours has neither; one that was slipped in would change what is written or read.
  const char* const foreign =
      "SELECT COUNT(*) FROM sqlite_master WHERE type IN ('view', 'trigger')";
  if (database.execAndGet(foreign).getInt() > 0) {
    return Error{ErrorCode::kCorrupt, 0,
                 "catalogue " + printable(path) +
                     " has a view or trigger that Muniment did not make. `muniment "
                     "ledger rebuild-catalogue` makes a new one from the ledger"};
  }
  return ok();
}

std::optional<FileIdentity> identity_of(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    return std::nullopt;
  }
  return FileIdentity{facts.st_dev, facts.st_ino};
}

Applied read_applied(SQLite::Database& database) {
  Applied applied;
  SQLite::Statement query(database, "SELECT key, value FROM meta");
  while (query.executeStep()) {
    const std::string key = query.getColumn(0).getString();
    if (key == "applied_size") {
      applied.size = static_cast<std::uint64_t>(query.getColumn(1).getInt64());
    } else if (key == "applied_root") {
      applied.root = query.getColumn(1).getString();
    } else if (key == "last_event") {
      applied.last_event = Time{query.getColumn(1).getInt64()};
    }
  }
  return applied;
}

namespace {

// Is there room for the file by which connections agree with each other? Other failures
// are for whoever reads first.
bool has_shared_memory(SQLite::Database& database) {
  try {
    (void)database.execAndGet("PRAGMA user_version");
    return true;
  } catch (const SQLite::Exception& exception) {
    return exception.getErrorCode() != SQLITE_IOERR;
  }
}

}  // namespace

std::unique_ptr<SQLite::Database> open_for_reading(const std::string& path) {
  // READWRITE (which falls back to reading where writing is not allowed): after a crash
  // the first to open it has to finish or undo what the dead process began.
  const auto open = [&] {
    return std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE,
                                              kBusyMilliseconds);
  };
  auto database = open();
  if (!has_shared_memory(*database)) {
    // The disk is full, and nobody else has it open. Alone it needs no such file.
    database = open();
    database->exec("PRAGMA locking_mode = EXCLUSIVE");
  }
  database->exec("PRAGMA cache_size = -4096");
  database->exec("PRAGMA trusted_schema = OFF");
  database->exec("PRAGMA query_only = ON");
  return database;
}

Result<std::unique_ptr<SQLite::Database>> open_scratch(const std::string& directory) {
  static std::atomic<unsigned> next{0};
  const std::string path = directory + "/scratch-" + std::to_string(::getpid()) + "-" +
                           std::to_string(next++) + ".sqlite";
  using Handle = std::unique_ptr<SQLite::Database>;
  return catching("make " + path, [&]() -> Result<Handle> {
    ::unlink(path.c_str());  // of a process that had the same id and was killed
    auto database = std::make_unique<SQLite::Database>(
        path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
    database->exec("PRAGMA journal_mode = OFF");
    database->exec("PRAGMA synchronous = OFF");
    database->exec("PRAGMA locking_mode = EXCLUSIVE");
    database->exec("PRAGMA cache_size = -8192");
    if (::unlink(path.c_str()) != 0) {
      return error_from_errno(errno, "unlink", path);
    }
    return Handle(std::move(database));
  });
}

void attach_catalogue(SQLite::Database& scratch, const std::string& path) {
  // What is attached takes the mode of the connection, and the catalogue is for all.
  scratch.exec("PRAGMA locking_mode = NORMAL");
  SQLite::Statement attach(scratch, "ATTACH DATABASE ? AS known");
  attach.bind(1, path);
  attach.exec();
}

void bind_bytes(SQLite::Statement& statement, int index, std::string_view bytes) {
  // A null pointer would bind NULL; the empty path is a path.
  statement.bindNoCopy(index, bytes.empty() ? "" : bytes.data(),
                       static_cast<int>(bytes.size()));
}

std::string column_bytes(const SQLite::Statement& statement, int index) {
  const SQLite::Column column = statement.getColumn(index);
  const int size = column.getBytes();
  return size == 0 ? std::string()
                   : std::string(static_cast<const char*>(column.getBlob()),
                                 static_cast<std::size_t>(size));
}

int bind_facts(SQLite::Statement& statement, int index, const ItemFacts& facts) {
  statement.bind(index++, static_cast<int>(facts.type));
  statement.bind(index++, static_cast<std::int64_t>(facts.size));
  statement.bind(index++, facts.mtime.ns);
  statement.bind(index++, facts.ctime.ns);
  statement.bind(index++, static_cast<std::int64_t>(facts.inode));
  if (facts.digests) {
    statement.bindNoCopy(index++, facts.digests->sha256.data(), 32);
    statement.bindNoCopy(index++, facts.digests->xxh3_128.data(), 16);
  } else {
    statement.bind(index++);
    statement.bind(index++);
  }
  if (facts.type == ItemType::kSymlink) {
    bind_bytes(statement, index++, facts.link_target);
  } else {
    statement.bind(index++);
  }
  return index;
}

ItemFacts column_facts(const SQLite::Statement& statement, int index) {
  ItemFacts facts;
  facts.type = static_cast<ItemType>(statement.getColumn(index).getInt());
  facts.size = static_cast<std::uint64_t>(statement.getColumn(index + 1).getInt64());
  facts.mtime.ns = statement.getColumn(index + 2).getInt64();
  facts.ctime.ns = statement.getColumn(index + 3).getInt64();
  facts.inode = static_cast<std::uint64_t>(statement.getColumn(index + 4).getInt64());
  const SQLite::Column sha256 = statement.getColumn(index + 5);
  const SQLite::Column xxh3 = statement.getColumn(index + 6);
  if (sha256.getBytes() == 32 && xxh3.getBytes() == 16) {
    Digests& digests = facts.digests.emplace();
    std::copy_n(static_cast<const std::uint8_t*>(sha256.getBlob()), 32,
                digests.sha256.begin());
    std::copy_n(static_cast<const std::uint8_t*>(xxh3.getBlob()), 16,
                digests.xxh3_128.begin());
  }
  facts.link_target = column_bytes(statement, index + 7);
  return facts;
}

}  // namespace muniment
