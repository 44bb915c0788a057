// Room on disk for what one scan must hold back until its walk is complete: items that
// may be gone, items that are new, places that could not be observed. A million of
// either does not need a million rows of memory.
//
// Owner:   the scan that made it; the file has no name once open and goes with the
//          process. Threads: safe: every call takes the lock that guards the
//          connection.
// Failure: kNoSpace, kIo: the scan that needs it fails, nothing is recorded.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "catalogue/reader.h"
#include "model/event.h"
#include "model/result.h"

namespace muniment {

// An item that the catalogue knows and the walk did not see.
struct Candidate {
  StorePath path;
  ItemFacts facts;
  Time first_seen;
  Time last_seen;
};

struct Arrival {
  StorePath path;
  ItemFacts facts;
};

struct Move {
  Candidate from;
  Arrival to;
};

struct Place {
  StorePath path;
  PlaceKind kind = PlaceKind::kFile;
  std::string reason;
};

class Scratch {
 public:
  // Makes a file in `directory` and unlinks it at once.
  static Result<std::unique_ptr<Scratch>> create(const std::string& directory);
  virtual ~Scratch() = default;

  // Adding the same path again replaces what was there.
  virtual Status add(const std::vector<Candidate>& candidates) = 0;
  virtual Status add(const std::vector<Arrival>& arrivals) = 0;
  virtual Status add(const Place& place) = 0;

  // Keeps the candidates for which `is_gone` says true, in order of path; forgets
  // others.
  using Look = std::function<Result<bool>(const Candidate&)>;
  virtual Status look_again(const Look& is_gone) = 0;

  // Pairs candidates with arrivals of the same content, one to one: first those that
  // are also the same inode, then by content alone (never for empty files, which are
  // all alike).
  virtual Status match_moves() = 0;

  // In order of path; moves into a place that another candidate leaves come after all
  // other moves. Moves and the rest of candidates and arrivals: after match_moves().
  virtual Status each_gone(const std::function<Status(const Candidate&)>& visitor) = 0;
  virtual Status each_move(const std::function<Status(const Move&)>& visitor) = 0;
  virtual Status each_arrival(const std::function<Status(const Arrival&)>& visitor) = 0;
  virtual Status each_place(const std::function<Status(const Place&)>& visitor) = 0;
};

}  // namespace muniment
