// A state directory for one test, and what can happen to its files.
//
// Owner:   removes its directory when it goes. Threads: one. Failure: fails the test.

#pragma once

#include <string>
#include <vector>

#include "agent/recorder.h"
#include "agent/state_directory.h"
#include "catalogue/reader.h"
#include "catalogue/scratch.h"
#include "tests/support/catalogue_dump.h"
#include "tests/support/temp_tree.h"

namespace muniment {

class TempState {
 public:
  TempState();

  const TempTree& files() const { return files_; }  // "state/..." is in it
  const StateDirectory& directory() const { return directory_; }

  Recorder recorder() const;
  Result<Recorder> try_recorder() const { return Recorder::open(directory_); }
  Reader reader() const;
  // Opens a recorder for these alone.
  void record(std::vector<EventBody> bodies) const;
  // Appends to the ledger as a process does that dies before it comes to the catalogue.
  void append_to_ledger(const std::vector<std::string>& entries) const;

  std::vector<Event> events() const;  // all that the ledger holds
  std::vector<std::string> event_types() const;
  std::string catalogue_text() const { return everything_in(directory_.catalogue()); }

  void remove_catalogue() const;
  void change_catalogue(const std::string& sql) const;
  // Copies everything below one directory of files() to another one, in place of it.
  void copy(const std::string& from, const std::string& to) const;

 private:
  Ledger ledger() const;

  TempTree files_{TempTree::Medium::kMemory};
  StateDirectory directory_;
};

ItemAdded added(std::string path, std::uint64_t size = 10);
Candidate candidate(std::string path, std::uint64_t size = 10);

}  // namespace muniment
