// How the catalogue opens SQLite: schema, settings, and where its exceptions end.
//
// Internal to catalogue/: no other folder includes this.
//
// Owner:   each Catalogue, Reader and Scratch owns one connection.
// Threads: a connection is used by one thread at a time.
// Failure: SQLite's errors become Errors in catching(); kNoSpace for a full disk.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "catalogue/catalogue.h"
#include "model/item.h"
#include "model/result.h"

namespace muniment {

// `os_errno` is that of the last system call that failed, 0 when none did. SQLite says
// "malformed" also of a page that the device could not read, which says nothing about it.
Error error_from_sqlite(std::string_view operation, const SQLite::Exception& exception,
                        int os_errno);

// Runs `body`, which returns a Result, and turns SQLite's exceptions into Errors.
template <typename Body>
std::invoke_result_t<Body> catching(std::string_view operation, Body&& body) {
  errno = 0;
  try {
    return std::forward<Body>(body)();
  } catch (const SQLite::Exception& exception) {
    return error_from_sqlite(operation, exception, errno);
  }
}

// kNotFound when there is no such file: SQLite's "unable to open" is said of any failure.
Status check_exists(const std::string& path);
// kNotFound for a database that has no tables yet or older ones: opening it for writing
// makes them new. kUnsupported for those of a newer version, kCorrupt for what is not
// ours in it.
Status check_version(SQLite::Database& database, const std::string& path);
// Which file a name stands for; nullopt when there is none. Another one may take the
// name while a connection is open, which then goes on with the old one.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};
std::optional<FileIdentity> identity_of(const std::string& path);

Applied read_applied(SQLite::Database& database);

// Opens for writing and makes the schema if there is none, or an older one. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> open_for_writing(const std::string& path);
// Throws SQLite::Exception, also when the file is missing.
std::unique_ptr<SQLite::Database> open_for_reading(const std::string& path);
// A database without tables in a file that has no name any more and goes with the
// connection. Quick, and worth nothing after a crash.
Result<std::unique_ptr<SQLite::Database>> open_scratch(const std::string& directory);
// Makes the catalogue readable as `known` in a scratch database. Throws SQLite::Exception.
void attach_catalogue(SQLite::Database& scratch, const std::string& path);
void make_schema(SQLite::Database& database);

// Binds bytes without copying: they must live until the statement has run.
void bind_bytes(SQLite::Statement& statement, int index, std::string_view bytes);
std::string column_bytes(const SQLite::Statement& statement, int index);

// The columns of facts, in this order, wherever a table has them:
// type, size, mtime, ctime, inode, sha256, xxh3, target.
inline constexpr std::string_view kFactColumns =
    "type, size, mtime, ctime, inode, sha256, xxh3, target";
inline constexpr int kFactColumnCount = 8;
// `facts` must live until the statement has run. Returns the next free index.
int bind_facts(SQLite::Statement& statement, int index, const ItemFacts& facts);
ItemFacts column_facts(const SQLite::Statement& statement, int index);

}  // namespace muniment
