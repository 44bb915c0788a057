// Which collection an item belongs to: a template such as "{1}/{2}" over its directory.
//
// A collection is the unit of volume and of dashboard rows (a month, a unit, a device).
// `{n}` stands for the n-th directory of the path, counted from the store's root. The
// name of the item itself never takes part, so a collection depends on the directory
// alone.
//
// Owner:   plain values. Threads: any.
// Failure: parse() says what is wrong with the text; applying cannot fail.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/item.h"
#include "model/result.h"

namespace muniment {

class CollectionTemplate {
 public:
  // More directories than this below the root are not asked for by anybody.
  static constexpr std::size_t kMaxSegment = 64;

  // The empty template: every item is in the collection "".
  CollectionTemplate() = default;

  // kInvalid: a brace without its partner, or anything but 1 to 64 between braces.
  static Result<CollectionTemplate> parse(std::string_view text);

  // The collection of everything directly in `directory`, as bytes. "" when the
  // directory is not as deep as the template asks.
  std::string of_directory(std::string_view directory) const;

  // The collection of the item at `path`.
  std::string apply(std::string_view path) const {
    return of_directory(parent_of(path));
  }

  // As it was written.
  const std::string& text() const { return text_; }

  bool operator==(const CollectionTemplate& other) const {
    return text_ == other.text_;
  }

 private:
  struct Part {
    std::string literal;      // comes first
    std::size_t segment = 0;  // then this directory; 0 for none (the last part)
  };

  std::string text_;
  std::vector<Part> parts_;
  std::size_t depth_ = 0;  // the highest segment that is asked for
};

// The name of a collection for people: "(root)" for "", and never a raw control byte.
std::string shown_collection(std::string_view collection);

}  // namespace muniment
