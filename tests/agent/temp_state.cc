#include "temp_state.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "model/event_json.h"

namespace muniment {

TempState::TempState()
    : directory_(value_of(StateDirectory::open_or_create(files_.absolute("state")))) {}

Recorder TempState::recorder() const {
  return value_of(try_recorder());
}

Reader TempState::reader() const {
  return value_of(Reader::open(directory_.catalogue()));
}

void TempState::record(std::vector<EventBody> bodies) const {
  Recorder recorder = this->recorder();
  EXPECT_EQ(reason(recorder.record(std::move(bodies))), "");
}

Ledger TempState::ledger() const {
  return value_of(
      Ledger::open(directory_.ledger(), value_of(directory_.signing_key())));
}

void TempState::append_to_ledger(const std::vector<std::string>& entries) const {
  Ledger ledger = this->ledger();
  EXPECT_EQ(reason(ledger.append(entries)), "");
}

std::vector<Event> TempState::events() const {
  std::vector<Event> events;
  const Ledger ledger = this->ledger();
  EXPECT_EQ(reason(ledger.read(0, ledger.size(),
                               [&](std::uint64_t, std::string_view entry) {
                                 events.push_back(value_of(parse_event(entry)));
                                 return Status(ok());
                               })),
            "");
  return events;
}

std::vector<std::string> TempState::event_types() const {
  std::vector<std::string> types;
  for (const Event& event : events()) {
    types.emplace_back(
        std::visit([](const auto& body) { return body.kType; }, event.body));
  }
  return types;
}

void TempState::remove_catalogue() const {
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    files_.remove("state/catalogue.sqlite" + std::string(suffix));
  }
}

void TempState::change_catalogue(const std::string& sql) const {
  SQLite::Database(directory_.catalogue(), SQLite::OPEN_READWRITE, 10'000).exec(sql);
}

void TempState::copy(const std::string& from, const std::string& to) const {
  files_.remove(to);
  for (const std::string& path : files_.entries()) {
    if (path == from || is_under(path, from)) {
      files_.write(to + path.substr(from.size()), files_.read(path));
    }
  }
}

ItemAdded added(std::string path, std::uint64_t size) {
  return {"bwv",
          std::move(path),
          {ItemType::kFile, size, Time{1}, Time{2}, 3, Digests{}, ""}};
}

Candidate candidate(std::string path, std::uint64_t size) {
  ItemAdded item = added(std::move(path), size);
  return {item.path, item.facts, Time{10}, Time{20}};
}

}  // namespace muniment
