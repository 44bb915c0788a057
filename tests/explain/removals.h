// Evidence and removals for tests, in few words.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "explain/explain.h"

namespace muniment {

// Seconds, small and readable: item() went between 100 and 200.
inline Time at(std::int64_t seconds) {
  return Time{seconds * kNsPerSecond};
}

inline Time day(std::string_view text) {
  return parse_time(text).value();
}

class AnAuthority {
 public:
  explicit AnAuthority(std::string reference) {
    made_.terms.store = "bwv";
    made_.terms.reference = std::move(reference);
    made_.terms.approved_by = "A. Lee";
  }
  AnAuthority& over(std::string prefix) {
    made_.terms.scope.prefixes.push_back(std::move(prefix));
    return *this;
  }
  AnAuthority& with_list(std::uint64_t paths = 1) {
    made_.terms.scope.listed_paths = paths;
    return *this;
  }
  AnAuthority& of_class(std::string name) {
    made_.terms.scope.classes.push_back(std::move(name));
    return *this;
  }
  AnAuthority& from(std::int64_t seconds) {
    made_.terms.from = at(seconds);
    return *this;
  }
  AnAuthority& until(std::int64_t seconds) {
    made_.terms.until = at(seconds);
    return *this;
  }
  AnAuthority& revoked(std::int64_t seconds) {
    made_.revoked = at(seconds);
    return *this;
  }
  AnAuthority& items(std::uint64_t most, std::uint64_t used = 0) {
    made_.terms.max_items = most;
    made_.used_items = used;
    return *this;
  }
  AnAuthority& bytes(std::uint64_t most, std::uint64_t used = 0) {
    made_.terms.max_bytes = most;
    made_.used_bytes = used;
    return *this;
  }
  operator AuthorityInForce() const {  // NOLINT(google-explicit-constructor): a builder
    return made_;
  }

 private:
  AuthorityInForce made_;
};

class AHold {
 public:
  explicit AHold(std::string reference, std::string reason = "appeal") {
    made_.terms.store = "bwv";
    made_.terms.reference = std::move(reference);
    made_.terms.reason = std::move(reason);
    made_.terms.by = "R. Khan";
  }
  AHold& over(std::string prefix) {
    made_.terms.scope.prefixes.push_back(std::move(prefix));
    return *this;
  }
  AHold& of_case(std::string reference) {
    made_.terms.scope.cases.push_back(std::move(reference));
    return *this;
  }
  AHold& placed(std::int64_t seconds) {
    made_.placed = at(seconds);
    return *this;
  }
  AHold& released(std::int64_t seconds) {
    made_.released = at(seconds);
    return *this;
  }
  operator HoldInForce() const {  // NOLINT(google-explicit-constructor): a builder
    return made_;
  }

 private:
  HoldInForce made_;
};

class ATransfer {
 public:
  explicit ATransfer(std::string reference) {
    made_.terms.store = "bwv";
    made_.terms.to = "archive";
    made_.terms.reference = std::move(reference);
    made_.terms.by = "M. Novak";
  }
  ATransfer& over(std::string prefix) {
    made_.terms.scope.prefixes.push_back(std::move(prefix));
    return *this;
  }
  ATransfer& with_list(std::uint64_t paths = 1) {
    made_.terms.scope.listed_paths = paths;
    return *this;
  }
  ATransfer& opened(std::int64_t seconds) {
    made_.opened = at(seconds);
    return *this;
  }
  ATransfer& closed(std::int64_t seconds) {
    made_.closed = at(seconds);
    return *this;
  }
  operator TransferInForce() const {  // NOLINT(google-explicit-constructor): a builder
    return made_;
  }

 private:
  TransferInForce made_;
};

inline RemovedItem item(std::string path, std::uint64_t size = 10) {
  RemovedItem removed;
  removed.path = std::move(path);
  removed.size = size;
  removed.last_seen = at(100);
  removed.first_missed = at(200);
  return removed;
}

// For one removal only: what it uses up is forgotten.
inline Verdict verdict_on(const RemovedItem& removed, Evidence::Input input) {
  Evidence evidence(std::move(input));
  return explain_removal(removed, evidence);
}

inline Evidence::Input only(std::vector<AuthorityInForce> authorities) {
  Evidence::Input input;
  input.authorities = std::move(authorities);
  return input;
}

}  // namespace muniment
