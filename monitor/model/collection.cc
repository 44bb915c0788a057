#include "model/collection.h"

#include <algorithm>
#include <charconv>

#include "model/printable.h"

namespace muniment {
namespace {

Error bad_template(std::string_view text, std::string_view reason) {
  return Error{
      ErrorCode::kInvalid, 0,
      '"' + printable(text) + "\" is not a path template: " + std::string(reason)};
}

// The number between braces, or 0 when it is not one that counts a directory.
std::size_t segment_number(std::string_view digits) {
  std::size_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  const bool is_number = error == std::errc() && stop == end && digits[0] != '0';
  return is_number && number <= CollectionTemplate::kMaxSegment ? number : 0;
}

// The n-th part of `directory`, counted from 1; "" beyond the last.
std::string_view segment_of(std::string_view directory, std::size_t n) {
  for (; n > 1; --n) {
    const std::size_t slash = directory.find('/');
    directory = slash == std::string_view::npos ? "" : directory.substr(slash + 1);
  }
  return directory.substr(0, directory.find('/'));
}

std::size_t depth_of(std::string_view directory) {
  const auto slashes = std::count(directory.begin(), directory.end(), '/');
  return directory.empty() ? 0 : static_cast<std::size_t>(slashes) + 1;
}

}  // namespace

Result<CollectionTemplate> CollectionTemplate::parse(std::string_view text) {
  CollectionTemplate result;
  result.text_ = text;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t brace = rest.find_first_of("{}");
    Part part{std::string(rest.substr(0, brace)), 0};
    rest.remove_prefix(std::min(brace, rest.size()));
    if (!rest.empty()) {
      const std::size_t close = rest.find('}');
      if (rest[0] == '}' || close == std::string_view::npos) {
        return bad_template(text, "a brace without its partner");
      }
      part.segment = segment_number(rest.substr(1, close - 1));
      if (part.segment == 0) {
        return bad_template(text,
                            "between braces goes the number of a directory, 1 to 64");
      }
      rest.remove_prefix(close + 1);
    }
    result.depth_ = std::max(result.depth_, part.segment);
    result.parts_.push_back(std::move(part));
  }
  return result;
}

std::string CollectionTemplate::of_directory(std::string_view directory) const {
  std::string collection;
  if (depth_of(directory) < depth_) {
    return collection;
  }
  for (const Part& part : parts_) {
    collection += part.literal;
    if (part.segment != 0) {
      collection += segment_of(directory, part.segment);
    }
  }
  return collection;
}

std::string shown_collection(std::string_view collection) {
  return collection.empty() ? "(root)" : printable(collection);
}

}  // namespace muniment
