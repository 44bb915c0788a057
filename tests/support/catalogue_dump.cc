#include "tests/support/catalogue_dump.h"

#include <gtest/gtest.h>

#include "model/event_json.h"
#include "model/printable.h"
#include "tests/support/temp_tree.h"

namespace muniment {
namespace {

std::string to_text(const std::optional<Time>& time) {
  return time ? format_time(*time) : "-";
}

// An event says all of itself in its own encoding.
template <typename Body>
std::string as_event(const Body& body, Time time = {}) {
  return encode_event({time, body}) + '\n';
}

void add_items(Reader& reader, std::int64_t id, std::string& out) {
  const Status done =
      reader.each_item(id, "", [&](const StorePath& path, const KnownItem& item) {
        out += printable(path) + ' ' + to_text(item.facts) + ' ' +
               format_time(item.first_seen) + ' ' + to_text(item.verified) + ' ' +
               std::to_string(item.seq) + (item.is_corrupted ? " corrupted\n" : "\n");
        return Status(ok());
      });
  EXPECT_EQ(reason(done), "");
}

void add_tombstones(Reader& reader, std::int64_t id, std::string& out) {
  const Status done = reader.each_tombstone(id, "", [&](const Tombstone& tombstone) {
    out += std::to_string(tombstone.seq) + ' ' + as_event(tombstone.removed);
    return Status(ok());
  });
  EXPECT_EQ(reason(done), "");
}

void add_rows(Reader& reader, const StoreSummary& store, std::int64_t id,
              std::string& out) {
  for (const KnownDirectory& directory : value_of(reader.directories(id))) {
    if (directory.entries > 0) {
      out +=
          printable(directory.path) + ": " + std::to_string(directory.entries) + '\n';
    }
  }
  add_items(reader, id, out);
  add_tombstones(reader, id, out);
  for (const UnobservedPlace& place : value_of(reader.unobserved(id))) {
    out += as_event(PlaceUnobserved{store.name, place.path, place.place, place.reason,
                                    place.last_observed},
                    place.since);
  }
  for (const AuthorityRecord& authority : value_of(reader.authorities(id))) {
    out += std::to_string(authority.used_items) + ' ' +
           std::to_string(authority.used_bytes) + ' ' +
           as_event(authority.terms, authority.added);
  }
  for (const IncidentRow& row : value_of(reader.open_incidents(id))) {
    out += as_event(row.recorded, row.changed);
  }
}

std::string to_text(const StoreSummary& store) {
  std::string out = "store " + store.name + ' ' + std::string(name_of(store.state)) +
                    " \"" + store.state_reason + '"';
  for (const std::uint64_t number :
       {store.items, store.bytes, store.unexplained_items, store.unexplained_bytes,
        store.not_observed_items, store.in_flight_items, store.corrupted_items,
        store.scans_complete, store.scans_incomplete, store.scans_unavailable,
        store.gaps, store.verified_items, store.verified_bytes}) {
    out += ' ' + std::to_string(number);
  }
  out +=
      ' ' + to_text(store.last_complete_scan) + ' ' + to_text(store.last_scan) + '\n';
  if (store.identity) {
    out += as_event(StoreEnrolled{store.name, *store.identity, "", ""});
  }
  for (const ChangeCount& change : store.changes) {
    out += std::string(name_of(change.kind)) + ' ' +
           std::string(name_of(change.explanation)) + ' ' +
           std::to_string(change.items) + ' ' + std::to_string(change.bytes) + '\n';
  }
  return out;
}

}  // namespace

std::string to_text(const ItemFacts& facts) {
  std::string out = std::string(name_of(facts.type)) + ' ' +
                    std::to_string(facts.size) + ' ' + format_time(facts.mtime) + ' ' +
                    format_time(facts.ctime) + ' ' + std::to_string(facts.inode);
  if (facts.digests) {
    out += ' ' + to_hex(facts.digests->sha256) + ' ' + to_hex(facts.digests->xxh3_128);
  }
  return out + " ->" + printable(facts.link_target);
}

std::string everything_in(Reader& reader) {
  const Result<Summary> read = reader.summary({});
  EXPECT_EQ(reason(read), "");
  const Summary& summary = read.value();
  std::string out = std::to_string(summary.ledger_size) + ' ' + summary.ledger_root +
                    ' ' + to_text(summary.last_event) + ' ' +
                    std::to_string(summary.incidents_open) + '\n';
  for (const WitnessConflictRecord& record : summary.witness_conflicts) {
    out += as_event(record.conflict, record.recorded);
  }
  for (const StoreSummary& store : summary.stores) {
    out += to_text(store);
    add_rows(reader, store, reader.store(store.name).value()->id, out);
  }
  return out;
}

std::string everything_in(const std::string& catalogue_path) {
  Result<Reader> reader = Reader::open(catalogue_path);
  EXPECT_EQ(reason(reader), "");
  return everything_in(reader.value());
}

}  // namespace muniment
