// Gives a fuzz target every file of the directories that are named, without libFuzzer.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz_target.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const char* directory) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void replay(const fs::path& file) {
  (void)std::fprintf(stderr, "%s\n", file.c_str());  // the last one is the culprit
  std::ifstream stream(file, std::ios::binary);
  // Exactly as long as the input, so that a sanitizer sees a read beyond it.
  const std::vector<char> bytes(std::istreambuf_iterator<char>(stream), {});
  muniment::LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                   bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const fs::path& file : files_in(argv[i])) {
      replay(file);
      ++count;
    }
  }
  (void)std::fprintf(stderr, "%zu inputs\n", count);
  return count > 0 ? 0 : 1;
}
