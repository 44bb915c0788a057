#include "app/config_document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <sstream>
#include <utility>

#include "model/printable.h"

namespace muniment {
namespace {

Position position_of(const YAML::Mark& mark) {
  return mark.is_null() ? Position{} : Position{mark.line + 1, mark.column + 1};
}

Position position_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {static_cast<int>(lines) + 1, static_cast<int>(offset - line_start) + 1};
}

std::string_view what_is_wrong_with(DecodedChar character) {
  if (!character.valid) {
    return "a byte that is not UTF-8";
  }
  const char32_t c = character.code_point;
  const bool is_break = c == '\n' || c == '\r' || c == '\t';
  if ((c < 0x20 && !is_break) || c == 0x7F) {
    return c == 0 ? "a NUL byte" : "a control character";
  }
  return "";
}

// What the library would not say, or not clearly: bytes that are no text, and tabs.
std::optional<Problem> check_bytes(std::string_view text) {
  bool indents = true;
  for (std::size_t i = 0; i < text.size();) {
    const DecodedChar character = decode_char(text.substr(i));
    const std::string_view wrong = what_is_wrong_with(character);
    if (!wrong.empty()) {
      return Problem{position_at(text, i), std::string(wrong)};
    }
    if (indents && text[i] == '\t') {
      return Problem{position_at(text, i), "a tab; indent with spaces"};
    }
    indents = text[i] == '\n' || (indents && text[i] == ' ');
    i += character.length;
  }
  return std::nullopt;
}

// Builds the tree from the parser's events. After a problem it only keeps the count of
// what is open, because the parser cannot be told to stop.
class TreeBuilder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      fail(position_of(mark),
           "text after the end of the document; one file, one document");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_extras(mark, "", anchor);
    add(YamlNode{YamlNode::Kind::kNothing, position_of(mark), "", {}, {}});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    fail(position_of(mark), "aliases (*name) are not supported; write the value again");
    add(YamlNode{YamlNode::Kind::kNothing, position_of(mark), "", {}, {}});
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_extras(mark, tag, anchor);
    if (!is_utf8(value)) {  // the library makes one byte of each of these two
      fail(position_of(mark),
           "the escapes \\N and \\_ are not supported; write \\u0085 or \\u00a0");
    }
    add(YamlNode{YamlNode::Kind::kText, position_of(mark), value, {}, {}});
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    refuse_extras(mark, tag, anchor);
    open(YamlNode{YamlNode::Kind::kList, position_of(mark), "", {}, {}});
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    refuse_extras(mark, tag, anchor);
    open(YamlNode{YamlNode::Kind::kMap, position_of(mark), "", {}, {}});
  }
  void OnMapEnd() override { close(); }

  const std::optional<Problem>& problem() const { return problem_; }
  bool has_failed() const { return problem_.has_value(); }
  YamlNode take_root() { return std::move(root_); }

 private:
  struct Open {
    YamlNode node;
    bool expects_value = false;  // a key of the map is read, its value is not
  };

  void fail(Position at, std::string what) {
    if (!problem_) {
      problem_ = Problem{at, std::move(what)};
    }
  }

  void refuse_extras(const YAML::Mark& mark, const std::string& tag,
                     YAML::anchor_t anchor) {
    if (anchor != 0) {
      fail(position_of(mark),
           "anchors (&name) are not supported; write the value again");
    } else if (!tag.empty() && tag != "?" && tag != "!") {
      fail(position_of(mark), "tags (!name) are not supported; every value is text");
    }
  }

  bool is_key_next() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap &&
           !open_.back().expects_value;
  }

  void open(YamlNode node) {
    if (is_key_next()) {
      fail(node.at, "a key must be text, not " + std::string(name_of(node.kind)));
    }
    open_.push_back(Open{std::move(node)});
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (has_failed()) {
      return;
    }
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (is_key_next()) {
      add_key(std::move(node));
    } else {
      open_.back().expects_value = false;
      open_.back().node.items.push_back(std::move(node));
    }
  }

  void add_key(YamlNode node) {
    Open& map = open_.back();
    if (node.kind != YamlNode::Kind::kText) {
      fail(node.at, "a key must be text, not " + std::string(name_of(node.kind)));
      return;
    }
    map.node.keys.push_back({std::move(node.text), node.at});
    map.expects_value = true;
  }

  std::vector<Open> open_;  // from the outermost list or map to the innermost
  YamlNode root_;
  int documents_ = 0;
  std::optional<Problem> problem_;
};

ProblemOr<YamlNode> parse_all_documents(std::string_view text) {
  TreeBuilder builder;
  try {
    // The library takes a quotation that the end of the file cuts off after a line
    // break. With a comment behind it, it does not.
    std::istringstream stream(std::string(text) + "\n#");
    YAML::Parser parser(stream);
    while (!builder.has_failed() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& exception) {
    if (!builder.has_failed()) {
      const Position end = position_at(text, text.size());
      return Problem{std::min(position_of(exception.mark), end),
                     "not well-formed YAML: " + printable(exception.msg)};
    }
  }
  if (builder.has_failed()) {
    return *builder.problem();
  }
  YamlNode root = builder.take_root();
  if (root.kind == YamlNode::Kind::kNothing) {
    return Problem{
        {}, "the file is empty; `muniment init NAME=PATH` writes one to begin with"};
  }
  return root;
}

}  // namespace

Error error_in_file(std::string_view file_name, const Problem& problem) {
  return Error{ErrorCode::kInvalid, 0,
               printable(file_name) + ':' + std::to_string(problem.at.line) + ':' +
                   std::to_string(problem.at.column) + ": " + problem.what};
}

std::string_view name_of(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::kNothing:
      return "nothing";
    case YamlNode::Kind::kText:
      return "text";
    case YamlNode::Kind::kList:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a map";
  }
  return "";
}

ProblemOr<YamlNode> read_yaml(std::string_view text) {
  if (auto problem = check_bytes(text)) {
    return *std::move(problem);
  }
  return parse_all_documents(text);
}

}  // namespace muniment
