// Lists of paths, and what --map says.

#include "malformed.h"

namespace muniment {

using namespace std::string_literals;

MalformedTable malformed_lists() {
  const auto lines = [](std::string name, std::string content, std::uint64_t line,
                        std::string says) {
    return Malformed{std::move(name), Intake::kPathList, std::move(content), line,
                     std::move(says)};
  };
  const auto nulls = [](std::string name, std::string content, std::uint64_t line,
                        std::string says) {
    return Malformed{std::move(name), Intake::kNullPathList, std::move(content), line,
                     std::move(says)};
  };
  const auto map = [](std::string name, std::string text, std::string says) {
    return Malformed{std::move(name), Intake::kColumnMap, std::move(text), 0,
                     std::move(says)};
  };
  return {
      lines("an empty list", "", 0, "F: the list is empty"),
      lines("an empty line", "\n", 1, "an empty path"),
      lines("an empty line between", "a\n\nb\n", 2, "an empty path"),
      lines("an absolute path", "a\n/b\n", 2, R"(path "/b" is absolute)"),
      lines("a path that leads out", "a/../../b\n", 1, "leads out of the store"),
      lines("the directory above", "..", 1, "leads out of the store"),
      lines("the whole store", "a\nb\n.\n", 3, "the path names the whole store"),
      lines("the whole store with a slash", "./\n", 1,
            "the path names the whole store"),
      lines("a carriage return", "a\r\n", 1, "the path ends in a carriage return"),
      lines("a line of a carriage return", "a\n\r\n", 2,
            "the path ends in a carriage return"),
      lines("a list with NUL bytes", "a\0b\0"s, 1, "is the list NUL-separated?"),
      lines("a path of more than a mebibyte", std::string((1 << 20) + 1, 'a') + "\n", 1,
            "a path of more than 1048576 bytes"),
      nulls("an empty list", "", 0, "F: the list is empty"),
      nulls("an empty path", "\0"s, 1, "an empty path"),
      nulls("an empty path between", "a\0\0b\0"s, 2, "an empty path"),
      nulls("an absolute path", "a\0/b\0"s, 2, "is absolute"),
      nulls("a path that leads out", "a\0../b"s, 2, "leads out of the store"),
      nulls("the whole store", ".\0"s, 1, "the path names the whole store"),
      map("nothing", "", R"(--map "" is not field=column)"),
      map("no column", "path", R"(--map "path" is not field=column)"),
      map("an empty column", "path=", R"(no column for the field "path")"),
      map("an unknown field", "file=File", R"(no field "file"; there are path, id,)"),
      map("a field in capitals", "Path=File", R"(no field "Path")"),
      map("a field with a space", "path=File, id=Id", R"(no field " id")"),
      map("no field", "=File", R"(no field "")"),
      map("a field twice", "path=a,path=b", R"(the field "path" is given twice)"),
      map("a field twice in the same way", "id=a,id=a",
          R"(the field "id" is given twice)"),
      map("a comma at the end", "path=a,", R"(--map "" is not field=column)"),
      map("a comma at the beginning", ",path=a", R"(--map "" is not field=column)"),
      map("a colon for the sign", "path:File", "is not field=column"),
      map("the other way round", "File=path", R"(no field "File")"),
      map("a field that is not shown", "\x1B[31m=a", R"(no field "\x1b[31m")"),
  };
}

}  // namespace muniment
