// One JSON object without objects in it, read strictly.
//
// Owner:   plain values. Threads: any.
// Failure: kInvalid for what is not UTF-8, not JSON, no object, has a key twice, more
//          than 256 keys, or a value that is an object or a list of anything but texts.
//          Bounded whatever the text: nesting ends it at once.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.h"

namespace muniment {

enum class ValueKind {
  kText,
  kCount,  // a whole number from 0 to 2^64-1; `text` has its digits
  kTexts,
  kNull,
  kOther,  // `text` says what
};

struct FlatValue {
  ValueKind kind = ValueKind::kNull;
  std::string text;
  std::vector<std::string> texts;
};

struct FlatObject {
  std::vector<std::pair<std::string, FlatValue>> members;  // in the order of the text

  // nullptr when there is none.
  const FlatValue* find(std::string_view key) const;
};

Result<FlatObject> parse_flat_object(std::string_view text);

}  // namespace muniment
