// Holds a catalogue against one that was derived from the ledger: table by table, row
// by row, in the order of their keys.
//
// Owner:   one check; it keeps a snapshot of the catalogue from begin() on, so that
//          others may write meanwhile. Threads: one.
// Failure: kNotFound when there is no catalogue; kCorrupt when it is no database, or a
//          damaged one; kUnsupported for another version.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "model/result.h"

namespace muniment {

struct TableDifference {
  std::string table;
  std::string what;  // which row, and how it differs; printable
};

class CatalogueCheck {
 public:
  static Result<CatalogueCheck> begin(const std::string& path);
  CatalogueCheck(CatalogueCheck&&) noexcept;
  CatalogueCheck& operator=(CatalogueCheck&&) noexcept;
  ~CatalogueCheck();

  // Of the snapshot: what `derived` must have applied.
  const Applied& applied() const { return applied_; }

  // The first difference of every table; fingerprints are left out, being no
  // projection of events. Also differences in what the tables are, and damage to their
  // pages and indexes.
  Result<std::vector<TableDifference>> compare(Catalogue& derived);

 private:
  struct State;
  CatalogueCheck(std::unique_ptr<State> state, Applied applied);

  std::unique_ptr<State> state_;
  Applied applied_;
};

}  // namespace muniment
