#include "random_event.h"

#include <algorithm>

#include "model/printable.h"
#include "random_body.h"

namespace muniment {
namespace {

using rc::gen::apply;
using rc::gen::arbitrary;
using rc::gen::container;
using rc::gen::element;
using rc::gen::inRange;
using rc::gen::just;
using rc::gen::map;
using rc::gen::oneOf;

rc::Gen<std::string> join(rc::Gen<std::string> piece) {
  return map(container<std::vector<std::string>>(std::move(piece)),
             [](const std::vector<std::string>& pieces) {
               std::string all;
               for (const std::string& part : pieces) {
                 all += part;
               }
               return all;
             });
}

rc::Gen<Digests> any_digests() {
  return map(container<std::vector<std::uint8_t>>(48, arbitrary<std::uint8_t>()),
             [](const std::vector<std::uint8_t>& bytes) {
               Digests digests;
               std::copy_n(bytes.begin(), 32, digests.sha256.begin());
               std::copy_n(bytes.begin() + 32, 16, digests.xxh3_128.begin());
               return digests;
             });
}

rc::Gen<StoreIdentity> any_identity() {
  return apply(
      [](std::string type, std::string id, std::uint64_t inode,
         std::optional<Time> birth, std::string handle, std::string source) {
        return StoreIdentity{type, id, inode, birth, handle, source};
      },
      any_text(), any_text(), any_count(), maybe(any_time()), any_text(), any_bytes());
}

rc::Gen<ScanCounts> any_counts() {
  return map(container<std::vector<std::uint64_t>>(16, any_count()),
             [](const std::vector<std::uint64_t>& n) {
               return ScanCounts{n[0], n[1], n[2],  n[3],  n[4],  n[5],  n[6],  n[7],
                                 n[8], n[9], n[10], n[11], n[12], n[13], n[14], n[15]};
             });
}

rc::Gen<EventBody> any_item_event() {
  const auto path = any_bytes();
  return oneOf(
      made<ItemAdded>(with(&ItemAdded::store, any_text()), with(&ItemAdded::path, path),
                      with(&ItemAdded::facts, any_facts())),
      made<ItemAltered>(with(&ItemAltered::store, any_text()),
                        with(&ItemAltered::path, path),
                        with(&ItemAltered::kind,
                             element(ChangeKind::kModified, ChangeKind::kCorrupted,
                                     ChangeKind::kEmptied, ChangeKind::kMetadata)),
                        with(&ItemAltered::facts, any_facts()),
                        with(&ItemAltered::size_before, any_count()),
                        with(&ItemAltered::digests_before, maybe(any_digests())),
                        with(&ItemAltered::last_seen, any_time()),
                        with(&ItemAltered::detail, any_text())),
      made<ItemMoved>(with(&ItemMoved::store, any_text()), with(&ItemMoved::path, path),
                      with(&ItemMoved::from, any_bytes()),
                      with(&ItemMoved::facts, any_facts())),
      made<ItemRemoved>(
          with(&ItemRemoved::store, any_text()), with(&ItemRemoved::path, path),
          with(&ItemRemoved::facts, any_facts()),
          with(&ItemRemoved::first_seen, any_time()),
          with(&ItemRemoved::last_seen, any_time()),
          with(&ItemRemoved::first_missed, any_time()),
          with(&ItemRemoved::explanation, any_explanation()),
          with(&ItemRemoved::reference, any_text()),
          with(&ItemRemoved::detail, any_text()), with(&ItemRemoved::hold, any_text()),
          with(&ItemRemoved::kept_until, maybe(any_time()))),
      made<ItemsVerified>(with(&ItemsVerified::store, any_text()),
                          with(&ItemsVerified::directory, path),
                          with(&ItemsVerified::names, any_list())));
}

rc::Gen<EventBody> any_look_event() {
  return oneOf(
      made<PlaceUnobserved>(
          with(&PlaceUnobserved::store, any_text()),
          with(&PlaceUnobserved::path, any_bytes()),
          with(&PlaceUnobserved::place,
               element(PlaceKind::kDirectory, PlaceKind::kFile, PlaceKind::kInFlight)),
          with(&PlaceUnobserved::reason, any_text()),
          with(&PlaceUnobserved::last_observed, maybe(any_time()))),
      made<PlaceObserved>(with(&PlaceObserved::store, any_text()),
                          with(&PlaceObserved::path, any_bytes())),
      made<ScanFinished>(with(&ScanFinished::store, any_text()),
                         with(&ScanFinished::outcome,
                              element(ScanOutcome::kComplete, ScanOutcome::kIncomplete,
                                      ScanOutcome::kUnavailable)),
                         with(&ScanFinished::started, any_time()),
                         with(&ScanFinished::counts, any_counts()),
                         with(&ScanFinished::reason, any_text())),
      made<CheckFinished>(with(&CheckFinished::store, any_text()),
                          with(&CheckFinished::started, any_time()),
                          with(&CheckFinished::verified, any_count()),
                          with(&CheckFinished::bytes, any_count()),
                          with(&CheckFinished::corrupted, any_count()),
                          with(&CheckFinished::altered, any_count()),
                          with(&CheckFinished::unreadable, any_count()),
                          with(&CheckFinished::missing, any_count()),
                          with(&CheckFinished::in_flight, any_count())),
      made<GapRecorded>(with(&GapRecorded::store, any_text()),
                        with(&GapRecorded::from, any_time()),
                        with(&GapRecorded::until, any_time()),
                        with(&GapRecorded::reason, any_text())));
}

rc::Gen<EventBody> any_other_event() {
  const auto version = inRange(0, 1'000'000'000);
  return oneOf(
      made<LedgerStarted>(with(&LedgerStarted::format, version),
                          with(&LedgerStarted::origin, any_text())),
      made<StoreEnrolled>(with(&StoreEnrolled::store, any_text()),
                          with(&StoreEnrolled::identity, any_identity()),
                          with(&StoreEnrolled::by, any_text()),
                          with(&StoreEnrolled::reason, any_text())),
      made<IncidentRecorded>(with(&IncidentRecorded::id, any_text()),
                             with(&IncidentRecorded::store, any_text()),
                             with(&IncidentRecorded::version, version),
                             with(&IncidentRecorded::items, any_count()),
                             with(&IncidentRecorded::bytes, any_count()),
                             with(&IncidentRecorded::last_seen, any_time()),
                             with(&IncidentRecorded::first_missed, any_time()),
                             with(&IncidentRecorded::hold_breaches, any_count())),
      made<AgentStarted>(with(&AgentStarted::version, any_text())),
      made<AgentStopped>(with(&AgentStopped::reason, any_text())),
      made<KeyRotated>(with(&KeyRotated::key, any_text()),
                       with(&KeyRotated::by, any_text()),
                       with(&KeyRotated::reason, any_text())),
      made<WitnessConflict>(
          with(&WitnessConflict::witness, any_text()),
          with(&WitnessConflict::outcome,
               element(WitnessOutcome::kRollback, WitnessOutcome::kFork,
                       WitnessOutcome::kRefused)),
          with(&WitnessConflict::size, any_count()),
          with(&WitnessConflict::their_size, maybe(any_count())),
          with(&WitnessConflict::detail, any_text())));
}

}  // namespace

rc::Gen<std::string> any_text() {
  const auto character = element<std::string>(
      "a", "Z", "0", "/", " ", "\"", "\\", "\n", "\t", "\b", "\f", "\r", "\x01", "\x1b",
      "\x1f", "\x7f", std::string(1, '\0'), "\u0080", "\u00e9", "\u07ff", "\u0800",
      "\u202e", "\u2066", "\ufeff", "\uffff", "\U00010000", "\U0001F4F7", "\U0010ffff");
  return join(character);
}

rc::Gen<std::string> any_bytes() {
  const auto broken = element<std::string>("a", "/", "\x80", "\xbf", "\xc0\xaf", "\xff",
                                           "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2");
  const auto long_text =
      map(rc::gen::pair(any_text(), inRange(0, 60)), [](const auto& piece_and_count) {
        std::string all;
        for (int i = 0; i < piece_and_count.second; ++i) {
          all += piece_and_count.first;
        }
        return all;
      });
  return oneOf(any_text(), arbitrary<std::string>(), join(broken), long_text,
               just(std::string()));
}

rc::Gen<std::uint64_t> any_count() {
  return oneOf(arbitrary<std::uint64_t>(), just(std::uint64_t{0}),
               just(std::uint64_t{18'446'744'073'709'551'615U}));
}

rc::Gen<std::vector<std::string>> any_list() {
  return map(container<std::vector<std::string>>(any_bytes()),
             [](std::vector<std::string> list) {
               std::stable_partition(list.begin(), list.end(), is_utf8);
               return list;
             });
}

rc::Gen<Explanation> any_explanation() {
  return element(Explanation::kUnexplained, Explanation::kMoved,
                 Explanation::kAuthority, Explanation::kRetention,
                 Explanation::kTransfer, Explanation::kLogged);
}

rc::Gen<Time> any_time() {
  return map(oneOf(arbitrary<std::int64_t>(),
                   map(inRange<std::int64_t>(0, 4'000'000'000),
                       [](std::int64_t seconds) { return seconds * kNsPerSecond; })),
             [](std::int64_t ns) { return Time{ns}; });
}

rc::Gen<ItemFacts> any_facts() {
  return apply(
      [](ItemType type, std::uint64_t size, Time mtime, Time ctime, std::uint64_t inode,
         std::optional<Digests> digests, std::string target) {
        const bool is_link = type == ItemType::kSymlink;
        return ItemFacts{type,
                         size,
                         mtime,
                         ctime,
                         inode,
                         digests,
                         is_link ? std::move(target) : std::string()};
      },
      element(ItemType::kFile, ItemType::kSymlink, ItemType::kFifo, ItemType::kSocket,
              ItemType::kCharDevice, ItemType::kBlockDevice),
      any_count(), any_time(), any_time(), any_count(), maybe(any_digests()),
      any_bytes());
}

rc::Gen<Event> any_event() {
  return apply(
      [](Time time, EventBody body) {
        return Event{time, std::move(body)};
      },
      any_time(),
      oneOf(any_item_event(), any_look_event(), any_other_event(), any_disposal_event(),
            any_register_event(), any_verdict_event()));
}

}  // namespace muniment
