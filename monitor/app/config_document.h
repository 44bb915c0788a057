// A YAML text as a tree that knows where each part stands; nothing is interpreted.
//
// What makes YAML surprising is refused here: anchors and aliases (so nothing can
// expand), tags, tabs that indent, several documents, keys that are not text. Scalars
// stay text: nothing turns NO into a boolean.
//
// Owner:   plain values. Threads: any.
// Failure: a Problem, the first one that reading comes to. Exceptions of the YAML
//          library do not leave.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/result.h"

namespace muniment {

// Both count from 1; columns are bytes.
struct Position {
  int line = 1;
  int column = 1;
  auto operator<=>(const Position&) const = default;
};

struct Problem {
  Position at;
  std::string what;  // "stores[0].scan.evry: no such key"
};

// The error for people: "muniment.yml:12:5: stores[0].scan.evry: no such key".
Error error_in_file(std::string_view file_name, const Problem& problem);

struct YamlNode {
  enum class Kind { kNothing, kText, kList, kMap };
  struct Key {
    std::string text;
    Position at;
  };

  Kind kind = Kind::kNothing;
  Position at;
  std::string text;             // of a kText
  std::vector<YamlNode> items;  // of a kList; the values of a kMap
  std::vector<Key> keys;        // of a kMap, one for each of `items`; may repeat
};

// "text", "a list", "a map", "nothing".
std::string_view name_of(YamlNode::Kind kind);

template <typename T>
using ProblemOr = outcome::basic_result<T, Problem, outcome::policy::terminate>;

ProblemOr<YamlNode> read_yaml(std::string_view text);

}  // namespace muniment
