#include "catalogue/schema.h"

namespace muniment {
namespace {

// Times are nanoseconds since 1970; paths, names and targets are blobs, for they are
// bytes.
constexpr const char* kSchema = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- `evidence` is how many events of the ledger were there when the newest came that may
-- explain earlier removals; `reconsidered` up to where they have been looked at again.
CREATE TABLE store (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  filesystem_type TEXT, filesystem_id TEXT, root_inode INTEGER, root_birth INTEGER,
  root_handle TEXT, mount_source BLOB,
  items INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  unexplained_items INTEGER NOT NULL DEFAULT 0,
  unexplained_bytes INTEGER NOT NULL DEFAULT 0,
  not_observed INTEGER NOT NULL DEFAULT 0,
  in_flight INTEGER NOT NULL DEFAULT 0,
  last_outcome INTEGER,
  last_reason TEXT NOT NULL DEFAULT '',
  last_started INTEGER, last_ended INTEGER,
  last_observed INTEGER,
  last_complete INTEGER,
  scans_complete INTEGER NOT NULL DEFAULT 0,
  scans_incomplete INTEGER NOT NULL DEFAULT 0,
  scans_unavailable INTEGER NOT NULL DEFAULT 0,
  verified_items INTEGER NOT NULL DEFAULT 0,
  verified_bytes INTEGER NOT NULL DEFAULT 0,
  logged_items INTEGER NOT NULL DEFAULT 0,
  logged_bytes INTEGER NOT NULL DEFAULT 0,
  hold_breaches INTEGER NOT NULL DEFAULT 0,
  registered_items INTEGER NOT NULL DEFAULT 0,
  evidence INTEGER NOT NULL DEFAULT 0,
  register_evidence INTEGER NOT NULL DEFAULT 0,
  reconsidered INTEGER NOT NULL DEFAULT 0,
  overdue_items INTEGER NOT NULL DEFAULT 0,
  overdue_bytes INTEGER NOT NULL DEFAULT 0,
  within_7d_items INTEGER NOT NULL DEFAULT 0,
  within_7d_bytes INTEGER NOT NULL DEFAULT 0,
  within_30d_items INTEGER NOT NULL DEFAULT 0,
  within_30d_bytes INTEGER NOT NULL DEFAULT 0,
  undated_items INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE change_count (
  store INTEGER NOT NULL, kind INTEGER NOT NULL, explanation INTEGER NOT NULL,
  items INTEGER NOT NULL, bytes INTEGER NOT NULL,
  PRIMARY KEY (store, kind, explanation)
) WITHOUT ROWID;

-- `fingerprint` is a cache of the last scan, not a projection of events: it may be NULL.
CREATE TABLE directory (
  id INTEGER PRIMARY KEY,
  store INTEGER NOT NULL,
  path BLOB NOT NULL,
  entries INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  fingerprint BLOB,
  UNIQUE (store, path)
);

-- `seq` is the newest event that is about this item alone.
CREATE TABLE item (
  directory INTEGER NOT NULL, name BLOB NOT NULL,
  type INTEGER NOT NULL, size INTEGER NOT NULL,
  mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, inode INTEGER NOT NULL,
  sha256 BLOB, xxh3 BLOB, target BLOB,
  first_seen INTEGER NOT NULL, verified INTEGER,
  seq INTEGER NOT NULL,
  PRIMARY KEY (directory, name)
) WITHOUT ROWID;

CREATE TABLE corrupted (
  directory INTEGER NOT NULL, name BLOB NOT NULL, found INTEGER NOT NULL,
  PRIMARY KEY (directory, name)
) WITHOUT ROWID;

-- The explanation is the one of now; `reconsidered` is the event that changed the first.
CREATE TABLE tombstone (
  seq INTEGER PRIMARY KEY, store INTEGER NOT NULL, path BLOB NOT NULL,
  type INTEGER NOT NULL, size INTEGER NOT NULL,
  mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, inode INTEGER NOT NULL,
  sha256 BLOB, xxh3 BLOB, target BLOB,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, first_missed INTEGER NOT NULL,
  explanation INTEGER NOT NULL, reference TEXT NOT NULL, detail TEXT NOT NULL,
  hold TEXT NOT NULL, kept_until INTEGER,
  reconsidered INTEGER
);
CREATE INDEX tombstone_path ON tombstone (store, path);

CREATE TABLE unobserved (
  store INTEGER NOT NULL, path BLOB NOT NULL, place INTEGER NOT NULL,
  reason TEXT NOT NULL, since INTEGER NOT NULL, last_observed INTEGER,
  PRIMARY KEY (store, path)
) WITHOUT ROWID;

CREATE TABLE gap (
  seq INTEGER PRIMARY KEY, store TEXT NOT NULL,
  from_time INTEGER NOT NULL, until_time INTEGER NOT NULL, reason TEXT NOT NULL
);

-- What authorities (kind 1), holds (2) and transfers (3) are about: prefixes (part 1),
-- collections (2), classes (3), cases (4), and apart from them the listed paths.
CREATE TABLE scope_part (
  kind INTEGER NOT NULL, store INTEGER NOT NULL, reference TEXT NOT NULL,
  part INTEGER NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY (kind, store, reference, part, value)
) WITHOUT ROWID;
CREATE TABLE scope_path (
  store INTEGER NOT NULL, path BLOB NOT NULL,
  kind INTEGER NOT NULL, reference TEXT NOT NULL,
  PRIMARY KEY (store, path, kind, reference)
) WITHOUT ROWID;

CREATE TABLE authority (
  id INTEGER PRIMARY KEY,
  store INTEGER NOT NULL, reference TEXT NOT NULL,
  approved_by TEXT NOT NULL, second_approver TEXT NOT NULL, added INTEGER NOT NULL,
  from_time INTEGER NOT NULL, until_time INTEGER,
  max_items INTEGER, max_bytes INTEGER,
  recorded_from INTEGER, recorded_to INTEGER, listed_paths INTEGER NOT NULL,
  signed_by TEXT NOT NULL, document TEXT NOT NULL,
  revoked INTEGER, revoked_by TEXT, revoke_reason TEXT,
  used_items INTEGER NOT NULL DEFAULT 0, used_bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (store, reference)
);

-- `checked` is when the content of the held items was last read for the hold.
CREATE TABLE hold (
  id INTEGER PRIMARY KEY,
  store INTEGER NOT NULL, reference TEXT NOT NULL,
  reason TEXT NOT NULL, placed_by TEXT NOT NULL, requester TEXT NOT NULL,
  placed INTEGER NOT NULL, review INTEGER,
  recorded_from INTEGER, recorded_to INTEGER, listed_paths INTEGER NOT NULL,
  released INTEGER, released_by TEXT, release_reason TEXT,
  checked INTEGER, verified INTEGER, altered INTEGER, unreadable INTEGER,
  missing INTEGER,
  breaches INTEGER NOT NULL DEFAULT 0,
  UNIQUE (store, reference)
);

-- The last five are what was so when it was closed, in items.
CREATE TABLE transfer (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  store INTEGER NOT NULL, to_store INTEGER NOT NULL,
  opened INTEGER NOT NULL, opened_by TEXT NOT NULL,
  recorded_from INTEGER, recorded_to INTEGER, listed_paths INTEGER NOT NULL,
  closed INTEGER, closed_by TEXT,
  verified INTEGER, unverified INTEGER, different INTEGER, absent INTEGER, lost INTEGER
);

-- What the register says of items that it knows by path (known_by 1; directory and name)
-- or by its identifier alone (2; the identifier is the name), and of items that moved
-- from where it knows them (3; that path is in from_...). `cases`: one a line.
CREATE TABLE registered (
  store INTEGER NOT NULL, known_by INTEGER NOT NULL,
  directory BLOB NOT NULL, name BLOB NOT NULL,
  identifier TEXT NOT NULL, recorded INTEGER, class TEXT NOT NULL, cases TEXT NOT NULL,
  exhibit TEXT NOT NULL, size INTEGER, sha256 BLOB, subjects INTEGER,
  from_directory BLOB, from_name BLOB,
  PRIMARY KEY (store, known_by, directory, name)
) WITHOUT ROWID;
CREATE INDEX registered_from ON registered (store, from_directory, from_name)
  WHERE from_name IS NOT NULL;
CREATE INDEX registered_content ON registered (store, sha256)
  WHERE known_by = 2 AND sha256 IS NOT NULL;

CREATE TABLE deletion_log (
  store INTEGER NOT NULL, path BLOB NOT NULL, at INTEGER NOT NULL,
  actor TEXT NOT NULL, action TEXT NOT NULL,
  PRIMARY KEY (store, path, at, actor, action)
) WITHOUT ROWID;

-- Files that were imported to their end; kind 1 is a register, 2 a storage's log.
CREATE TABLE import (
  seq INTEGER PRIMARY KEY, store INTEGER NOT NULL, kind INTEGER NOT NULL,
  time INTEGER NOT NULL, file BLOB NOT NULL, sha256 TEXT NOT NULL,
  added INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL,
  skipped INTEGER NOT NULL
);

-- What was configured from `time` on; `classes`: "class=period", one a line.
CREATE TABLE policy (
  seq INTEGER PRIMARY KEY, store INTEGER NOT NULL, time INTEGER NOT NULL,
  collection TEXT NOT NULL, recorded_at TEXT NOT NULL, default_class TEXT NOT NULL,
  rule TEXT NOT NULL, classes TEXT NOT NULL
);

CREATE TABLE incident (
  id TEXT PRIMARY KEY, store INTEGER NOT NULL, version INTEGER NOT NULL,
  opened INTEGER NOT NULL, changed INTEGER NOT NULL,
  items INTEGER NOT NULL, bytes INTEGER NOT NULL,
  last_seen INTEGER NOT NULL, first_missed INTEGER NOT NULL,
  is_open INTEGER NOT NULL DEFAULT 1,
  hold_breaches INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- The newest conflict of each witness; whether it still counts, its cosignatures tell.
CREATE TABLE witness_conflict (
  witness TEXT PRIMARY KEY, time INTEGER NOT NULL, outcome INTEGER NOT NULL,
  size INTEGER NOT NULL, their_size INTEGER, detail TEXT NOT NULL
) WITHOUT ROWID;
)sql";

}  // namespace

const char* schema_sql() {
  return kSchema;
}

}  // namespace muniment
