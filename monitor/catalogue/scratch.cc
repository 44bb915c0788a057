#include "catalogue/scratch.h"

#include <mutex>
#include <optional>

#include "catalogue/database.h"

namespace muniment {
namespace {

constexpr const char* kUse = "scratch table of the scan";

// `content` is equal for items that hold the same: digest and type, or a link's target.
// `inode_only` marks contents that many items share without being copies of each other.
constexpr const char* kTables = R"sql(
CREATE TABLE candidate (
  path BLOB PRIMARY KEY,
  type INTEGER, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER,
  sha256 BLOB, xxh3 BLOB, target BLOB,
  first_seen INTEGER, last_seen INTEGER,
  content BLOB, inode_only INTEGER, moved_to BLOB
) WITHOUT ROWID;
CREATE TABLE arrival (
  path BLOB PRIMARY KEY,
  type INTEGER, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER,
  sha256 BLOB, xxh3 BLOB, target BLOB,
  content BLOB, taken INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE place (path BLOB PRIMARY KEY, kind INTEGER, reason TEXT) WITHOUT ROWID;
)sql";

// Moves into a place that another candidate leaves come last: by then it has left.
constexpr const char* kBoth =
    "SELECT c.path, c.type, c.size, c.mtime, c.ctime, c.inode, c.sha256, c.xxh3, "
    "c.target, "
    "c.first_seen, c.last_seen, a.path, a.type, a.size, a.mtime, a.ctime, a.inode, "
    "a.sha256, a.xxh3, a.target FROM candidate c JOIN arrival a ON a.path = c.moved_to "
    "ORDER BY EXISTS (SELECT 1 FROM candidate k WHERE k.path = a.path), a.path";

std::string content_of(const ItemFacts& facts) {
  std::string content(name_of(facts.type));
  if (facts.digests) {
    content.append(reinterpret_cast<const char*>(facts.digests->sha256.data()),
                   facts.digests->sha256.size());
  }
  return content + facts.link_target;
}

bool is_told_by_inode_only(const ItemFacts& facts) {
  return facts.type != ItemType::kFile || facts.size == 0;
}

Candidate column_candidate(const SQLite::Statement& query) {
  return {column_bytes(query, 0), column_facts(query, 1),
          Time{query.getColumn(9).getInt64()}, Time{query.getColumn(10).getInt64()}};
}

class SqliteScratch : public Scratch {
 public:
  explicit SqliteScratch(std::unique_ptr<SQLite::Database> database)
      : database_(std::move(database)) {
    database_->exec(kTables);
    database_->exec("BEGIN");
  }

  Status add(const std::vector<Candidate>& candidates) override {
    return locked([&]() -> Status {
      if (!add_candidate_) {
        add_candidate_.emplace(*database_,
                               "INSERT OR REPLACE INTO candidate VALUES "
                               "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)");
      }
      for (const Candidate& candidate : candidates) {
        const std::string content = content_of(candidate.facts);
        bind_bytes(*add_candidate_, 1, candidate.path);
        const int next = bind_facts(*add_candidate_, 2, candidate.facts);
        add_candidate_->bind(next, candidate.first_seen.ns);
        add_candidate_->bind(next + 1, candidate.last_seen.ns);
        bind_bytes(*add_candidate_, next + 2, content);
        add_candidate_->bind(next + 3, is_told_by_inode_only(candidate.facts) ? 1 : 0);
        add_candidate_->exec();
        add_candidate_->reset();
      }
      return ok();
    });
  }

  Status add(const std::vector<Arrival>& arrivals) override {
    return locked([&]() -> Status {
      if (!add_arrival_) {
        add_arrival_.emplace(*database_,
                             "INSERT OR REPLACE INTO arrival VALUES "
                             "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)");
      }
      for (const Arrival& arrival : arrivals) {
        const std::string content = content_of(arrival.facts);
        bind_bytes(*add_arrival_, 1, arrival.path);
        bind_bytes(*add_arrival_, bind_facts(*add_arrival_, 2, arrival.facts), content);
        add_arrival_->exec();
        add_arrival_->reset();
      }
      return ok();
    });
  }

  Status add(const Place& place) override {
    return locked([&]() -> Status {
      SQLite::Statement insert(*database_,
                               "INSERT OR REPLACE INTO place VALUES (?, ?, ?)");
      bind_bytes(insert, 1, place.path);
      insert.bind(2, static_cast<int>(place.kind));
      insert.bind(3, place.reason);
      insert.exec();
      return ok();
    });
  }

  Status look_again(const Look& is_gone) override {
    return locked([&]() -> Status {
      SQLite::Statement query(
          *database_, std::string("SELECT path, ") + std::string(kFactColumns) +
                          ", first_seen, last_seen FROM candidate ORDER BY path");
      SQLite::Statement forget(*database_, "DELETE FROM candidate WHERE path = ?");
      // Deleting the row just read is allowed while its query goes on.
      while (query.executeStep()) {
        const Candidate candidate = column_candidate(query);
        MUNIMENT_ASSIGN(const bool gone, is_gone(candidate));
        if (!gone) {
          bind_bytes(forget, 1, candidate.path);
          forget.exec();
          forget.reset();
        }
      }
      return ok();
    });
  }

  Status match_moves() override {
    return locked([&]() -> Status {
      if (database_
              ->execAndGet("SELECT EXISTS (SELECT 1 FROM candidate) AND "
                           "EXISTS (SELECT 1 FROM arrival)")
              .getInt() == 0) {
        return ok();
      }
      database_->exec("CREATE INDEX by_inode ON arrival (content, size, inode)");
      database_->exec(
          "CREATE INDEX by_content ON arrival (content, size, taken, path)");
      match(
          "SELECT path FROM arrival WHERE content = ? AND size = ? AND inode = ? AND "
          "NOT taken ORDER BY path LIMIT 1",
          "moved_to IS NULL", true);
      match(
          "SELECT path FROM arrival WHERE content = ? AND size = ? AND taken = 0 "
          "ORDER BY path LIMIT 1",
          "moved_to IS NULL AND NOT inode_only", false);
      return ok();
    });
  }

  Status each_gone(const std::function<Status(const Candidate&)>& visitor) override {
    return locked([&]() -> Status {
      SQLite::Statement query(*database_, std::string("SELECT path, ") +
                                              std::string(kFactColumns) +
                                              ", first_seen, last_seen FROM candidate "
                                              "WHERE moved_to IS NULL ORDER BY path");
      while (query.executeStep()) {
        MUNIMENT_TRY(visitor(column_candidate(query)));
      }
      return ok();
    });
  }

  Status each_move(const std::function<Status(const Move&)>& visitor) override {
    return locked([&]() -> Status {
      SQLite::Statement query(*database_, kBoth);
      while (query.executeStep()) {
        MUNIMENT_TRY(visitor({column_candidate(query),
                              {column_bytes(query, 11), column_facts(query, 12)}}));
      }
      return ok();
    });
  }

  Status each_arrival(const std::function<Status(const Arrival&)>& visitor) override {
    return locked([&]() -> Status {
      SQLite::Statement query(*database_, std::string("SELECT path, ") +
                                              std::string(kFactColumns) +
                                              " FROM arrival WHERE NOT taken "
                                              "ORDER BY path");
      while (query.executeStep()) {
        MUNIMENT_TRY(visitor({column_bytes(query, 0), column_facts(query, 1)}));
      }
      return ok();
    });
  }

  Status each_place(const std::function<Status(const Place&)>& visitor) override {
    return locked([&]() -> Status {
      SQLite::Statement query(*database_,
                              "SELECT path, kind, reason FROM place ORDER BY path");
      while (query.executeStep()) {
        MUNIMENT_TRY(visitor({column_bytes(query, 0),
                              static_cast<PlaceKind>(query.getColumn(1).getInt()),
                              query.getColumn(2).getString()}));
      }
      return ok();
    });
  }

 private:
  template <typename Body>
  Status locked(Body&& body) {
    const std::lock_guard lock(mutex_);
    return catching(kUse, std::forward<Body>(body));
  }

  void match(const char* find_sql, const std::string& which, bool by_inode) {
    SQLite::Statement candidates(
        *database_, "SELECT path, content, size, inode FROM candidate WHERE " + which +
                        " ORDER BY path");
    SQLite::Statement find(*database_, find_sql);
    SQLite::Statement take(*database_, "UPDATE arrival SET taken = 1 WHERE path = ?");
    SQLite::Statement mark(*database_,
                           "UPDATE candidate SET moved_to = ? WHERE path = ?");
    while (candidates.executeStep()) {
      const std::string path = column_bytes(candidates, 0);
      const std::string content = column_bytes(candidates, 1);
      bind_bytes(find, 1, content);
      find.bind(2, candidates.getColumn(2).getInt64());
      if (by_inode) {
        find.bind(3, candidates.getColumn(3).getInt64());
      }
      if (find.executeStep()) {
        const std::string target = column_bytes(find, 0);
        bind_bytes(take, 1, target);
        take.exec();
        take.reset();
        bind_bytes(mark, 1, target);
        bind_bytes(mark, 2, path);
        mark.exec();
        mark.reset();
      }
      find.reset();
    }
  }

  std::mutex mutex_;  // guards everything below
  std::unique_ptr<SQLite::Database> database_;
  std::optional<SQLite::Statement> add_candidate_;
  std::optional<SQLite::Statement> add_arrival_;
};

}  // namespace

Result<std::unique_ptr<Scratch>> Scratch::create(const std::string& directory) {
  MUNIMENT_ASSIGN(auto database, open_scratch(directory));
  return catching(kUse, [&]() -> Result<std::unique_ptr<Scratch>> {
    return std::unique_ptr<Scratch>(
        std::make_unique<SqliteScratch>(std::move(database)));
  });
}

}  // namespace muniment
