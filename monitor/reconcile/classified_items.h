// The inventory of a store with what register, paths and configuration say of each item;
// and whether one is in a scope.
//
// Owner:   functions over a Reader, and a scope with its list. Threads: as the Reader.
// Failure: as Reader; an error of the visitor ends the walk.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/reader.h"
#include "explain/policy.h"
#include "explain/scope_match.h"

namespace muniment {

struct ClassifiedItem {
  const StorePath& path;
  const KnownItem& item;
  const ItemRegistered* registered;  // nullptr when the register says nothing
  Classification facts;
};

// What register and policy say of one path.
class Classifier {
 public:
  static Result<Classifier> make(Reader& reader, std::int64_t store_id);

  // `content` is that of the item, for registers that know it by its content. `policy` may
  // be nullptr.
  Result<Classification> classify_path(const StorePath& path,
                                       const std::optional<Digests>& content,
                                       const Policy* policy);
  // Of the last call: what the register says; nullptr for nothing.
  const ItemRegistered* registered() const {
    return registered_ ? &*registered_ : nullptr;
  }

 private:
  Classifier(Reader& reader, std::int64_t store_id, bool has_register)
      : reader_(&reader), store_id_(store_id), has_register_(has_register) {}

  Reader* reader_;
  std::int64_t store_id_;
  bool has_register_;
  std::optional<ItemRegistered> registered_;
};

// All items held, by directory and name.
using ClassifiedVisitor = std::function<Status(const ClassifiedItem&)>;
Status each_classified(Reader& reader, std::int64_t store_id, const Policy* policy,
                       const ClassifiedVisitor& visitor);

// A scope with the paths that it lists, sorted.
struct ListedScope {
  Scope scope;
  std::vector<StorePath> paths;

  bool lists(const StorePath& path) const;
  // As an authority or transfer; an empty scope is everything.
  bool covers(const StorePath& path, const Classification& facts) const;
  bool holds(const StorePath& path, const Classification& facts) const;
};

// Places that could not be observed, to ask whether an item lies in one.
class UnobservedPlaces {
 public:
  static Result<UnobservedPlaces> of(Reader& reader, std::int64_t store_id);
  // The place at `path` or the closed directory above it; nullptr when it is in the open.
  const UnobservedPlace* above(std::string_view path) const;
  const std::vector<UnobservedPlace>& all() const { return places_; }

 private:
  std::vector<UnobservedPlace> places_;  // by path
};

}  // namespace muniment
