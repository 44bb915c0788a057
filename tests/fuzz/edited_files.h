// Bytes of a fuzzer as edits of good files: most inputs then are nearly right, which is
// where a reader of whole directories goes wrong.
//
// An input is a list of edits: which file (1 byte, modulo), what (1 byte, modulo), where
// (2 bytes), how much (1 byte), then as many bytes as that.
//
// Owner:   removes its directory when it goes. Threads: one. Failure: ends the process.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muniment {

class EditedFiles {
 public:
  // In memory, where the machine has files there.
  EditedFiles();
  EditedFiles(const EditedFiles&) = delete;
  EditedFiles& operator=(const EditedFiles&) = delete;
  ~EditedFiles();

  const std::string& path() const { return path_; }

  // What is in the directory now is what edits start from.
  void remember();
  // The files as they were remembered, but for the edits.
  void apply(const std::uint8_t* data, std::size_t size);

 private:
  void restore(const std::string& name);
  void edit(const std::string& name, unsigned kind, std::size_t at,
            std::string_view bytes);

  std::string path_;
  std::map<std::string, std::string> originals_;
  std::vector<std::string> names_;
};

}  // namespace muniment
