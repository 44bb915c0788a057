// Whatever bytes stand in catalogue.sqlite: every question to it has an answer or an
// error.

#include <fstream>

#include "catalogue/catalogue_check.h"
#include "catalogue/reader.h"
#include "edited_files.h"
#include "fuzz_target.h"
#include "model/event_json.h"

namespace muniment {
namespace {

std::vector<Event> golden_events() {
  std::vector<Event> events;
  std::ifstream lines(MUNIMENT_EVENT_GOLDEN);
  for (std::string line; std::getline(lines, line);) {
    events.push_back(parse_event(line).value());
  }
  MUNIMENT_CHECK(!events.empty());
  return events;
}

void ask_of_store(Reader& reader, const std::string& name) {
  const auto found = reader.store(name);
  if (!found || !found.value()) {
    return;
  }
  const std::int64_t id = found.value()->id;
  const auto ignore = [](const auto&...) { return Status(ok()); };
  (void)reader.directories(id);
  (void)reader.each_item(id, "", ignore);
  (void)reader.each_item(id, "2023", ignore);
  (void)reader.each_tombstone(id, "", ignore);
  (void)reader.newest_event(id, "2023/07/a.mp4");
  (void)reader.unobserved(id);
  (void)reader.authorities(id);
  (void)reader.listings(id, "2023/07/a.mp4");
  (void)reader.open_incidents(id);
}

class Target {
 public:
  Target() {
    Catalogue catalogue = Catalogue::open(path()).value();
    MUNIMENT_CHECK(catalogue.apply(golden_events(), "00"));
  }

  void check(const std::uint8_t* data, std::size_t size) {
    if (!is_remembered_) {
      // Closed by now: all of it is in one file.
      files_.remember();
      is_remembered_ = true;
      MUNIMENT_CHECK(derived_.apply(golden_events(), "00"));
    }
    files_.apply(data, size);
    if (Result<Reader> reader = Reader::open(path())) {
      (void)reader.value().applied();
      (void)reader.value().incident_count();
      (void)reader.value().summary({});
      ask_of_store(reader.value(), "bwv");
      ask_of_store(reader.value(), "nas");
    }
    if (Result<CatalogueCheck> check = CatalogueCheck::begin(path())) {
      (void)check.value().compare(derived_);
    }
    if (Result<Catalogue> catalogue = Catalogue::open(path())) {
      (void)catalogue.value().applied();
      (void)catalogue.value().apply(golden_events(), "00");
    }
  }

 private:
  std::string path() const { return files_.path() + "/catalogue.sqlite"; }

  EditedFiles files_;
  EditedFiles scratch_;
  Catalogue derived_ = Catalogue::scratch(scratch_.path()).value();
  bool is_remembered_ = false;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Target target;
  target.check(data, size);
  return 0;
}

}  // namespace muniment
