#include "edited_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "model/result.h"

namespace muniment {
namespace {

namespace fs = std::filesystem;

// Offsets are two bytes and files may be larger: steps of 16 bytes beyond the first 32 KiB.
std::size_t offset_from(unsigned high, unsigned low) {
  const std::size_t value = high * 256U + low;
  return value < 32'768 ? value : 32'768 + (value - 32'768) * 16;
}

void write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

EditedFiles::EditedFiles() {
  std::error_code ignored;
  const fs::path memory = "/dev/shm";
  const fs::path base =
      fs::is_directory(memory, ignored) ? memory : fs::temp_directory_path();
  std::string name = (base / "muniment-fuzz-XXXXXX").string();
  MUNIMENT_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

EditedFiles::~EditedFiles() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void EditedFiles::remember() {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_)) {
    if (entry.is_regular_file()) {
      originals_[fs::relative(entry.path(), path_).string()] = read_bytes(entry.path());
    }
  }
  for (const auto& [name, bytes] : originals_) {
    names_.push_back(name);
  }
}

void EditedFiles::restore(const std::string& name) {
  const fs::path path = fs::path(path_) / name;
  const std::string& original = originals_.at(name);
  std::error_code ignored;
  if (fs::is_regular_file(fs::symlink_status(path, ignored)) &&
      fs::file_size(path, ignored) == original.size() && read_bytes(path) == original) {
    return;
  }
  fs::remove_all(path, ignored);
  fs::create_directories(path.parent_path(), ignored);
  write_bytes(path, original);
}

void EditedFiles::edit(const std::string& name, unsigned kind, std::size_t at,
                       std::string_view bytes) {
  const fs::path path = fs::path(path_) / name;
  std::error_code ignored;
  if (!fs::is_regular_file(fs::symlink_status(path, ignored))) {
    return;  // an earlier edit took it away
  }
  std::string content = read_bytes(path);
  at = std::min(at, content.size());
  const auto from = content.begin() + static_cast<std::ptrdiff_t>(at);
  switch (kind) {
    case 0:  // other bytes
      content.replace(at, bytes.size(), bytes);
      break;
    case 1:  // other bits
      std::transform(
          from,
          from +
              static_cast<std::ptrdiff_t>(std::min(bytes.size(), content.size() - at)),
          bytes.begin(), from, [](char a, char b) { return static_cast<char>(a ^ b); });
      break;
    case 2:  // cut short
      content.resize(at);
      break;
    case 3:  // more bytes
      content.insert(at, bytes);
      break;
    case 4:  // fewer bytes
      content.erase(at, bytes.size());
      break;
    case 5:  // all of it
      content = bytes;
      break;
    case 6:  // gone
      fs::remove(path, ignored);
      return;
    default: {  // no regular file
      fs::remove(path, ignored);
      const std::string& other = names_[at % names_.size()];
      if (bytes.size() % 3 == 0) {
        fs::create_directory(path, ignored);
      } else if (bytes.size() % 3 == 1) {
        fs::create_symlink(fs::path(path_) / other, path, ignored);
      } else {
        MUNIMENT_CHECK(::mkfifo(path.c_str(), 0600) == 0);
      }
      return;
    }
  }
  write_bytes(path, content);
}

void EditedFiles::apply(const std::uint8_t* data, std::size_t size) {
  std::vector<fs::path> strangers;  // what the last readers made
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_)) {
    const std::string name = entry.path().lexically_relative(path_).string();
    if (!fs::is_directory(entry.symlink_status(ignored)) &&
        !originals_.contains(name)) {
      strangers.push_back(entry.path());
    }
  }
  for (const fs::path& path : strangers) {
    fs::remove(path, ignored);
  }
  for (const std::string& name : names_) {
    restore(name);
  }
  std::size_t i = 0;
  while (i + 5 <= size) {
    const std::string& name = names_[data[i] % names_.size()];
    const unsigned kind = data[i + 1] % 8U;
    const std::size_t at = offset_from(data[i + 2], data[i + 3]);
    const std::size_t count = std::min<std::size_t>(data[i + 4], size - i - 5);
    edit(name, kind, at, {reinterpret_cast<const char*>(data + i + 5), count});
    i += 5 + count;
  }
}

}  // namespace muniment
